import Testing

@testable import TendCore

@Suite struct WebSocketWireTests {
    private func messages(
        _ bytes: [UInt8], pieces: Int = .max, isServer: Bool = true, limit: Int = 1 << 20
    ) throws
        -> [WebSocketWire.Reader.Message]
    {
        var reader = WebSocketWire.Reader(isServer: isServer, limit: limit)
        var found: [WebSocketWire.Reader.Message] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let message = try reader.next() { found.append(message) }
        }
        return found
    }

    @Test(arguments: [0, 1, 125, 126, 65_535, 65_536, 100_000])
    func `a message of any length comes through in any pieces`(count: Int) throws {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for (mask, isServer) in [(0xDEAD_BEEF as UInt32?, true), (nil, false)] {
            var bytes: [UInt8] = []
            WebSocketWire.append(.binary, payload, mask: mask, to: &bytes)
            WebSocketWire.append(.text, Array("é".utf8), mask: mask, to: &bytes)
            for pieces in [1, 7, 4096, .max] where pieces > 1 || count < 1000 {
                #expect(try messages(bytes, pieces: pieces, isServer: isServer) == [.binary(payload), .text("é")])
            }
        }
    }

    /// RFC 6455 §5.7.
    @Test func `the examples of the standard`() throws {
        #expect(try messages([0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], isServer: false) == [.text("Hello")])
        #expect(
            try messages([0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]) == [.text("Hello")])
        #expect(
            try messages([0x01, 0x03, 0x48, 0x65, 0x6c, 0x89, 0x00, 0x80, 0x02, 0x6c, 0x6f], isServer: false)
                == [.ping([]), .text("Hello")])
    }

    @Test func `goodbye has a code and a reason, or neither`() throws {
        var bytes: [UInt8] = []
        WebSocketWire.append(.close, WebSocketWire.closePayload(4008, String(repeating: "é", count: 99)), to: &bytes)
        #expect(
            try messages(bytes, isServer: false)
                == [.close(code: 4008, reason: String(repeating: "é", count: 61))])
        #expect(try messages([0x88, 0x00], isServer: false) == [.close(code: nil, reason: "")])
    }

    @Test(
        arguments: [
            ([0x82, 0x81, 0, 0, 0, 0], false, 1002), ([0x82, 0x01, 0], true, 1002), ([0xC2, 0x80], true, 1002),
            ([0x83, 0x80], true, 1002), ([0x09, 0x80], true, 1002), ([0x89, 0xFE, 0, 126], true, 1002),
            ([0x80, 0x00], false, 1002), ([0x01, 0x00, 0x01, 0x00], false, 1002), ([0x81, 0x01, 0xFF], false, 1007),
            ([0x88, 0x01, 0x03], false, 1002), ([0x88, 0x02, 0x03, 0xED], false, 1002),
            ([0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], false, 1002), ([0x82, 0x7E, 0x10, 0x01], false, 1009),
            ([0x82, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], false, 1009),
        ] as [([UInt8], Bool, UInt16)])
    func `what the standard forbids is refused with its code`(bytes: [UInt8], isServer: Bool, code: UInt16) {
        let error = #expect(throws: WebSocketWire.Violation.self) {
            try messages(bytes, isServer: isServer, limit: 4096)
        }
        #expect(error?.code == code)
    }
}
