import TendScreen

@testable import TendTUI

/// What a server answers from a history that is given.
struct ScriptedHistory {
    /// All rows, oldest first; the last `screenRows` are the screen.
    var rows: [Row]
    var screenRows: Int
    var width: Int
    var moments: [(CopyMode.Moment, Screen)] = []

    private var historyCount: Int { rows.count - screenRows }
    var anchor: CopyMode.Anchor { CopyMode.Anchor(mark: 7, width: width) }

    func answer(to request: CopyMode.Request) -> CopyMode.Page.Answer {
        switch request {
        case .latest(let count):
            return .latest(
                history: Array(rows.prefix(historyCount).suffix(count)), historyCount: historyCount,
                screen: Array(rows.suffix(screenRows)), anchor: anchor)
        case .rows(_, let skip, let count):
            return .rows(Array(rows.prefix(historyCount - skip).suffix(count)))
        case .match(_, let pattern, let ignoresCase, let isForward, let skip):
            let search = CopyMode.Search(pattern: pattern, isForward: isForward, ignoresCase: ignoresCase)
            guard let regex = search.regex else { return .refused("not a regular expression") }
            let from = historyCount - 1 - skip
            let order = isForward ? Array(from..<historyCount) : (0...from).reversed()
            for row in order {
                let places = matches(regex, in: row)
                if let column = isForward ? places.first : places.last {
                    return .place(CopyMode.Place(skip: historyCount - 1 - row, column: column))
                }
            }
            return .place(nil)
        case .prompt(_, let isForward, let skip):
            let from = historyCount - 1 - skip
            let found =
                isForward
                ? rows[from..<historyCount].firstIndex(where: \.isPrompt) : rows[...from].lastIndex(where: \.isPrompt)
            return .place(found.map { CopyMode.Place(skip: historyCount - 1 - $0, column: 0) })
        case .text: return .text(rows.map(\.text).joined(separator: "\n"))
        case .moments: return .moments(moments.map(\.0))
        case .screen(let offset):
            return moments.first { $0.0.offset == offset }.map { .screen($0.1) } ?? .refused("no such moment")
        }
    }

    /// Columns at which matches begin in a row.
    private func matches(_ regex: Regex<AnyRegexOutput>, in row: Int) -> [Int] {
        var first = row
        while first > 0, rows[first - 1].isWrapped { first -= 1 }
        var last = row
        while last + 1 < rows.count, rows[last].isWrapped { last += 1 }
        let text = RowText(Array(rows[first...last]), width: width)
        return text.matches(of: regex).compactMap { text.point(of: $0.lowerBound) }.filter { $0.row == row - first }
            .map(\.column)
    }
}
