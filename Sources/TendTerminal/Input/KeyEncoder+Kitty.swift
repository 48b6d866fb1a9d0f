import TendScreen

extension KeyEncoder {
    /// The kitty protocol; what its flags leave alone goes the legacy way.
    func kitty(_ key: Key, _ flags: KeyboardStack.Flags) -> String {
        if key.phase == .release, !flags.contains(.eventTypes) { return "" }
        if case .character(let scalar) = key.code { return kittyCharacter(scalar, key, flags) }
        return kittyFunctional(key, flags)
    }

    private func kittyCharacter(_ scalar: Unicode.Scalar, _ key: Key, _ flags: KeyboardStack.Flags) -> String {
        // The protocol names a key by what it types without Shift.
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        let isCapital = scalar.properties.isUppercase && lower.count == 1
        let base = isCapital ? lower.first ?? scalar : scalar
        let modifiers = isCapital ? key.modifiers.union(.shift) : key.modifiers
        let typed = KeyEncoder.typed(base, modifiers)
        let hasText = modifiers.isSubset(of: .shift) && key.phase != .release
        if hasText, !flags.contains(.allKeys) { return String(typed) }

        let shifted = flags.contains(.alternateKeys) && modifiers.contains(.shift) && typed != base ? typed : nil
        if flags.isDisjoint(with: [.disambiguate, .allKeys]), shifted == nil, !tellsPhase(key, flags) {
            return legacy(key)
        }
        var number = "\(base.value)"
        if let shifted { number += ":\(shifted.value)" }
        let text = hasText && flags.contains(.associatedText) ? typed : nil
        return sequence(number, "u", modifiers, key, flags, text: text)
    }

    private func kittyFunctional(_ key: Key, _ flags: KeyboardStack.Flags) -> String {
        let isPlain = flags.isDisjoint(with: [.disambiguate, .allKeys])
        let number: Int
        switch key.code {
        case .enter, .tab, .backspace:
            if !flags.contains(.allKeys) {
                // So that `reset` can be typed after a crash. Their releases are told with `allKeys` only.
                if key.phase == .release { return "" }
                if key.modifiers.isEmpty || isPlain && !tellsPhase(key, flags) { return legacy(key) }
            }
            number = key.code == .enter ? 13 : key.code == .tab ? 9 : 127
        case .escape:
            if isPlain, !tellsPhase(key, flags) { return legacy(key) }
            number = 27
        case .menu: number = 57363
        case .function(let function) where 13...35 ~= function: number = 57376 + function - 13
        default:
            guard var form = KeyEncoder.form(of: key.code) else { return "" }
            if isPlain, !flags.contains(.eventTypes) { return legacy(key) }
            // `CSI R` would be a cursor position report.
            if form.final == "R" { form = Form(13, "~") }
            return sequence(form.number == 1 ? "" : "\(form.number)", form.final, key.modifiers, key, flags)
        }
        return sequence("\(number)", "u", key.modifiers, key, flags)
    }

    private func tellsPhase(_ key: Key, _ flags: KeyboardStack.Flags) -> Bool {
        flags.contains(.eventTypes) && key.phase != .press
    }

    /// `CSI number ; modifiers:phase ; text final`, without empty fields at the end.
    ///
    /// - Parameter number: empty for 1, which is only written if a field follows.
    private func sequence(
        _ number: String, _ final: Character, _ modifiers: Key.Modifiers, _ key: Key, _ flags: KeyboardStack.Flags,
        text: Unicode.Scalar? = nil
    ) -> String {
        var second = ""
        if tellsPhase(key, flags) {
            second = "\(KeyEncoder.parameter(modifiers)):\(key.phase.rawValue)"
        } else if !modifiers.isEmpty {
            second = "\(KeyEncoder.parameter(modifiers))"
        }
        var fields = number
        if !second.isEmpty || text != nil { fields = (number.isEmpty ? "1" : number) + ";" + second }
        if let text { fields += ";\(text.value)" }
        return "\u{1B}[\(fields)\(final)"
    }
}
