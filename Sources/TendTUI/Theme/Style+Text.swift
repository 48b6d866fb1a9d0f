package import TendScreen

extension Style {
    /// The look in the words of a theme file: `fg #79c0ff, bg #1f2630, bold, underline curly`; `default` when there is nothing to say.
    package var words: String {
        var words: [String] = []
        if foreground != .default { words.append("fg \(foreground.name)") }
        if background != .default { words.append("bg \(background.name)") }
        words += attributeNames
        if let name = underlineName { words.append(name == "single" ? "underline" : "underline \(name)") }
        if underlineColor != .default { words.append("underline-color \(underlineColor.name)") }
        return words.isEmpty ? "default" : words.joined(separator: ", ")
    }

    /// Names of the attributes as theme files have them.
    package var attributeNames: [String] {
        Attributes.names.filter { attributes.contains($0.attribute) }.map(\.name)
    }

    /// Nil: no line.
    package var underlineName: String? {
        underline == .none ? nil : Underline.names.first { $0.underline == underline }?.name
    }
}

extension Attributes {
    static let names: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("blink", .blink), ("reverse", .reverse),
        ("strike", .strike),
    ]
}

extension Underline {
    static let names: [(name: String, underline: Underline)] = [
        ("none", .none), ("single", .single), ("double", .double), ("curly", .curly), ("dotted", .dotted),
        ("dashed", .dashed),
    ]
}
