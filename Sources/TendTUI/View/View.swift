import TendCore
package import TendScreen

/// Draws a model. Pure: the same model gives the same screen.
package struct View {
    let model: Model
    let scene: Scene
    let theme: Theme
    let marks: Marks
    var canvas: Canvas

    private init(_ model: Model) {
        self.model = model
        scene = Scene(model)
        theme = model.theme
        marks = Marks(theme)
        canvas = Canvas(size: scene.size)
    }

    /// The whole screen of a client, with the cursor where the keys go. Its modes and keyboard flags are what programs want of the terminal.
    package static func compose(_ model: Model) -> Screen { drawn(model).screen }

    static func drawn(_ model: Model) -> View {
        var view = View(model)
        view.drawTab()
        view.drawSidebar()
        view.drawStatus()
        view.drawKeys()
        view.drawOverlays()
        view.canvas.tidy()
        return view
    }

    /// What was drawn.
    var screen: Screen {
        var screen = canvas.screen
        (screen.modes, screen.keyboardFlags) = (scene.modes, scene.keyboardFlags)
        return screen
    }

    // MARK: Pieces that all use

    func cut(_ text: String, to columns: Int) -> String {
        Glyphs.cut(marks.plain(text), to: columns, mark: marks.ellipsis)
    }

    func cut(_ spans: [Span], to columns: Int) -> [Span] {
        spans.map { Span(marks.plain($0.text), $0.role) }.cut(to: columns, mark: marks.ellipsis)
    }

    /// Text from a program or a person, on one line.
    func line(_ text: String) -> String { DisplayText.cleaned(text, limit: 400) }

    mutating func put(_ spans: [Span], row: Int, column: Int, columns: Int) {
        canvas.put(cut(spans, to: columns), row: row, column: column, end: column + max(0, columns), theme)
    }

    mutating func putCentered(_ spans: [Span], row: Int, in area: Area) {
        let spans = cut(spans, to: area.columns)
        let column = area.column + (area.columns - spans.columns) / 2
        canvas.put(spans, row: row, column: column, end: area.column + area.columns, theme)
    }

    /// A box with a title in its upper and a note in its lower edge.
    mutating func drawBox(_ area: Area, title: [Span] = [], note: [Span] = [], _ style: Style) {
        guard area.rows > 1, area.columns > 1 else { return }
        for row in [area.row, area.lastRow] {
            canvas.fill(Area(row: row, column: area.column, rows: 1, columns: area.columns), marks.horizontal, style)
        }
        for column in [area.column, area.lastColumn] {
            let edge = Area(row: area.row + 1, column: column, rows: area.rows - 2, columns: 1)
            canvas.fill(edge, marks.vertical, style)
        }
        for (index, corner) in marks.corners.enumerated() {
            let (row, column) = (index < 2 ? area.row : area.lastRow, index % 2 == 0 ? area.column : area.lastColumn)
            canvas.put(corner, at: Point(row: row, column: column), style)
        }
        if !title.isEmpty { put(title, row: area.row, column: area.column + 2, columns: area.columns - 4) }
        if !note.isEmpty {
            let note = cut(note, to: area.columns - 4)
            put(note, row: area.lastRow, column: area.lastColumn - 1 - note.columns, columns: note.columns)
        }
    }
}
