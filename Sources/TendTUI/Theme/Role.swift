/// What a part of the screen is, apart from how it looks. A theme gives looks to roles; one that it does not name looks like the
/// role without its last dotted part, and `text` in the end.
package enum Role: Int, Hashable, Sendable, CaseIterable {
    case text, textDim, textAccent, textError, border, borderFocused, borderMarked, title, titleFocused, tab, tabCurrent
    case tabActivity, tabBell, status, statusMode, statusDim, statusAccent, sidebar, sidebarTitle, sidebarCurrent, popup
    case popupBorder, popupTitle, popupKey, popupCurrent, popupDim, input, inputHint, message, messageWarning,
        messageError
    case selection, match, matchCurrent, diffContext, diffAdded, diffRemoved, stateStarting, stateWorking, stateWaiting
    case stateIdle, stateExited, stateFailed, stateUnknown

    /// As themes spell it: dotted, and the one that it falls back to stands before it.
    package var name: String { Role.names[rawValue] }

    /// By role.
    package static let names = [
        "text", "text.dim", "text.accent", "text.error", "border", "border.focused", "border.marked", "title",
        "title.focused", "tab", "tab.current", "tab.activity", "tab.bell", "status", "status.mode", "status.dim",
        "status.accent", "sidebar", "sidebar.title", "sidebar.current", "popup", "popup.border", "popup.title",
        "popup.key",
        "popup.current", "popup.dim", "input", "input.hint", "message", "message.warning", "message.error", "selection",
        "match", "match.current", "diff.context", "diff.added", "diff.removed", "state.starting", "state.working",
        "state.waiting", "state.idle", "state.exited", "state.failed", "state.unknown",
    ]

    package init?(named name: String) {
        guard let index = Role.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: index)
    }

    /// The role that this one looks like as far as nothing else is said: the one without its last dotted part, or ``text``.
    package var parent: Role? {
        guard self != .text else { return nil }
        let name = name.utf8
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return .text }
        let stem = name[..<dot]
        let index = Role.names[..<rawValue].lastIndex { $0.utf8.count == stem.count && $0.utf8.elementsEqual(stem) }
        return index.flatMap { Role(rawValue: $0) } ?? .text
    }
}
