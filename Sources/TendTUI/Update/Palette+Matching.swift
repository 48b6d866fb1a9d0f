extension Palette {
    /// Finds the items that the typed text fits: its characters must come in them in this order, or else its words in what the items stand
    /// for.
    package mutating func search() {
        let words = field.text.split(whereSeparator: \.isWhitespace).map { String($0).lowercased() }
        let wanted = field.text.filter { !$0.isWhitespace }.map { Character($0.lowercased()) }
        var found: [(score: Int, match: Match)] = []
        for (index, item) in items.enumerated() {
            let refused = item.refusal == nil ? 0 : 1000
            if let (score, positions) = Palette.fit(wanted, Array(item.text)) {
                found.append((score - refused, Match(item: index, positions: positions)))
            } else if Palette.fit(words, item) {
                found.append((-500 - refused, Match(item: index, positions: [])))
            }
        }
        // Equal ones stay in the order of the list.
        matches = found.sorted { ($0.score, -$0.match.item) > ($1.score, -$1.match.item) }.map(\.match)
        selected = 0
    }

    private static func fit(_ words: [String], _ item: Item) -> Bool {
        guard !item.context.isEmpty else { return false }
        let text = "\(item.text) \(item.context)".lowercased()
        return words.allSatisfy { text.contains($0) }
    }

    /// Beginnings of words and neighbours count most; a short text fits better than a long one.
    static func fit(_ wanted: [Character], _ text: [Character]) -> (score: Int, positions: [Int])? {
        guard !wanted.isEmpty else { return (0, []) }
        var best: (score: Int, positions: [Int])?
        for start in text.indices where Character(text[start].lowercased()) == wanted[0] {
            guard let found = fit(wanted, text, from: start) else { break }
            if found.score > best?.score ?? .min { best = found }
        }
        return best
    }

    private static func fit(
        _ wanted: [Character], _ text: [Character], from start: Int
    ) -> (score: Int, positions: [Int])? {
        var positions: [Int] = []
        var (score, index) = (-text.count, start)
        for character in wanted {
            guard let place = text[index...].firstIndex(where: { Character($0.lowercased()) == character }) else {
                return nil
            }
            let isWordStart = place == 0 || !(text[place - 1].isLetter || text[place - 1].isNumber)
            if isWordStart { score += 20 }
            if place == positions.last.map({ $0 + 1 }) { score += 15 }
            if let last = positions.last { score -= min(10, place - last - 1) }
            positions.append(place)
            index = place + 1
        }
        return (score, positions)
    }
}
