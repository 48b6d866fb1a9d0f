import TendCore
import TendScreen

/// Keys with what they do, in as few lines as there is room for.
struct KeyHints {
    struct Entry {
        var key: String
        var label: String
        /// For where there is little room.
        var short: String

        init(_ key: String, _ label: String, _ short: String? = nil) {
            (self.key, self.label) = (key, label)
            self.short = short ?? label
        }
    }

    var entries: [Entry] = []
    let marks: Marks

    init(_ marks: Marks) { self.marks = marks }

    mutating func add(_ key: String, _ label: String, _ short: String? = nil) {
        entries.append(Entry(key, label, short))
    }

    /// - Parameters:
    ///   - most: lines; if even the keys alone need more, the rest is left out.
    ///   - isTight: as few lines as the labels allow.
    func lines(columns: Int, most: Int, isTight: Bool) -> [[Span]] {
        let full = wrapped(columns) { KeyHints.spans($0.key, $0.label) }
        let isCut = entries.contains { KeyHints.spans($0.key, $0.label).columns > columns }
        if !isCut, full.count <= most, !isTight || full.count == 1 { return full }
        let short = wrapped(columns) { KeyHints.spans($0.key, $0.short) }
        if short.count <= most { return short }
        return Array(wrapped(columns, gap: 1) { [Span($0.key, .popupKey)] }.prefix(most))
    }

    private static func spans(_ key: String, _ label: String) -> [Span] {
        [Span(key, .popupKey), Span(key.isEmpty ? label : " \(label)", .popup)]
    }

    private func wrapped(_ columns: Int, gap: Int = 3, _ spans: (Entry) -> [Span]) -> [[Span]] {
        let separator = gap == 3 ? " \(marks.dot) " : " "
        var lines: [[Span]] = []
        for entry in entries {
            let piece = spans(entry)
            if let last = lines.last, last.columns + gap + piece.columns <= columns {
                lines[lines.count - 1] += [Span(separator, .popupDim)] + piece
            } else {
                lines.append(piece)
            }
        }
        return lines.map { $0.cut(to: columns, mark: marks.ellipsis) }
    }
}
