package import TendScreen

/// Something in a text that can be opened.
package enum DetectedLink: Hashable, Sendable {
    case address(String)
    /// A file as a compiler or `grep -n` names it.
    case file(String, line: Int?, column: Int?)

    /// The link at a cell of a screen: what OSC 8 says, an address in the text, or `file:line`.
    package static func at(_ point: Point, in screen: Screen) -> DetectedLink? {
        at(point, in: CopyRows(screen: screen.rows, width: screen.size.columns))
    }

    static func at(_ point: Point, in rows: CopyRows) -> DetectedLink? {
        guard let row = rows[point.row] else { return nil }
        let column = row.start(of: point.column)
        if column < row.cells.count, let link = row.style(of: row.cells[column]).link { return .address(link.uri) }
        let line = rows.line(around: point.row)
        let text = rows.text(of: line)
        guard let index = text.index(of: Point(row: point.row - line.lowerBound, column: column)) else { return nil }
        return at(index, in: text.text)
    }

    static func at(_ index: String.Index, in text: String) -> DetectedLink? {
        for match in text.matches(of: /(?:https?|ftp|file|ssh):\/\/[^\s<>"`'|\\^{}]+|mailto:[^\s<>"`'|\\^{}]+/) {
            let address = trimmed(match.output)
            if address.startIndex <= index, index < address.endIndex { return .address(String(address)) }
        }
        for match in text.matches(of: /(?<name>[\w.~+@%\/-]*[\w~]):(?<line>\d+)(?::(?<column>\d+))?/) {
            guard match.range.contains(index) else { continue }
            let name = match.output.name
            // `12:30` is a time and `host:80` a port.
            guard name.contains("/") || name.contains("."), name.contains(where: \.isLetter) else { continue }
            return .file(String(name), line: Int(match.output.line), column: match.output.column.flatMap { Int($0) })
        }
        for match in text.matches(of: /(?:~|\.{1,2})?\/[\w.~+@%\/-]*[\w~\/]/) where match.range.contains(index) {
            return .file(String(match.output), line: nil, column: nil)
        }
        return nil
    }

    /// Without the sentence around it: punctuation at the end, and a bracket that opened before the address.
    private static func trimmed(_ address: Substring) -> Substring {
        var address = address
        while let last = address.last {
            if ".,;:!?*".contains(last) {
                address.removeLast()
            } else if let open = [")": "(", "]": "["][String(last)],
                address.count(where: { $0 == last }) > address.count(where: { String($0) == open })
            {
                address.removeLast()
            } else {
                break
            }
        }
        return address
    }
}
