/// Keys as people write them: `C-c`, `M-x`, `S-Enter`, `C-M-Up`, `F5`, `é`; also `<C-c>`, `Ctrl+c` and `^C`.
extension Key {
    private static let names: [(code: Code, names: [String])] = [
        (.enter, ["Enter", "Return", "CR"]), (.tab, ["Tab"]), (.backspace, ["Backspace", "BSpace", "BS"]),
        (.escape, ["Escape", "Esc"]), (.character(" "), ["Space", "Spc"]), (.up, ["Up"]), (.down, ["Down"]),
        (.left, ["Left"]), (.right, ["Right"]), (.home, ["Home"]), (.end, ["End"]),
        (.pageUp, ["PageUp", "PgUp", "PPage"]), (.pageDown, ["PageDown", "PgDown", "PgDn", "NPage"]),
        (.insert, ["Insert", "Ins", "IC"]), (.delete, ["Delete", "Del", "DC"]), (.menu, ["Menu"]),
    ]

    /// In the order of ``description``.
    private static let modifierNames: [(modifier: Modifiers, names: [String])] = [
        (.control, ["C", "Ctrl", "Control"]), (.alt, ["M", "A", "Alt", "Opt", "Option"]), (.shift, ["S", "Shift"]),
        (.super, ["Super", "D", "Cmd", "Win"]), (.hyper, ["Hyper", "H"]), (.meta, ["Meta"]),
    ]

    /// The key of that name, or nil when there is none; then ``suggestion(for:)`` may know what was meant.
    ///
    /// Names and modifiers may be in any case. `M-` is Alt, as everywhere on terminals.
    package init?(parsing text: String) {
        let (modifiers, name) = Key.split(text)
        if name.lowercased() == "btab" {
            self.init(.tab, modifiers.union(.shift))
        } else if let code = Key.code(named: name) {
            self.init(code, modifiers)
        } else {
            return nil
        }
    }

    /// Takes brackets and modifiers away.
    private static func split(_ text: String) -> (Modifiers, Substring) {
        var rest = text[...]
        if rest.count > 2, rest.first == "<", rest.last == ">" { rest = rest.dropFirst().dropLast() }
        if rest.count == 2, rest.first == "^" {
            let name = rest.dropFirst().lowercased()
            return (.control, name == "@" ? "Space" : name[...])
        }
        var modifiers: Modifiers = []
        // A last "-" or "+" is the key itself, as in "C--".
        while let mark = rest.dropLast().firstIndex(where: { $0 == "-" || $0 == "+" }) {
            let name = rest[..<mark].lowercased()
            guard let entry = modifierNames.first(where: { $0.names.contains { $0.lowercased() == name } }) else {
                break
            }
            modifiers.insert(entry.modifier)
            rest = rest[rest.index(after: mark)...]
        }
        return (modifiers, rest)
    }

    private static func code(named name: Substring) -> Code? {
        let scalars = name.unicodeScalars
        if scalars.count == 1, let scalar = scalars.first {
            return Width.of(scalar) > 0 ? .character(scalar) : nil
        }
        let lower = name.lowercased()
        if let entry = names.first(where: { $0.names.contains { $0.lowercased() == lower } }) { return entry.code }
        if lower.first == "f", let number = Int(lower.dropFirst()), (1...35).contains(number) {
            return .function(number)
        }
        if lower.hasPrefix("u+"), let value = UInt32(lower.dropFirst(2), radix: 16) {
            return Unicode.Scalar(value).map(Code.character)
        }
        return nil
    }

    /// The nearest name of a key, with the modifiers of `text`, when `text` is nearly one.
    package static func suggestion(for text: String) -> String? {
        let (modifiers, name) = split(text)
        let wanted = Array(name.lowercased().unicodeScalars)
        guard wanted.count > 1 else { return nil }
        var best: (distance: Int, code: Code)?
        for entry in names {
            for name in entry.names {
                let distance = editDistance(wanted, Array(name.lowercased().unicodeScalars))
                if distance < best?.distance ?? min(3, wanted.count) { best = (distance, entry.code) }
            }
        }
        return best.map { Key($0.code, modifiers).description }
    }

    private static func editDistance(_ one: [Unicode.Scalar], _ two: [Unicode.Scalar]) -> Int {
        guard one.count < 32 else { return .max }
        var previous = Array(0...two.count)
        for (row, left) in one.enumerated() {
            var current = [row + 1]
            for (column, right) in two.enumerated() {
                let change = previous[column] + (left == right ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[two.count]
    }
}

extension Key: CustomStringConvertible {
    /// The name that ``init(parsing:)`` reads; the phase is not part of it.
    package var description: String {
        var modifiers = modifiers
        let name: String
        switch code {
        case .tab where modifiers.contains(.shift):
            modifiers.remove(.shift)
            name = "BTab"
        case .function(let number): name = "F\(number)"
        case .character(let scalar) where scalar != " ":
            name = Width.of(scalar) > 0 ? String(scalar) : "U+" + String(scalar.value, radix: 16, uppercase: true)
        default: name = Key.names.first { $0.code == code }?.names[0] ?? "Menu"
        }
        return Key.modifierNames.reduce("") { modifiers.contains($1.modifier) ? $0 + $1.names[0] + "-" : $0 } + name
    }
}
