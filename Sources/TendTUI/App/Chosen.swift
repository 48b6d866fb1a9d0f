/// What was chosen in this client instead of what the configuration says. It holds until the configuration names something else.
struct Chosen: Hashable {
    var theme: String?
    var keymap: String?

    /// - Returns: whether something that was chosen holds no more.
    mutating func follow(_ new: Configuration, after old: Configuration) -> Bool {
        let before = self
        if new.theme != old.theme { theme = nil }
        if new.keymap != old.keymap { keymap = nil }
        return self != before
    }
}
