import TendScreen
import Testing

@testable import TendCore

@Suite struct KeyWireTests {
    @Test(arguments: [
        Key(.character("a")), Key(.character("€"), [.control, .alt]), Key(.enter), Key(.menu, .shift, phase: .release),
        Key(.function(1)), Key(.function(35), .super, phase: .repeat), Key(.character("\u{10FFFF}")), Key(.delete),
    ])
    func `a key comes through`(key: Key) {
        #expect(KeyWire.decode(KeyWire.encode(key)) == key)
    }

    @Test(
        arguments: [
            [], [0], [0, 1], [0, 0, 0x61], [64, 1, 0x61], [0, 1, 0x80], [0, 1, 0x61, 0x62],
            [0, 1, 0xFF, 0xFF, 0xFF, 0x7F],
            [0, 1, 0x80, 0x82, 0x44],
        ] as [[UInt8]])
    func `other bytes are no key`(bytes: [UInt8]) { #expect(KeyWire.decode(bytes) == nil) }
}
