package import TendScreen

/// What a viewer is told when the part of its terminal that it has lent is its own again.
///
/// On the wire: one byte of flags (1: ``isKnown``, 2: ``painted`` follows), the number of ``keys`` (two bytes, little-endian), the keys,
/// and ``painted`` as `FrameCodec` writes it.
package struct LentPart: Hashable, Sendable {
    /// What was read from the terminal and is not for the program, at most 65,535 bytes.
    package var keys: [UInt8]
    /// From the frame that the viewer got last to what stands there now; nil: nothing was painted.
    package var painted: Frame?
    /// Whether that is so: a terminal may have stood still in the middle of a frame.
    package var isKnown: Bool

    package init(keys: [UInt8] = [], painted: Frame? = nil, isKnown: Bool = true) {
        self.keys = keys
        self.painted = painted
        self.isKnown = isKnown
    }

    private static let known: UInt8 = 1
    private static let frame: UInt8 = 2

    package func encode() -> [UInt8] {
        let count = UInt16(clamping: keys.count)
        let flags = (isKnown ? LentPart.known : 0) | (painted == nil ? 0 : LentPart.frame)
        var bytes: [UInt8] = [flags, UInt8(count & 0xFF), UInt8(count >> 8)]
        bytes += keys.prefix(Int(count))
        if let painted { bytes += FrameCodec.encode(painted) }
        return bytes
    }

    /// - Throws: when these are not the bytes of one.
    package init(_ bytes: ArraySlice<UInt8>) throws(FrameError) {
        let head = bytes.prefix(3)
        guard head.count == 3 else { throw .truncated }
        let count = Int(head[head.startIndex + 1]) | Int(head[head.startIndex + 2]) << 8
        let rest = bytes.dropFirst(3)
        guard rest.count >= count else { throw .truncated }
        keys = Array(rest.prefix(count))
        isKnown = head[head.startIndex] & LentPart.known != 0
        guard head[head.startIndex] & LentPart.frame != 0 else { return }
        let frame = Array(rest.dropFirst(count))
        painted = try FrameCodec.decode(frame)
    }
}
