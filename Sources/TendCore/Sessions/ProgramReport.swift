/// What a program says of itself with OSC 7501 (Program Status Protocol).
package struct ProgramReport: Hashable, Sendable {
    /// Which part of the program reports; empty is the program itself. A report replaces the earlier one of the same id.
    package var id: String
    /// The raw word: `idle`, `working`, `done`, `blocked`, `error`, or `clear`, which takes the record away (without id: all records).
    package var state: String
    /// With `blocked`: `permission`, `question` or `auth`.
    package var kind: String
    package var message: String

    package init(id: String = "", state: String, kind: String = "", message: String = "") {
        self.id = id
        self.state = state
        self.kind = kind
        self.message = message
    }

    /// The program waits for a person.
    package var isBlocked: Bool { state == "blocked" }
}
