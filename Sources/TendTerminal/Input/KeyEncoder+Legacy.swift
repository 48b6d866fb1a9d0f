import TendScreen

extension KeyEncoder {
    /// xterm's way, with modifyOtherKeys.
    func legacy(_ key: Key) -> String {
        if key.phase == .release { return "" }
        switch key.code {
        case .character(let scalar): return legacyCharacter(scalar, key.modifiers)
        case .enter, .tab, .backspace, .escape: return legacyControl(key.code, key.modifiers)
        case .menu: return KeyEncoder.sequence(Form(29, "~"), key.modifiers)
        case .function(let number) where 13...36 ~= number:
            // What terminfo's xterm-256color calls kf13…kf36 are F1…F12 with Shift and with Control.
            let modifier: Key.Modifiers = number <= 24 ? .shift : .control
            let plain = Key(.function((number - 1) % 12 + 1), key.modifiers.union(modifier))
            return legacy(plain)
        default:
            guard let form = KeyEncoder.form(of: key.code) else { return "" }
            return legacyFunctional(form, key.modifiers)
        }
    }

    private func legacyFunctional(_ form: Form, _ modifiers: Key.Modifiers) -> String {
        if modifiers.isEmpty, form.number == 1 {
            // F1…F4 are SS3 always, cursor keys only on demand (DECCKM).
            let isFunctionKey = "PQRS".contains(form.final)
            if isFunctionKey || modes.contains(.applicationCursorKeys) { return "\u{1B}O\(form.final)" }
        }
        return KeyEncoder.sequence(form, modifiers)
    }

    private static func sequence(_ form: Form, _ modifiers: Key.Modifiers) -> String {
        if !modifiers.isEmpty { return "\u{1B}[\(form.number);\(parameter(modifiers))\(form.final)" }
        return form.number == 1 ? "\u{1B}[\(form.final)" : "\u{1B}[\(form.number)\(form.final)"
    }

    /// Enter, Tab, Backspace and Escape: as in the table "C0 controls" of kitty's description of legacy terminals.
    private func legacyControl(_ code: Key.Code, _ modifiers: Key.Modifiers) -> String {
        let number: UInt8 =
            switch code {
            case .enter: 0x0D
            case .tab: 0x09
            case .escape: 0x1B
            default: 0x7F
            }
        if reportsControl(code, modifiers) { return KeyEncoder.other(UInt32(number), modifiers) }
        let prefix = modifiers.isDisjoint(with: [.alt, .meta]) ? "" : "\u{1B}"
        switch code {
        case .enter: return prefix + (modes.contains(.newline) ? "\r\n" : "\r")
        case .tab: return prefix + (modifiers.contains(.shift) ? "\u{1B}[Z" : "\t")
        case .escape: return prefix + "\u{1B}"
        default: return prefix + (modifiers.contains(.control) ? "\u{8}" : "\u{7F}")
        }
    }

    /// Level 1 leaves what has a well-known meaning, level 2 leaves nothing.
    private func reportsControl(_ code: Key.Code, _ modifiers: Key.Modifiers) -> Bool {
        if modifiers.isEmpty { return false }
        switch modifyOtherKeys {
        case 0: return false
        case 1:
            switch code {
            case .enter: return modifiers != .alt
            case .tab: return modifiers != .alt && modifiers != .shift
            default: return false
            }
        default: return true
        }
    }

    private func legacyCharacter(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> String {
        let typed = KeyEncoder.typed(scalar, modifiers)
        if reportsCharacter(typed, scalar, modifiers) { return KeyEncoder.other(typed.value, modifiers) }
        // Programs have no idea of these, and the bare letter would be another key.
        if !modifiers.isDisjoint(with: [.super, .hyper]) { return "" }
        let prefix = modifiers.isDisjoint(with: [.alt, .meta]) ? "" : "\u{1B}"
        guard modifiers.contains(.control) else { return prefix + String(typed) }
        let control = KeyEncoder.control(typed) ?? KeyEncoder.control(scalar) ?? typed
        return prefix + String(control)
    }

    private func reportsCharacter(
        _ typed: Unicode.Scalar, _ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers
    ) -> Bool {
        if modifiers.isEmpty { return false }
        let isShiftOnly = modifiers == .shift
        switch modifyOtherKeys {
        case 0: return false
        case 1:
            if isShiftOnly || modifiers.subtracting([.alt, .shift]).isEmpty { return false }
            return modifiers != .control || KeyEncoder.control(scalar) == nil
        default: return !isShiftOnly || scalar == " "
        }
    }

    /// `CSI 27 ; modifiers ; code ~`.
    private static func other(_ code: UInt32, _ modifiers: Key.Modifiers) -> String {
        "\u{1B}[27;\(parameter(modifiers));\(code)~"
    }

    /// What Control makes of a key, nil if nothing.
    private static func control(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "a"..."z", "A"..."Z", "[", "\\", "]", "^", "_", "@": Unicode.Scalar(UInt8(scalar.value & 0x1F))
        case " ", "2": "\u{0}"
        case "3"..."7": Unicode.Scalar(UInt8(scalar.value - 0x33 + 0x1B))
        case "/": "\u{1F}"
        case "~": "\u{1E}"
        case "8", "?": "\u{7F}"
        default: nil
        }
    }
}
