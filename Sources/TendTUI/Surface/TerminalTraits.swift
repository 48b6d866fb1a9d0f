import TendCore
package import TendScreen

/// What the environment tells of the terminal that somebody sits at.
package struct TerminalTraits: Hashable, Sendable {
    package var term: String
    package var depth: ColorDepth
    /// Whether it ignores sequences that it does not know, instead of showing them.
    package var isModern: Bool
    /// Whether it takes UTF-8; otherwise only ASCII reaches it.
    package var isUnicode: Bool

    package init(term: String, depth: ColorDepth, isModern: Bool = true, isUnicode: Bool = true) {
        self.term = term
        self.depth = depth
        self.isModern = isModern
        self.isUnicode = isUnicode
    }

    /// Nil: a terminal that cannot place a cursor.
    package init?(environment: [String: String]) {
        term = environment["TERM"] ?? ""
        let name = term
        if ["", "dumb", "unknown", "emacs"].contains(name) { return nil }
        isModern = !["linux", "vt", "ansi", "cons25"].contains { name.hasPrefix($0) }
        let promise = environment["COLORTERM"]?.lowercased()
        if promise == "truecolor" || promise == "24bit" || name.hasSuffix("-direct")
            || TerminalTraits.trueColorNames.contains(where: name.hasPart)
        {
            depth = .trueColor
        } else if name.hasPart("256color") {
            depth = .palette256
        } else if name.hasSuffix("-m") || name.hasSuffix("-mono") || name.hasPrefix("vt") {
            depth = .mono
        } else {
            depth = .palette16
        }
        isUnicode = !name.hasPrefix("vt") && TerminalTraits.isUnicode(environment)
    }

    /// Whether what is erased has the background's colour. Of the modern ones only GNU screen has blanks of its own there; terminfo does not
    /// tell (kitty and tmux do it and do not say so), and others call themselves `screen`, too.
    var erasesInColor: Bool { !term.hasPrefix("screen") }

    private static let trueColorNames = ["kitty", "ghostty", "alacritty", "wezterm", "foot", "contour", "rio"]

    /// Only a locale that names another charset says that the terminal has it: `C`, and none at all, are what containers
    /// and services have, under whatever terminal.
    private static func isUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale, let dot = locale.firstIndex(of: ".") else { return true }
        let charset = locale[locale.index(after: dot)...].prefix { $0 != "@" }.lowercased().filter { $0 != "-" }
        return charset == "utf8"
    }
}
