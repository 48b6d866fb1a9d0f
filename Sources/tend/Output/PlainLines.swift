/// Takes the lines of text out of raw terminal output, as they are finished. Any chunking.
///
/// Escape sequences are dropped. A carriage return without a line feed starts the line anew, so a progress bar is one line.
struct PlainLines {
    private enum State { case text, escape, csi, string, stringEscape }

    private var state = State.text
    private var line: [UInt8] = []
    private var sawReturn = false
    /// The output began in the middle of a line, which is left out.
    private var isSkipping: Bool

    init(startsInside: Bool = false) { isSkipping = startsInside }

    /// The line that has not been finished, if it has any text.
    var unfinished: String? {
        line.isEmpty || isSkipping ? nil : String(decoding: line, as: UTF8.self)
    }

    /// The lines that these bytes finish.
    mutating func feed(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            switch state {
            case .text: takeText(byte, &lines)
            case .escape:
                switch byte {
                case UInt8(ascii: "["): state = .csi
                case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                    state = .string
                case 0x20...0x2F: break  // An intermediate byte; the final one is still to come.
                default: state = .text
                }
            case .csi: if (0x40...0x7E).contains(byte) { state = .text }
            case .string:
                if byte == 0x1B { state = .stringEscape }
                if byte == 0x07 || byte == 0x18 || byte == 0x1A { state = .text }
            case .stringEscape: state = byte == 0x1B ? .stringEscape : .text
            }
        }
        return lines
    }

    private mutating func takeText(_ byte: UInt8, _ lines: inout [String]) {
        switch byte {
        case 0x0A:
            if !isSkipping { lines.append(String(decoding: line, as: UTF8.self)) }
            isSkipping = false
            line.removeAll(keepingCapacity: true)
            sawReturn = false
        case 0x0D: sawReturn = true
        case 0x1B: state = .escape
        case 0x08:
            while let last = line.popLast(), last & 0xC0 == 0x80 {}
        case 0x09, 0x20...0x7E, 0x80...0xFF:
            if sawReturn { line.removeAll(keepingCapacity: true) }
            sawReturn = false
            line.append(byte)
        default: break
        }
    }

    /// The end of raw output that holds so many lines.
    static func tail(_ bytes: [UInt8], lines count: Int) -> [UInt8] {
        var (left, start) = (count, bytes.count)
        // A line feed at the very end finishes the last line and begins none.
        if bytes.last == 0x0A { start -= 1 }
        while start > 0 {
            if bytes[start - 1] == 0x0A { left -= 1 }
            if left <= 0 { break }
            start -= 1
        }
        return count == 0 ? [] : Array(bytes[start...])
    }
}
