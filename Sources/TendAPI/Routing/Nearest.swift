/// The candidate that was probably meant: the one with the fewest changed letters, if those are few.
func nearest(to word: String, among candidates: [String]) -> String? {
    // Longer words were not meant to be any of ours, and would cost time.
    guard word.unicodeScalars.count <= 64 else { return nil }
    let scored = candidates.map { (distance(folded(word), folded($0)), $0) }
    guard let best = scored.min(by: { ($0.0, $0.1) < ($1.0, $1.1) }), best.0 <= max(1, best.1.count / 3) else {
        return nil
    }
    return best.1
}

/// `envKeys`, `env-keys` and `env_keys` are one word.
private func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }
}

/// How many letters were changed, left out, added, or swapped with their neighbour.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var (older, old) = ([Int](), Array(0...right.count))
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var best = min(row[j] + 1, old[j + 1] + 1, old[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, older[j - 1] + 1) }
            row.append(best)
        }
        (older, old) = (old, row)
    }
    return old[right.count]
}
