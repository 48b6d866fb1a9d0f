/// An event as SSE and `WS /live` tell it.
package struct EventJSON: Hashable, Sendable, Codable {
    package var id: UInt64
    package var time: Timestamp
    /// `session.` and the kind: `session.created`, `session.activity`, …; see ``topics``.
    package var topic: String
    /// Nil with `buffers.changed` and `workspaces.changed`, which are about none.
    package var session: SessionJSON?
    /// What belongs to the kind: `activity`; `title`; `title` and `body`; `state`, `kind` and `message`; `note`; `state`,
    /// `detail` and `waiting_for` or `failure`; `size` in bytes; `name` and, unless it is gone, `size`.
    package var data: [String: String]
    /// With `attention.…`: the item as it was then.
    package var attention: AttentionJSON?

    package init(_ event: Event) {
        id = event.id
        time = Timestamp(seconds: event.time)
        session = event.session.map { SessionJSON($0) }
        (topic, data) = EventJSON.describe(event.kind)
        if case .attention(_, let item) = event.kind {
            attention = AttentionJSON(item, sessionName: event.session?.name ?? "")
        }
    }

    /// All topics there are.
    package static let topics =
        [
            "created", "renamed", "exited", "interrupted", "restarted", "removed", "resized", "activity", "title",
            "bell", "progress",
            "notification", "program", "note", "clipboard",
        ].map { "session." + $0 } + ["agent.state", "agent.facts", "buffers.changed", "workspaces.changed"]
        + Event.AttentionChange.allCases.map { "attention." + $0.rawValue }

    /// The topic of an event, as ``topic`` has it.
    package static func topic(of kind: Event.Kind) -> String { describe(kind).topic }

    private static func describe(_ kind: Event.Kind) -> (topic: String, data: [String: String]) {
        switch kind {
        case .created: ("session.created", [:])
        case .renamed: ("session.renamed", [:])
        case .exited: ("session.exited", [:])
        case .interrupted: ("session.interrupted", [:])
        case .restarted: ("session.restarted", [:])
        case .removed: ("session.removed", [:])
        case .resized: ("session.resized", [:])
        case .activity(let activity): ("session.activity", ["activity": activity.rawValue])
        case .title(let title): ("session.title", ["title": title.sanitized()])
        case .bell: ("session.bell", [:])
        case .progress: ("session.progress", [:])
        case .facts: ("agent.facts", [:])
        case .notification(let title, let body):
            ("session.notification", ["title": title.sanitized(), "body": body.sanitized(limit: 4096)])
        case .program(let state, let kind, let message):
            (
                "session.program",
                ["state": state.sanitized(), "kind": kind.sanitized(), "message": message.sanitized(limit: 4096)]
            )
        case .agent(let state, let detail):
            (
                "agent.state",
                ["state": state.word, "detail": detail.sanitized(limit: 4096)]
                    .merging(state.reason.map { [state.isWaiting ? "waiting_for" : "failure": $0] } ?? [:]) { $1 }
            )
        case .attention(let change, _): ("attention." + change.rawValue, [:])
        case .clipboard(let byteCount): ("session.clipboard", ["size": String(byteCount)])
        // Never the text: it may be a secret.
        case .buffers(let name, let byteCount):
            ("buffers.changed", ["name": name].merging(byteCount.map { ["size": String($0)] } ?? [:]) { $1 })
        case .workspaces(let name): ("workspaces.changed", ["name": name])
        case .note(let note): ("session.note", ["note": note.sanitized()])
        }
    }
}
