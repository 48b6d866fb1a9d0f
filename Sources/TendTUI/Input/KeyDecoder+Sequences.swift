import TendScreen

/// What single bytes and control sequences mean.
extension KeyDecoder {
    /// A byte below 0x80 that is a key alone.
    static func plain(_ byte: UInt8) -> Key {
        switch byte {
        case 0x00: Key(.character(" "), .control)
        case 0x09: Key(.tab)
        case 0x0D: Key(.enter)
        case 0x1B: Key(.escape)
        case 0x01...0x1A: Key(.character(Unicode.Scalar(byte + 0x60)), .control)
        case 0x1C...0x1F: Key(.character(Unicode.Scalar(byte + 0x40)), .control)
        case 0x7F: Key(.backspace)
        default: Key(.character(Unicode.Scalar(byte)))
        }
    }

    /// Numbers of a sequence: `;` between fields, `:` between parts of one. Missing ones are nil.
    struct Fields {
        private let fields: [[UInt32?]]

        init(_ bytes: ArraySlice<UInt8>) {
            fields = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
                field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { part in
                    part.isEmpty ? nil : UInt32(String(decoding: part, as: UTF8.self))
                }
            }
        }

        subscript(_ field: Int, _ part: Int = 0) -> UInt32? {
            field < fields.count && part < fields[field].count ? fields[field][part] : nil
        }
        var count: Int { fields.count }
        func parts(_ field: Int) -> [UInt32] { field < fields.count ? fields[field].compactMap(\.self) : [] }

