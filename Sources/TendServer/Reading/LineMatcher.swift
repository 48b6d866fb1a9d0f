import TendCore
import TendScreen

/// Finds a word or a pattern in lines. Runs on the caller's task, never on a lane: a pattern may be slow.
struct LineMatcher: Sendable {
    private enum Needle: Sendable {
        case text(String)
        /// Kept as text because a compiled `Regex` is not sendable.
        case pattern(String)
    }

    private var needle: Needle
    private var ignoresCase: Bool

    init(_ text: String, isPattern: Bool, ignoresCase: Bool) throws(ServiceError) {
        guard !text.isEmpty else { throw ServiceError(.invalid, "a text to look for is wanted") }
        guard text.utf8.count <= 4096 else { throw ServiceError(.invalid, "the text to look for is too long") }
        self.ignoresCase = ignoresCase
        needle = isPattern ? .pattern(text) : .text(ignoresCase ? text.lowercased() : text)
        if isPattern {
            _ = try LineMatcher.compile(text, ignoresCase: ignoresCase)
            if let problem = PatternCost.problem(of: text) { throw ServiceError(.invalid, problem) }
        }
    }

    private static func compile(_ pattern: String, ignoresCase: Bool) throws(ServiceError) -> Regex<AnyRegexOutput> {
        do {
            return try Regex(pattern).ignoresCase(ignoresCase).wordBoundaryKind(.simple)
        } catch {
            throw ServiceError(.invalid, "'\(pattern)' is not a regular expression: \(error)")
        }
    }

    /// The lines that match, in order.
    func matches(in lines: [NumberedLine]) -> [NumberedLine] {
        switch needle {
        case .text(let text):
            return lines.filter { line in (ignoresCase ? line.text.lowercased() : line.text).contains(text) }
        case .pattern(let pattern):
            // Compiled once before, so it compiles again.
            guard let regex = try? LineMatcher.compile(pattern, ignoresCase: ignoresCase) else { return [] }
            return lines.filter { $0.text.contains(regex) }
        }
    }

    /// Indices of the lines with a match that is not empty: there are such only in some of those that `^` or `x*` match. All up to
    /// where the task was cancelled.
    func placed(in lines: [String]) -> Set<Int> {
        guard case .pattern(let pattern) = needle,
            let regex = try? LineMatcher.compile(pattern, ignoresCase: ignoresCase)
        else { return [] }
        var found: Set<Int> = []
        for (index, line) in lines.enumerated() {
            if Task.isCancelled { break }
            guard let first = line.firstMatch(of: regex) else { continue }
            if !first.range.isEmpty || line.matches(of: regex).contains(where: { !$0.range.isEmpty }) {
                found.insert(index)
            }
        }
        return found
    }

    /// Where matches that are not empty begin.
    func places(in text: RowText) -> [Point] {
        // Compiled once before, so it compiles again.
        guard case .pattern(let pattern) = needle,
            let regex = try? LineMatcher.compile(pattern, ignoresCase: ignoresCase)
        else { return [] }
        return text.matches(of: regex).compactMap { text.point(of: $0.lowerBound) }
    }
}
