package import TendScreen

/// Something that happened, mostly to a session, as told to the surfaces.
package struct Event: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case created, renamed, exited, interrupted, restarted, removed, resized
        case activity(Session.Activity)
        case title(String)
        case bell
        /// OSC 9;4.
        case progress(Progress)
        /// OSC 9, 99 or 777.
        case notification(title: String, body: String)
        /// OSC 7501: the raw state word (`working`, `blocked`, …), its kind and its message.
        case program(state: String, kind: String, message: String)
        case note(String)
        /// An agent does something else than before.
        case agent(AgentState, detail: String)
        /// Something else is known of an agent than before: its tool, its last words, its tokens.
        case facts
        /// Something that waits for a person was opened or has ended, as it is now.
        case attention(AttentionChange, AttentionItem)
        /// The program wants a text of so many bytes on the clipboard.
        case clipboard(byteCount: Int)
        /// What was copied has changed; nil: it is gone. Of no session.
        case buffers(name: String, byteCount: Int?)
        /// A workspace is new, has got this name, or is gone.
        case workspaces(name: String)
    }

    /// An item that expired is told as withdrawn; one that was answered is told again when its outcome is known.
    package enum AttentionChange: String, Hashable, Sendable, CaseIterable { case opened, answered, withdrawn }

    /// Rises by one with each event; starts anew when the state directory does.
    package var id: UInt64
    /// Seconds since 1970.
    package var time: Double
    /// Nil: it is about none.
    package var session: Session?
    package var kind: Kind

    package init(id: UInt64, time: Double, session: Session?, kind: Kind) {
        self.id = id
        self.time = time
        self.session = session
        self.kind = kind
    }
}