        /// The bits of the kitty protocol, locks included, of a field that holds them and 1.
        func bits(_ field: Int) -> UInt32 { max(self[field] ?? 1, 1) - 1 }
        func modifiers(_ field: Int) -> Key.Modifiers { Key.Modifiers(rawValue: UInt8(bits(field) & 63)) }
        func phase(_ field: Int) -> Key.Phase { Key.Phase(rawValue: UInt8(clamping: self[field, 1] ?? 1)) ?? .press }
    }

    /// - Parameter bytes: all behind `CSI`, with the final byte.
    static func controlSequence(_ bytes: [UInt8]) -> TerminalInput? {
        guard let final = bytes.last else { return nil }
        let parameters = bytes.dropLast()
        switch (parameters.first, Unicode.Scalar(final)) {
        case (UInt8(ascii: "["), "A"..."E"): return .input(.key(Key(.function(Int(final) - 0x40))))
        case (UInt8(ascii: "<"), "M"), (UInt8(ascii: "<"), "m"):
            return mouse(Fields(parameters.dropFirst()), isRelease: final == UInt8(ascii: "m"))
        case (UInt8(ascii: "?"), _), (UInt8(ascii: ">"), _), (UInt8(ascii: "="), _): return answer(parameters, final)
        case (nil, "I"): return .input(.focus(true))
        case (nil, "O"): return .input(.focus(false))
        default: break
        }
        let fields = Fields(parameters)
        switch Unicode.Scalar(final) {
        case "u": return kitty(fields)
        case "~": return tilde(fields)
        // rxvt: with Control, with Shift, with both.
        case "^": return numbered(fields[0]).map { .input(.key(Key($0, .control))) }
        case "$": return numbered(fields[0]).map { .input(.key(Key($0, .shift))) }
        case "@": return numbered(fields[0]).map { .input(.key(Key($0, [.control, .shift]))) }
        case "a"..."d" where fields.count == 1 && fields[0] == nil:
            return lettered(final - 0x20).map { .input(.key(Key($0, .shift))) }
        case "Z": return .input(.key(Key(.tab, fields.modifiers(1).union(.shift), phase: fields.phase(1))))
        // A cursor position; in the first row it may as well be F3 with modifiers.
        case "R" where fields.count > 1 && !(fields[0] == 1 && fields[1] ?? 0 <= 64): return .report(.other)
        // urxvt's mouse reports.
        case "M" where fields.count == 3: return mouse(fields, isRelease: false, offset: 32)
        default: return lettered(final).map { .input(.key(Key($0, fields.modifiers(1), phase: fields.phase(1)))) }
        }
    }

    /// - Parameter bytes: all behind `SS3`.
    static func singleShift(_ bytes: [UInt8]) -> TerminalInput? {
        guard let final = bytes.last else { return nil }
        let fields = Fields(bytes.dropLast())
        // `SS3 5 A` and `SS3 1 ; 5 A` are both in use.
        let modifiers = fields.modifiers(fields.count > 1 ? 1 : 0)
        switch Unicode.Scalar(final) {
        case "M": return .input(.key(Key(.enter, modifiers)))
        case "I": return .input(.key(Key(.tab, modifiers)))
        // The keypad in application mode: the characters 0x40 below.
        case "X", "j"..."y": return .input(.key(Key(.character(Unicode.Scalar(final - 0x40)), modifiers)))
        // rxvt: with Control.
        case "a"..."d": return lettered(final - 0x20).map { .input(.key(Key($0, .control))) }
        default: return lettered(final).map { .input(.key(Key($0, modifiers))) }
        }
    }

    // MARK: Keys

    private static func lettered(_ final: UInt8) -> Key.Code? {
        switch Unicode.Scalar(final) {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "F": .end
        case "H": .home
        case "P"..."S": .function(Int(final) - 0x4F)
        default: nil
        }
    }

    /// The keys of `CSI number ~`.
    private static func numbered(_ number: UInt32?) -> Key.Code? {
        guard let number else { return nil }
        switch number {
        case 1, 7: return .home
        case 2: return .insert
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        case 11...15: return .function(Int(number) - 10)
        case 17...21: return .function(Int(number) - 11)
        case 23...26: return .function(Int(number) - 12)
        case 28: return .function(15)
        case 29: return .menu
        case 31...34: return .function(Int(number) - 14)
        default: return nil
        }
    }

    private static func tilde(_ fields: Fields) -> TerminalInput? {
        // modifyOtherKeys: `CSI 27 ; modifiers ; code ~`.
        if fields[0] == 27, let code = fields[2] { return coded(code, fields) }
        return numbered(fields[0]).map { .input(.key(Key($0, fields.modifiers(1), phase: fields.phase(1)))) }
    }

    /// `CSI code:shifted:base ; modifiers:phase ; text u`.
    private static func kitty(_ fields: Fields) -> TerminalInput? {
        let typed = fields.parts(2).compactMap(Unicode.Scalar.init).filter { $0.value >= 0x20 && $0.value != 0x7F }
        let code = fields[0] ?? 0
        guard typed.count > 1 || code == 0 else {
            return coded(code, fields, shifted: fields[0, 1].flatMap(Unicode.Scalar.init), text: typed.first)
        }
        // From an input method: no key has it.
        if typed.isEmpty || fields.phase(1) == .release { return nil }
        return .input(.text(String(String.UnicodeScalarView(typed))))
    }

    /// A key by the scalar that it types, or by the number that the kitty protocol has for it.
    private static func coded(
        _ code: UInt32, _ fields: Fields, shifted: Unicode.Scalar? = nil, text: Unicode.Scalar? = nil
    ) -> TerminalInput? {
        let (modifiers, phase) = (fields.modifiers(1), fields.phase(1))
        if let named = named(code) { return .input(.key(Key(named, modifiers, phase: phase))) }
        let isKeypad = 57399...57416 ~= code
        let base = isKeypad ? UInt32(Array("0123456789./*-+\r=,".utf8)[Int(code - 57399)]) : code
        if base == 13 { return .input(.key(Key(.enter, modifiers, phase: phase))) }
        guard let scalar = Unicode.Scalar(base), base >= 0x20, base != 0x7F, !(0xE000...0xF8FF ~= base) else { return nil }
        let isCommand = !modifiers.isDisjoint(with: [.control, .super, .hyper])
        if let text, text != scalar, !isCommand {
            return .input(.key(Key(.character(text), modifiers.subtracting(.shift), phase: phase)))
        }
        var key = Key(.character(scalar), modifiers, phase: phase)
        if modifiers.contains(.shift) {
            key = withShift(scalar, modifiers, shifted: shifted, isCommand: isCommand)
            key.phase = phase
        } else if fields.bits(1) & 64 != 0, !isCommand {
            // Caps lock.
            key.code = .character(single(scalar.properties.uppercaseMapping) ?? scalar)
        }
        return .input(.key(key))
    }

    /// The kitty protocol tells the key without Shift, modifyOtherKeys what it types with it.
    private static func withShift(
        _ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers, shifted: Unicode.Scalar?, isCommand: Bool
    ) -> Key {
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        let lower = single(scalar.properties.lowercaseMapping) ?? scalar
        let rest = modifiers.subtracting(.shift)
        if upper != lower { return isCommand ? Key(.character(lower), modifiers) : Key(.character(shifted ?? upper), rest) }
        if let shifted, shifted != scalar { return Key(.character(shifted), rest) }
        return Key(.character(scalar), shiftedSymbols.contains(scalar) ? rest : modifiers)
    }

    /// What the keys of a US keyboard type with Shift only.
    private static let shiftedSymbols = Set("~!@#$%^&*()_+{}|:\"<>?".unicodeScalars)

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
    }

    /// Keys that type nothing.
    private static func named(_ code: UInt32) -> Key.Code? {
        switch code {
        case 9: return .tab
        case 13: return .enter
        case 27: return .escape
        case 8, 127: return .backspace
        case 57363: return .menu
        case 57376...57398: return .function(Int(code) - 57376 + 13)
        case 57417...57426:
            let keypad: [Key.Code] = [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete]
            return keypad[Int(code - 57417)]
        default: return nil
        }
    }
}
