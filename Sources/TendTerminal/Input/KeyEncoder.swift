package import TendScreen

/// Turns keys into what the program expects of them: xterm's sequences, or the kitty protocol if it asked for it.
///
/// - SeeAlso: <https://invisible-island.net/xterm/modified-keys.html>, <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>
package struct KeyEncoder: Sendable {
    package var modes: Modes
    /// ``KeyboardStack/flags`` in force. 0: legacy.
    package var kittyFlags: UInt8
    /// XTMODKEYS, resource 4: 0, 1 or 2. Kitty flags outrank it.
    package var modifyOtherKeys: UInt8

    package init(modes: Modes = [], kittyFlags: UInt8 = 0, modifyOtherKeys: UInt8 = 0) {
        self.modes = modes
        self.kittyFlags = kittyFlags
        self.modifyOtherKeys = modifyOtherKeys
    }

    /// The bytes for a key; none for what the program did not ask for (releases) or cannot be told (Super in legacy mode).
    package func encode(_ key: Key) -> [UInt8] {
        let flags = KeyboardStack.Flags(rawValue: kittyFlags)
        return Array((flags.isEmpty ? legacy(key) : kitty(key, flags)).utf8)
    }
}

extension KeyEncoder {
    /// How a key without text is written: `CSI number ; modifiers final`. The number 1 is left out if nothing follows it.
    struct Form {
        var number: Int
        var final: Character

        init(_ number: Int, _ final: Character) {
            self.number = number
            self.final = final
        }
    }

    /// The forms that legacy mode and the kitty protocol share. Nil for keys that have a byte of their own, and above F12.
    static func form(of code: Key.Code) -> Form? {
        switch code {
        case .up: Form(1, "A")
        case .down: Form(1, "B")
        case .right: Form(1, "C")
        case .left: Form(1, "D")
        case .end: Form(1, "F")
        case .home: Form(1, "H")
        case .insert: Form(2, "~")
        case .delete: Form(3, "~")
        case .pageUp: Form(5, "~")
        case .pageDown: Form(6, "~")
        case .function(1): Form(1, "P")
        case .function(2): Form(1, "Q")
        case .function(3): Form(1, "R")
        case .function(4): Form(1, "S")
        case .function(5): Form(15, "~")
        case .function(let number) where 6...10 ~= number: Form(11 + number, "~")
        case .function(let number) where 11...12 ~= number: Form(12 + number, "~")
        default: nil
        }
    }

    /// The parameter for modifiers: their bits and 1.
    static func parameter(_ modifiers: Key.Modifiers) -> Int { Int(modifiers.rawValue & 63) + 1 }

    /// The scalar that a key types: with shift that of a US keyboard, or the upper case.
    static func typed(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> Unicode.Scalar {
        guard modifiers.contains(.shift) else { return scalar }
        if let index = unshiftedSymbols.firstIndex(of: scalar) { return shiftedSymbols[index] }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        return upper.count == 1 ? upper.first ?? scalar : scalar
    }

    private static let unshiftedSymbols = Array("`1234567890-=[]\\;',./".unicodeScalars)
    private static let shiftedSymbols = Array("~!@#$%^&*()_+{}|:\"<>?".unicodeScalars)
}
