/// Why a text is not a command, in words for a status line or a diagnostic.
package struct CommandError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    /// Where in the text the fault is, in characters from its start.
    package var offset: Int

    package init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { message }

    /// ` — did you mean 'pane.split'?`, or nothing when no candidate is near.
    package static func hint(_ word: String, among candidates: some Sequence<String>) -> String {
        Suggestion.nearest(to: word, among: candidates).map { " — did you mean '\($0)'?" } ?? ""
    }
}
