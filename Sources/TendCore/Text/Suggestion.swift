/// Finds what somebody probably meant.
package enum Suggestion {
    /// The candidate that is nearest to `word`, if one is near enough to be what was meant: it begins so, or about a third of the
    /// letters differ at most. Upper and lower case count as the same. The first of several equally near ones wins.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().prefix(64))
        guard !wanted.isEmpty else { return nil }
        let limit = max(1, wanted.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().prefix(64))
            let found = letters.starts(with: wanted) && wanted.count >= 2 ? 1 : distance(wanted, letters)
            if found <= limit, found < best?.distance ?? .max { best = (candidate, found) }
        }
        return best?.candidate
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour to turn one word into the other.
    package static func distance(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            row.reserveCapacity(b.count + 1)
            for j in 1...b.count {
                var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforeLast[j - 2] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
