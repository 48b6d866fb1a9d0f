import ArgumentParser
import TendClient
import TendCore

/// The S of the commands.
struct SessionArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Id, beginning of an id, or name of a session.", valueName: "S"),
        completion: SessionChoice.completion, transform: SessionChoice.reference)
    var session: String
}

/// One or more S.
struct SessionArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Id, beginning of an id, or name of a session.", valueName: "S"),
        completion: SessionChoice.completion, transform: SessionChoice.reference)
    var sessions: [String]
}

enum SessionChoice {
    /// Names of sessions, asked of the server if one runs; nothing otherwise.
    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) async -> [String] in
        // No server, or one that does not answer at once: completion stays silent.
        let sessions = try? await Connector.existing(timeout: .seconds(1)).sessions()
        return (sessions ?? []).map(\.name).filter { $0.hasPrefix(prefix) }
    }

    /// An S as it was given. Nothing at all is most often a variable of a script that was never set.
    @Sendable static func reference(_ text: String) throws -> String {
        guard !text.isEmpty else { throw ValidationError("S is empty: give an id or a name — 'tend ls' lists them") }
        return text
    }

    /// The one that was started last.
    static func last(of sessions: [SessionJSON]) -> SessionJSON? {
        sessions.max { ($0.startedAt.milliseconds, $0.id) < ($1.startedAt.milliseconds, $1.id) }
    }
}
