import TendCore
import TendScreen
import TendTerminal

extension SessionRuntime {
    func rows(_ query: RowQuery) -> RowPage {
        let width = query.width ?? terminal.size.columns
        let mark = query.mark ?? history.endRow
        var rows = history.rows(last: query.count, width: width, skip: query.skip, before: mark)
        var screenCount = 0
        if query.mark == nil {
            let screen = terminal.screen()
            rows += screen.rows
            screenCount = screen.rows.count
        }
        return RowPage(
            rows: rows, screenCount: screenCount, historyCount: rowCount(width: width, before: mark), mark: mark,
            width: width)
    }

    /// Counting looks at every row; who scrolls asks for the same number again and again.
    private func rowCount(width: Int, before mark: UInt64) -> Int {
        let key = RowCount(width: width, mark: mark, oldest: history.oldestRow, count: 0)
        if var known = rowCount {
            let count = known.count
            known.count = 0
            if known == key { return count }
        }
        let count = history.displayRowCount(width: width, before: mark)
        rowCount = RowCount(width: width, mark: mark, oldest: history.oldestRow, count: count)
        return count
    }

    struct RowCount: Hashable {
        var width: Int
        var mark: UInt64
        var oldest: UInt64
        var count: Int
    }

    /// The line that a search begins with, and how many rows lie below it.
    func line(_ query: PlaceQuery) -> (line: History.PlacedLine, skip: Int)? {
        history.line(at: query.skip, width: query.width, before: query.mark)
    }

    /// How far above the mark the oldest row is.
    func oldestSkip(_ query: PlaceQuery) -> Int? {
        let count = rowCount(width: query.width, before: query.mark)
        return count > 0 ? count - 1 : nil
    }

    /// From the line's own end, however far above the mark that is.
    func rows(of line: History.PlacedLine, width: Int) -> [Row] {
        history.rows(last: line.height, width: width, before: line.end)
    }

    func lines(before row: UInt64, width: Int, limit: Int, withText: Bool) -> [History.PlacedLine] {
        history.lines(before: row, width: width, limit: limit, withText: withText)
    }

    func lines(from row: UInt64, _ query: PlaceQuery, limit: Int, withText: Bool) -> [History.PlacedLine] {
        history.lines(from: row, before: query.mark, width: query.width, limit: limit, withText: withText)
    }
}
