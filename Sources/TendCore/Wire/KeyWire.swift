package import TendScreen

/// A key as the payload of a binary message of `WS /live`: modifiers, phase, then what it is as a varint (LEB128): a scalar's
/// value, or, from `0x11_0000` on, a key without a character.
package enum KeyWire {
    private static let named: [Key.Code] = [
        .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert, .delete,
        .menu,
    ]
    private static let firstNamed: UInt32 = 0x11_0000
    private static let firstFunction: UInt32 = 0x11_0100

    package static func encode(_ key: Key) -> [UInt8] {
        let value: UInt32 =
            switch key.code {
            case .character(let scalar): scalar.value
            case .function(let number): firstFunction + UInt32(clamping: number)
            case let code: firstNamed + UInt32(named.firstIndex(of: code) ?? 0)
            }
        var bytes = [key.modifiers.rawValue, key.phase.rawValue]
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }

    /// Nil for bytes that are no key.
    package static func decode(_ bytes: some Collection<UInt8>) -> Key? {
        var rest = Array(bytes)[...]
        guard let modifiers = rest.popFirst(), modifiers < 64, let phase = rest.popFirst().flatMap(Key.Phase.init),
            (1...4).contains(rest.count)
        else { return nil }
        var value: UInt32 = 0
        for (index, byte) in rest.enumerated() {
            guard (byte & 0x80 != 0) == (index < rest.count - 1) else { return nil }
            value |= UInt32(byte & 0x7F) << (7 * UInt32(index))
        }
        return code(of: value).map { Key($0, Key.Modifiers(rawValue: modifiers), phase: phase) }
    }

    private static func code(of value: UInt32) -> Key.Code? {
        if let scalar = Unicode.Scalar(value) { return .character(scalar) }
        if value > firstFunction, value <= firstFunction + 35 { return .function(Int(value - firstFunction)) }
        let index = Int(value) - Int(firstNamed)
        return named.indices.contains(index) ? named[index] : nil
    }
}
