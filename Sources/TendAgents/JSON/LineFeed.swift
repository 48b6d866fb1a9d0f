/// Whole lines out of bytes that come in any chunking. Lines that are too long are passed over, so that memory is bounded.
struct LineFeed: Hashable, Sendable {
    private let limit: Int
    private var line: [UInt8] = []
    private var isSkipping = false
    /// Bytes since the end of the last whole line.
    private(set) var openByteCount = 0

    /// - Parameter limit: bytes of the longest line that is kept.
    init(limit: Int) { self.limit = limit }

    /// The lines that end in these bytes, without their ends.
    mutating func take(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            if !isSkipping { lines.append(line) }
            line = []
            isSkipping = false
            openByteCount = 0
            rest = rest[rest.index(after: end)...]
        }
        keep(rest)
        return lines
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        openByteCount += bytes.count
        guard !isSkipping else { return }
        if line.count + bytes.count > limit {
            isSkipping = true
            line = []
        } else {
            line += bytes
        }
    }
}
