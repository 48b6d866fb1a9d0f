import TendCore
import TendScreen

/// Where a pop-up is and what can be hit in it.
struct Popup {
    /// With the box around it.
    var frame: Area
    /// On a very small screen there is no room for one.
    var hasBox: Bool
    /// The rows of its list, and the item that the first of them shows.
    var list = Area(row: 0, column: 0, rows: 0, columns: 0)
    var first = 0
    var count = 0
    /// Places that can be hit other than rows of the list.
    var choices: [Area] = []
    /// The text of a pop-up that is only text.
    var lines: [[Span]] = []
    /// Lines below the list that always stay, and whether a line is drawn above them.
    var footer: [[Span]] = []
    var hasRule = false
    /// For each line of the text the choice that it belongs to.
    var owners: [Int?] = []
    /// Whether part of what would be done is not to be seen.
    var isCommandCut = false
    /// Of a form: where values begin, how wide they may be, and where the cursor is.
    var valueColumn = 0
    var valueColumns = 0
    var cursor: Point?

    /// Without the box.
    var inside: Area { hasBox ? frame.inset(rows: 1, columns: 1) : frame }

    /// Nil: the overlay is no pop-up of its own.
    init?(_ overlay: Overlay, _ scene: Scene) {
        switch overlay {
        case .palette(let palette): self.init(palette, scene.size)
        case .prompt(let prompt): self.init(prompt, scene)
        case .confirm(let confirm): self.init(confirm, scene)
        case .menu(let menu): self.init(menu, scene.size)
        case .help(let scroll):
            let columns = scene.size.columns - Popup.margin(of: scene.size) - 2
            self.init(HelpText.lines(scene.model, columns: columns), scroll, scene.size)
        case .messages(let scroll):
            self.init(MessageText.lines(scene.model, columns: scene.size.columns - 12), scroll, scene.size)
        case .card(let card): self.init(card, scene)
        case .form(let form): self.init(form, scene)
        case .diff(let review): self.init(review, scene)
        case .welcome: self.init(welcomeIn: scene)
        case .numbers: return nil
        }
    }

    init(_ frame: Area, hasBox: Bool) {
        self.frame = frame
        self.hasBox = hasBox
    }

    func index(at point: Point) -> Int? {
        if let choice = choices.firstIndex(where: { $0.contains(point) }) { return choice }
        let index = point.row - list.row + first
        return list.contains(point) && index < count ? index : nil
    }

    /// The first row of a list that shows the selected one, in the middle unless the list ends.
    static func first(selected: Int, count: Int, rows: Int) -> Int { max(0, min(selected - rows / 2, count - rows)) }

    private static func hasBox(in size: Size) -> Bool { size.rows >= 5 && size.columns >= 12 }

    /// A box in the middle that holds so many rows and columns of content, or as many as there is room for.
    ///
    /// - Parameters:
    ///   - above: which part of the rows that are left over is above it: 2 is half of them.
    ///   - hasBox: whether it has borders; nil: as the screen is large enough for them.
    init(rows: Int, columns: Int, in size: Size, above: Int = 2, hasBox: Bool? = nil) {
        let hasBox = hasBox ?? Popup.hasBox(in: size)
        self.hasBox = hasBox
        let edge = hasBox ? 2 : 0
        let rows = min(max(rows, 1) + edge, size.rows)
        let columns = min(max(columns, 1) + edge, size.columns)
        frame = Area(
            row: (size.rows - rows) / above, column: (size.columns - columns) / 2, rows: rows, columns: columns)
    }

    // MARK: Each

    private init(_ palette: Palette, _ size: Size) {
        let margin = size.rows >= 20 ? 6 : size.rows >= 10 ? 2 : 0
        // As many rows as all items would need: the box keeps its size while the matches become fewer.
        let rows = max(1, min(palette.items.count, 14, size.rows - margin - 4))
        self.init(
            rows: rows + (size.rows >= 8 ? 2 : 1), columns: min(84, size.columns - (size.columns >= 40 ? 6 : 2)),
            in: size, above: 4)
        let heading = min(inside.rows, size.rows >= 8 ? 2 : 1)
        list = inside
        list.row += heading
        list.rows -= heading
        count = palette.matches.count
        first = Popup.first(selected: palette.selected, count: count, rows: list.rows)
    }

