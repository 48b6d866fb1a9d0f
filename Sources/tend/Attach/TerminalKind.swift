import TendScreen

/// What the environment tells of the terminal that somebody sits at.
struct TerminalKind: Hashable {
    var depth: ColorDepth
    /// Whether it ignores private modes that it does not know, such as DEC 2026, instead of showing them.
    var isModern: Bool

    /// Nil: a terminal that cannot place a cursor.
    init?(environment: [String: String]) {
        let name = environment["TERM"] ?? ""
        if ["", "dumb", "unknown", "emacs"].contains(name) { return nil }
        isModern = !["linux", "vt", "ansi", "cons25"].contains { name.hasPrefix($0) }
        let promise = environment["COLORTERM"]?.lowercased()
        if promise == "truecolor" || promise == "24bit" || name.hasSuffix("-direct")
            || TerminalKind.trueColorNames.contains(where: { name.contains($0) })
        {
            depth = .trueColor
        } else if name.contains("256color") {
            depth = .palette256
        } else if name.hasSuffix("-m") || name.hasSuffix("-mono") || name.hasPrefix("vt") {
            depth = .mono
        } else {
            depth = .palette16
        }
    }

    private static let trueColorNames = ["kitty", "ghostty", "alacritty", "wezterm", "foot", "contour", "rio"]
}
