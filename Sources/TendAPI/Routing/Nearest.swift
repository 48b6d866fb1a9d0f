/// The candidate that was probably meant: the one with the fewest changed letters, if those are few.
func nearest(to word: String, among candidates: [String]) -> String? {
    // Longer words were not meant to be any of ours, and would cost time.
    guard word.unicodeScalars.count <= 64 else { return nil }
    let scored = candidates.map { (distance(folded(word), folded($0)), $0) }
    guard let best = scored.min(by: { ($0.0, $0.1) < ($1.0, $1.1) }), best.0 <= max(1, best.1.count / 3) else { return nil }
    return best.1
}

/// `envKeys`, `env-keys` and `env_keys` are one word.
private func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }
}

/// Levenshtein's distance.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in right.enumerated() {
            (diagonal, row[j + 1]) = (row[j + 1], min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1)))
        }
    }
    return row[right.count]
}
