import TendCore
import TendData
import TendScreen

/// What theme files say, before colours and fall-backs are resolved: an heir changes a colour of the palette, and every role that uses
/// it changes.
struct ThemeSource {
    /// A text of a file, with the words for its place, in case it turns out to be wrong.
    struct Value {
        var text: String
        var diagnostic: Diagnostic
    }

    /// What is said of a role; the rest comes from the role without its last dotted part.
    struct Look {
        var foreground: Value?
        var background: Value?
        var underlineColor: Value?
        var underline: Underline?
        /// Attributes that are named, on or off.
        var named = Attributes(rawValue: 0)
        var on = Attributes(rawValue: 0)
    }

    var summary = ""
    var isDark: Bool?
    var isASCII = false
    var palette: [String: Value] = [:]
    /// By role.
    var looks = [Look](repeating: Look(), count: Role.names.count)
    /// Names of the themes for a dark and a light background, of which this is a pair.
    var pair: (dark: String, light: String)?

    // MARK: Resolving

    /// The theme, and what is wrong with its colours.
    func theme(named name: String) -> Loaded<Theme> {
        var theme = Theme(name: name, isDark: isDark ?? true, isASCII: isASCII)
        theme.summary = summary
        var diagnostics: [Diagnostic] = []
        /// Of the palette, those that name no other: nearly all.
        var known: [String: Color] = [:]
        for (name, value) in palette {
            let color = color(value, &diagnostics)
            if palette[value.text] == nil { known[name] = color }
        }
        // Roles stand in an order in which the one that is fallen back to comes first.
        for role in Role.allCases {
            var style = role.parent.map { theme[$0] } ?? .plain
            let look = looks[role.rawValue]
            func set(_ part: inout Color, _ value: Value?) {
                guard let value else { return }
                part = known[value.text] ?? color(value, &diagnostics) ?? part
            }
            set(&style.foreground, look.foreground)
            set(&style.background, look.background)
            set(&style.underlineColor, look.underlineColor)
            style.underline = look.underline ?? style.underline
            style.attributes.subtract(look.named)
            style.attributes.formUnion(look.on)
            theme[role] = style
        }
        let sorted = Set(diagnostics).sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
        return Loaded(theme, sorted)
    }

    /// Nil when it is none.
    private func color(_ value: Value, _ diagnostics: inout [Diagnostic]) -> Color? {
        var text = value.text
        // A palette may name its colours by each other, in a circle even, and hide those of ANSI. Few do so twice in a row.
        var seen: [String] = []
        while let entry = palette[text], !seen.contains(text) {
            seen.append(text)
            text = entry.text
        }
        if let color = Color(named: text) { return color }
        // What is wrong in the palette is told there, once.
        if palette[value.text] != nil, palette[text] == nil { return nil }
        var diagnostic = value.diagnostic
        let names = palette.keys.sorted() + Color.ansiNames + ["default"]
        diagnostic.message =
            text.isEmpty
            ? "a colour is missing — one that begins with # needs quotes (ignored)"
            : palette[text] != nil
                ? "colours of the palette name each other (ignored)"
                : "unknown colour '\(DisplayText.excerpt(text))'" + CommandError.hint(text, among: names) + " (ignored)"
        diagnostics.append(diagnostic)
        return nil
    }
}
