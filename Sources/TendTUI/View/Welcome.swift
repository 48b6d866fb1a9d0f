package import TendCore
package import TendScreen

/// What an empty workspace shows: what to do first.
package enum Welcome {
    package struct Choice: Hashable, Sendable {
        package var key: Key
        package var label: String
        package var command: Command
    }

    /// What can be chosen by its key or the mouse.
    package static func choices(_ model: Model) -> [Choice] {
        var choices = [
            Choice(key: Key(.enter), label: "start a shell", command: Command(.sessionNew)),
            Choice(key: Key(.character("a")), label: "start an agent", command: Command(.sessionDialog)),
        ]
        if !model.sessions.isEmpty {
            let count = model.sessions.count
            choices.append(
                Choice(
                    key: Key(.character("s")),
                    label: count == 1 ? "open the session that is there" : "open one of \(count) sessions",
                    command: Command(.sessionOpen)))
        }
        return choices + [
            Choice(key: Key(.character("?")), label: "all keys", command: Command(.showHelp)),
            Choice(key: Key(.character("q")), label: "leave", command: Command(.clientDetach)),
        ]
    }

    static func lines(_ scene: Scene) -> [[Span]] {
        guard scene.size.rows >= 12 else { return [] }
        return [[Span("tend", .popupTitle)], [Span("sessions that outlive the terminal", .popupDim)], []]
    }

    static func footer(_ scene: Scene) -> [[Span]] {
        guard scene.size.rows >= 12, let prefix = scene.model.keymap.prefix else { return [] }
        return [[], [Span("everything else begins with ", .popupDim), Span("\(prefix)", .popupKey)]]
    }
}
