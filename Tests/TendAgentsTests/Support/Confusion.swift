import TendCore

/// How often what was held for which.
struct Confusion {
    private var counts: [String: [String: Int]] = [:]
    private(set) var misses: [String] = []
    private(set) var samples = 0

    mutating func count(
        _ truth: AgentState, as verdict: AgentState, where place: String, because source: Evidence.Source?
    ) {
        let (row, column) = (Confusion.group(truth), Confusion.group(verdict))
        counts[row, default: [:]][column, default: 0] += 1
        samples += 1
        let miss = "  \(place): \(truth) was held for \(verdict) (\(source?.rawValue ?? "nobody"))"
        if row != column, misses.last != miss { misses.append(miss) }
    }

    mutating func add(_ other: Confusion) {
        for (row, columns) in other.counts { counts[row, default: [:]].merge(columns, uniquingKeysWith: +) }
        misses += other.misses
        samples += other.samples
    }

    private static func group(_ state: AgentState) -> String {
        switch state {
        case .idle, .done, .interrupted: "idle"
        default: state.word
        }
    }

    private func number(_ row: String, _ column: String) -> Int { counts[row]?[column] ?? 0 }

    private func sum(of row: String) -> Int { counts[row]?.values.reduce(0, +) ?? 0 }

    var waitingFound: Double { Double(number("waiting", "waiting")) / Double(max(1, sum(of: "waiting"))) }

    var falseWaiting: Double {
        let others = counts.keys.filter { $0 != "waiting" }
        let wrong = others.reduce(0) { $0 + number($1, "waiting") }
        return Double(wrong) / Double(max(1, others.reduce(0) { $0 + sum(of: $1) }))
    }

    var agreement: Double { Double(counts.keys.reduce(0) { $0 + number($1, $1) }) / Double(max(1, samples)) }

    var table: String {
        let words = ["starting", "working", "waiting", "idle", "error"]
        func padded(_ text: String) -> String { text + String(repeating: " ", count: max(0, 10 - text.count)) }
        var text = "  " + padded("true\\held") + words.map(padded).joined() + "\n"
        for row in words where counts[row] != nil {
            text += "  " + padded(row) + words.map { padded(String(number(row, $0))) }.joined() + "\n"
        }
        let percent = [waitingFound, falseWaiting, agreement].map { "\((($0 * 1000).rounded() / 10))%" }
        return text + "  waiting found \(percent[0]), false waiting \(percent[1]), in agreement \(percent[2])\n"
    }
}
