import TendScreen

/// The cells that a text fills, one after the other: the scalars of each and how many columns it takes. What is not drawn is left out.
struct Glyphs: Sequence {
    private let clusters: [(String.UnicodeScalarView, Int)]

    init(_ text: some StringProtocol) {
        var breaker = ClusterBreaker()
        var clusters: [(String.UnicodeScalarView, Int)] = []
        for scalar in text.unicodeScalars {
            switch breaker.step(scalar) {
            case .starts(let columns):
                // Many at once would be added by a way of the library that looks through all types of the program first.
                var cluster = String.UnicodeScalarView()
                cluster.append(scalar)
                clusters.append((cluster, columns))
            case .joins(let columns):
                guard !clusters.isEmpty else { break }
                clusters[clusters.count - 1].0.append(scalar)
                clusters[clusters.count - 1].1 = columns
            case .dropped: break
            }
        }
        self.clusters = clusters.filter { $0.1 > 0 }
    }

    func makeIterator() -> IndexingIterator<[(String.UnicodeScalarView, Int)]> { clusters.makeIterator() }

    /// The text cut to so many columns; `mark` stands for what was cut.
    static func cut(_ text: String, to columns: Int, mark: String = "…") -> String {
        guard Width.of(text: text) > columns else { return text }
        let room = columns - Width.of(text: mark)
        guard room >= 0 else { return "" }
        var kept = String.UnicodeScalarView()
        var used = 0
        for (cluster, width) in Glyphs(text) {
            guard used + width <= room else { break }
            for scalar in cluster { kept.append(scalar) }
            used += width
        }
        return String(kept) + mark
    }
}
