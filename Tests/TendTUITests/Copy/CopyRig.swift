import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Copy mode over a scripted history, with a server that answers from it.
struct CopyRig {
    var mode: CopyMode
    /// All rows, oldest first; the last `screenRows` are the screen.
    var rows: [Row]
    let screenRows: Int
    let width: Int
    var moments: [(CopyMode.Moment, Screen)] = []
    /// What copy mode wanted besides rows.
    var effects: [CopyEffect] = []
    var requests: [CopyMode.Request] = []
    /// The server answers nothing until ``serve()``.
    var isSlow = false
    /// So many of the next requests for rows are refused.
    var refusedRows = 0
    private var open: [CopyMode.Request] = []

    /// - Parameter lines: what has been printed, wrapped at `width`; the last rows are the screen.
    init(
        _ lines: [String], rows screenRows: Int = 5, width: Int = 20, size: Size? = nil, separators: String = " ()/:\"",
        leavesAtEnd: Bool = false, isSlow: Bool = false
    ) {
        rows = lines.flatMap { Row.wrapped($0, width: width) }
        while rows.count < screenRows { rows.append(.blank) }
        self.screenRows = screenRows
        self.width = width
        self.isSlow = isSlow
        var screen = Screen(size: Size(rows: screenRows, columns: width))
        screen.rows = Array(rows.suffix(screenRows))
        let last = screen.rows.lastIndex { !$0.cells.isEmpty } ?? 0
        screen.cursor.point = Point(row: last, column: 0)
        mode = CopyMode(
            screen: screen, size: size ?? screen.size, wordSeparators: separators, leavesAtEnd: leavesAtEnd)
        handle(mode.begin())
    }

    private var server: ScriptedHistory {
        ScriptedHistory(rows: rows, screenRows: screenRows, width: width, moments: moments)
    }

    var anchor: CopyMode.Anchor { server.anchor }

    /// Does commands, one a line, as they stand in keymaps.
    mutating func perform(_ commands: String) {
        for line in commands.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ").map(String.init)
            guard let name = words.first.flatMap(Command.Name.init) else {
                Issue.record("no command: \(line)")
                continue
            }
            handle(mode.perform(Command(name, Array(words.dropFirst()))))
        }
    }

    mutating func handle(_ new: [CopyEffect]) {
        for effect in new {
            guard case .fetch(let request) = effect else {
                effects.append(effect)
                continue
            }
            requests.append(request)
            open.append(request)
        }
        if !isSlow { serve() }
    }

    mutating func serve() {
        while !open.isEmpty {
            let request = open.removeFirst()
            var answer = server.answer(to: request)
            if case .rows = request, refusedRows > 0 {
                refusedRows -= 1
                answer = .refused("the server is busy")
            }
            let effects = mode.take(CopyMode.Page(request, answer))
            for effect in effects {
                if case .fetch(let request) = effect {
                    requests.append(request)
                    open.append(request)
                } else {
                    self.effects.append(effect)
                }
            }
        }
    }

    /// The pane as text, the cursor as `▮` in front of what it stands on, and under each row its highlights.
    var picture: String {
        var lines: [String] = []
        for (number, row) in mode.visible.enumerated() {
            lines.append(row.text)
            var marks = [Character](repeating: " ", count: width)
            for highlight in mode.highlights where highlight.row == number {
                let mark: Character =
                    switch highlight.kind {
                    case .selection: "s"
                    case .match: "m"
                    case .matchCurrent: "M"
                    }
                for column in highlight.columns where column < width { marks[column] = mark }
            }
            if mode.visibleCursor.row == number { marks[mode.visibleCursor.column] = "▮" }
            while marks.last == " " { marks.removeLast() }
            if !marks.isEmpty { lines.append("~" + String(marks)) }
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    var copied: [String] {
        effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    }

    var refusals: [String] {
        effects.compactMap { if case .refuse(let text) = $0 { text } else { nil } }
    }
}

extension Row {
    /// A line as a terminal wraps it. East Asian text is wide; no other characters are treated.
    static func wrapped(_ text: String, width: Int) -> [Row] {
        var rows = [Row()]
        for scalar in text.unicodeScalars {
            let isWide = scalar.value >= 0x1100 && scalar.properties.isIdeographic
            if rows[rows.count - 1].cells.count + (isWide ? 2 : 1) > width {
                rows[rows.count - 1].isWrapped = true
                rows.append(Row())
            }
            var cell = Cell(glyph: scalar.value)
            if isWide { cell.look |= Cell.wideFlag }
            rows[rows.count - 1].cells.append(cell)
            if isWide { rows[rows.count - 1].cells.append(Cell(glyph: Cell.tail)) }
        }
        return rows
    }
}

/// Expects what the pane shows; `~` begins the line of marks under a row: `▮` cursor, `s` selection, `m` and `M` matches.
func expectPane(_ rig: CopyRig, _ picture: String, _ location: SourceLocation = #_sourceLocation) {
    #expect(rig.picture == picture, sourceLocation: location)
}
