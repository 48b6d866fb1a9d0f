package import TendScreen

/// Looks for roles.
package struct Theme: Hashable, Sendable {
    package var name: String
    /// One line for lists of themes.
    package var summary = ""
    package var isDark: Bool
    /// By role: fall-backs are resolved when a theme is loaded.
    private var styles: [Style]
    /// Lines and marks in ASCII only.
    package var isASCII: Bool

    /// - Parameter looks: those that are not plain.
    package init(name: String, isDark: Bool, looks: [Role: Style] = [:], isASCII: Bool = false) {
        self.name = name
        self.isDark = isDark
        self.isASCII = isASCII
        styles = Array(repeating: .plain, count: Role.names.count)
        for (role, style) in looks { self[role] = style }
    }

    package subscript(_ role: Role) -> Style {
        get { styles[role.rawValue] }
        set { styles[role.rawValue] = newValue }
    }

    /// The terminal's own colours, for when there is nothing else.
    package static let plain = Theme(
        name: "plain", isDark: true,
        looks: [
            .borderFocused: Style(attributes: .bold), .titleFocused: Style(attributes: .bold),
            .tabCurrent: Style(attributes: .reverse), .popupCurrent: Style(attributes: .reverse),
            .sidebarCurrent: Style(attributes: .reverse), .selection: Style(attributes: .reverse),
            .match: Style(underline: .single), .matchCurrent: Style(attributes: .reverse),
            .diffAdded: Style(attributes: .bold),
        ])

    /// The theme in attributes only, for `NO_COLOR` and for terminals without colours. A role that ``plain`` marks keeps its mark, since the
    /// theme may have told it by colours alone.
    package var withoutColors: Theme {
        var theme = self
        for role in Role.allCases {
            let (own, plain) = (self[role], Theme.plain[role])
            theme[role] = Style(
                attributes: own.attributes.union(plain.attributes),
                underline: own.underline == .none ? plain.underline : own.underline)
        }
        return theme
    }
}
