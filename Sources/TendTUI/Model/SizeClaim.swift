package import TendScreen

/// Whose terminal a session's size follows, as one client sees it: whoever typed last.
///
/// Every function tells which size to ask for now, or nil. Sizes are clamped as the server clamps them.
package struct SizeClaim: Hashable, Sendable {
    package private(set) var terminal: Size
    /// Whether this client asked last, as far as it knows.
    package private(set) var isOwner = false
    private var shown: Size?
    /// Sizes that were asked for and have not been shown yet, oldest first.
    private var asked: [Size] = []

    package init(terminal: Size) { self.terminal = terminal.clamped }

    /// Takes the size over, if it is not this terminal's already: at the beginning, and when somebody types here.
    package mutating func take() -> Size? {
        defer { isOwner = true }
        if shown == terminal && asked.isEmpty || isOwner && asked.last == terminal { return nil }
        return ask()
    }

    /// The terminal has another size. Only the owner's session follows.
    package mutating func terminalChanged(to size: Size) -> Size? {
        guard size.clamped != terminal else { return nil }
        terminal = size.clamped
        return isOwner ? ask() : nil
    }

    /// The session has this size now.
    package mutating func show(_ size: Size) {
        defer { shown = size }
        if let index = asked.lastIndex(of: size) {
            asked.removeSubrange(...index)
        } else if let shown, shown != size {
            // Nobody here asked for it.
            isOwner = false
            asked = []
        }
    }

    /// The server was replaced; what was asked of the old one may be lost.
    package mutating func reconnected(to size: Size) -> Size? {
        asked = []
        shown = size
        return isOwner && size != terminal ? ask() : nil
    }

    private mutating func ask() -> Size {
        asked.append(terminal)
        if asked.count > 64 { asked.removeFirst() }
        return terminal
    }
}
