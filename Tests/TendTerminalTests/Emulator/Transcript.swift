import TendScreen
import Testing

@testable import TendTerminal

/// A terminal for tests: 5 rows of 10 columns unless told otherwise, with a history in memory.
func makeTerminal(
    _ output: String = "", rows: Int = 5, columns: Int = 10, options: TerminalOptions = .init()
) -> Terminal {
    do {
        let history = try History(directory: nil, byteLimit: 1 << 20)
        let terminal = Terminal(size: Size(rows: rows, columns: columns), history: history, options: options)
        terminal.feed(output)
        return terminal
    } catch {
        fatalError("no history in memory: \(error)")
    }
}

extension Terminal {
    /// The screen as text; blank rows at the end are left out.
    var picture: String {
        var rows = screen().rows.map(\.text)
        while rows.last == "" { rows.removeLast() }
        return rows.joined(separator: "\n")
    }

    /// What the program is answered.
    var answer: String { String(decoding: takeReplies(), as: UTF8.self) }

    var point: Point { Point(row: row, column: column) }

    func style(_ row: Int, _ column: Int) -> Style {
        let line = self.row(at: row)
        return column < line.cells.count ? line.style(of: line.cells[column]) : .plain
    }

    /// The text of the history, a line for each row.
    var past: [String] { history.rows(last: history.rowCount, width: size.columns, skip: 0).map(\.text) }
}

/// Expects a screen after output.
func expectScreen(
    _ output: String, rows: Int = 5, columns: Int = 10, cursor: Point? = nil, _ picture: String,
    _ location: SourceLocation = #_sourceLocation
) {
    let terminal = makeTerminal(output, rows: rows, columns: columns)
    #expect(terminal.picture == picture, sourceLocation: location)
    if let cursor { #expect(terminal.point == cursor, sourceLocation: location) }
}

/// Expects an answer to output.
func expectAnswer(_ output: String, _ answer: String, _ location: SourceLocation = #_sourceLocation) {
    #expect(makeTerminal(output).answer == answer, sourceLocation: location)
}