    private init(_ prompt: Prompt, _ scene: Scene) {
        let row = scene.statusRow ?? scene.size.rows - 1
        hasBox = false
        count = prompt.completions.count
        let room = row == 0 ? scene.size.rows - 1 : row
        let rows = min(count, 8, room)
        frame = Area(row: row, column: 0, rows: 1, columns: scene.size.columns)
        guard rows > 0 else { return }
        let columns = min(
            (prompt.completions.map { Width.of(text: $0) }.max() ?? 0) + (count > rows ? 4 : 2), scene.size.columns)
        let column = min(max(0, Width.of(text: prompt.label)), scene.size.columns - columns)
        list = Area(row: row == 0 ? 1 : row - rows, column: column, rows: rows, columns: columns)
        first = max(0, min(prompt.firstCompletion, count - rows))
        frame = Area(row: min(row, list.row), column: 0, rows: rows + 1, columns: scene.size.columns)
    }

    private init(_ menu: Menu, _ size: Size) {
        let widest = (menu.items.map { Width.of(text: $0.label) } + [Width.of(text: menu.title)]).max() ?? 0
        self.init(rows: menu.items.count, columns: widest + 4, in: size)
        frame.row = max(0, min(menu.origin.row, size.rows - frame.rows))
        frame.column = max(0, min(menu.origin.column, size.columns - frame.columns))
        list = inside
        count = menu.items.count
        first = Popup.first(selected: menu.selected, count: count, rows: list.rows)
    }

    private init(_ confirm: Confirm, _ scene: Scene) {
        var hasBox = Popup.hasBox(in: scene.size)
        var widest = min(64, scene.size.columns - (hasBox ? 4 : 2))
        var question = Popup.wrapped(confirm.question, to: widest)
        if hasBox, question.count > scene.size.rows - 3 {
            // Rather the whole question than a box around half of it.
            hasBox = false
            widest = min(64, scene.size.columns - 2)
            question = Popup.wrapped(confirm.question, to: widest)
        }
        var lines = question.map { [Span($0, .popup)] }
        if case .paste(let text, _) = confirm.consequence {
            let pasted = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let shown = pasted.prefix(max(0, min(6, scene.size.rows - 8)))
            if !shown.isEmpty { lines.append([]) }
            lines += shown.map {
                [Span(Glyphs.cut(DisplayText.cleaned(String($0), limit: 200), to: widest), .popupDim)]
            }
            let rest = pasted.count - shown.count
            if rest > 0, !shown.isEmpty { lines.append([Span("and \(rest) more", .popupDim)]) }
        }
        let hasGap = scene.size.rows >= 10
        let choices = Popup.confirmChoices.map(\.columns)
        let columns = max(lines.map(\.columns).max() ?? 0, choices.reduce(2, +)) + 2
        self.init(rows: lines.count + (hasGap ? 2 : 1), columns: columns, in: scene.size, above: 3, hasBox: hasBox)
        // On a small screen the question loses lines, not the answers.
        self.lines = Array(lines.prefix(max(0, inside.rows - 1)))
        var column = inside.column + max(0, (inside.columns - choices.reduce(2, +)) / 2)
        for width in choices {
            self.choices.append(Area(row: inside.lastRow, column: column, rows: 1, columns: width))
            column += width + 2
        }
    }

    static let confirmChoices: [[Span]] = [
        [Span(" y", .popupKey), Span(" yes ", .popup)], [Span(" n", .popupKey), Span(" no ", .popup)],
    ]

    /// Columns beside a text that scrolls.
    private static func margin(of size: Size) -> Int { size.columns >= 60 ? 8 : 2 }

    private init(_ text: [[Span]], _ scroll: Int, _ size: Size) {
        let widest = text.map(\.columns).max() ?? 0
        self.init(
            rows: min(text.count, size.rows - (size.rows >= 20 ? 6 : 2)),
            columns: min(max(widest + 4, 40), size.columns - Popup.margin(of: size)), in: size)
        lines = text
        count = lines.count
        list = inside
        first = max(0, min(scroll, count - list.rows))
    }

    private init(welcomeIn scene: Scene) {
        let lines = Welcome.lines(scene)
        let choices = Welcome.choices(scene.model)
        let rows = lines.count + choices.count + Welcome.footer(scene).count
        let widest = (lines.map(\.columns) + Welcome.footer(scene).map(\.columns) + [32]).max() ?? 0
        self.init(rows: rows, columns: widest + 4, in: scene.size, above: 3)
        hasBox = false
        self.lines = Array(lines.suffix(max(0, min(lines.count, inside.rows - choices.count))))
        count = choices.count
        list = inside
        list.row += self.lines.count
        list.rows = max(0, min(choices.count, inside.rows - self.lines.count))
    }

    /// Text in lines of whole words; a word that is too long for a line is cut.
    static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        for word in DisplayText.cleaned(text, limit: 1000).split(separator: " ") {
            let word = Glyphs.cut(String(word), to: max(1, columns))
            if let last = lines.last, Width.of(text: last) + 1 + Width.of(text: word) <= columns {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}
