import TendCore
import TendScreen
import TendTerminal

/// Looks for places in a session's history, in slices: its lane is never busy with a whole history at once, and patterns are matched
/// on the caller's task.
struct HistorySearch: Sendable {
    private enum Goal {
        case matches(LineMatcher)
        case prompts
    }

    var runtime: SessionRuntime
    var query: PlaceQuery

    private static let sliceLineCount = 2000

    func matches() async throws(ServiceError) -> [RowPlace] {
        try await places(.matches(LineMatcher(query.pattern, isPattern: true, ignoresCase: query.ignoresCase)))
    }

    func prompts() async -> [RowPlace] { await places(.prompts) }

    private func places(_ goal: Goal) async -> [RowPlace] {
        guard let first = await runtime.line(query) else {
            // Above the oldest row that is held.
            guard query.isForward, let oldest = await runtime.oldestSkip(query), oldest < query.skip else { return [] }
            var search = self
            search.query.skip = oldest
            return await search.places(goal)
        }
        let withText = if case .matches = goal { true } else { false }
        var found: [RowPlace] = []
        // Rows between the lines that have not been looked at and the mark: forwards with them, backwards below them.
        var skip = query.isForward ? first.skip + first.line.height : first.skip
        var next = query.isForward ? first.line.start : first.line.end
        while found.count < query.limit, !Task.isCancelled {
            let lines =
                query.isForward
                ? await runtime.lines(from: next, query, limit: HistorySearch.sliceLineCount, withText: withText)
                : await runtime.lines(
                    before: next, width: query.width, limit: HistorySearch.sliceLineCount, withText: withText)
            let candidates = candidates(lines, goal)
            for (index, line) in lines.enumerated() where found.count < query.limit {
                if Task.isCancelled { return found }
                if query.isForward { skip -= line.height }
                if candidates.contains(index) {
                    let places = await places(in: line, skip: skip, goal)
                    found +=
                        query.isForward
                        ? places.filter { $0.skip <= query.skip } : places.filter { $0.skip >= query.skip }.reversed()
                }
                if !query.isForward { skip += line.height }
            }
            guard let last = lines.last, lines.count == HistorySearch.sliceLineCount else { break }
            next = query.isForward ? last.end : last.start
        }
        return Array(found.prefix(query.limit))
    }

    /// Indices of the lines that have something of what is looked for.
    private func candidates(_ lines: [History.PlacedLine], _ goal: Goal) -> Set<Int> {
        switch goal {
        case .matches(let matcher):
            if let literal = LiteralNeedle(pattern: query.pattern, ignoresCase: query.ignoresCase) {
                return Set(lines.indices.filter { literal.isIn(lines[$0].text) })
            }
            return matcher.placed(in: lines.map(\.text))
        case .prompts: return Set(lines.indices.filter { lines[$0].isPrompt })
        }
    }

    /// In reading order; the last row of the line is `skip` rows above the mark.
    private func places(in line: History.PlacedLine, skip: Int, _ goal: Goal) async -> [RowPlace] {
        switch goal {
        case .matches(let matcher):
            let rows = await runtime.rows(of: line, width: query.width)
            return matcher.places(in: RowText(rows, width: query.width)).map {
                RowPlace(skip: skip + rows.count - 1 - $0.row, column: $0.column)
            }
        case .prompts: return [RowPlace(skip: skip + line.height - 1, column: 0)]
        }
    }
}
