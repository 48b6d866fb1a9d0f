import CKeeper

/// A message between server and keeper; the header is spelled out in `CKeeper.h`.
struct Packet: Sendable {
    var type: UInt32
    var tag: UInt64
    var payload: [UInt8]
    /// Came along with it; -1 if none.
    var descriptor: Int32 = -1

    init(type: tend_keeper_message, tag: UInt64, payload: [UInt8]) {
        self.type = type.rawValue
        self.tag = tag
        self.payload = payload
    }

    /// Reads what was received; nil if it is cut off.
    init?(_ bytes: UnsafeRawBufferPointer, descriptor: Int32) {
        let header = Int(tend_keeper_header)
        guard bytes.count >= header else { return nil }
        type = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        let length = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        tag = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        guard Int(length) == bytes.count - header else { return nil }
        payload = Array(bytes[header...])
        self.descriptor = descriptor
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(tend_keeper_header) + payload.count)
        bytes.append(integer: type)
        bytes.append(integer: UInt32(payload.count))
        bytes.append(integer: tag)
        return bytes + payload
    }

    func isType(_ type: tend_keeper_message) -> Bool { self.type == type.rawValue }
}

extension [UInt8] {
    mutating func append(integer: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
    }

    mutating func append(text: String) {
        append(contentsOf: text.utf8)
        append(0)
    }
}

/// Takes a payload apart from its beginning.
struct PayloadReader {
    private var rest: ArraySlice<UInt8>

    init(_ payload: [UInt8]) { rest = payload[...] }

    mutating func integer<I: FixedWidthInteger>(_: I.Type = I.self) -> I? {
        let size = MemoryLayout<I>.size
        guard rest.count >= size else { return nil }
        defer { rest = rest.dropFirst(size) }
        return rest.withUnsafeBytes { I(littleEndian: $0.loadUnaligned(as: I.self)) }
    }

    mutating func text() -> String? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
