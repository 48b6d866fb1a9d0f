import ArgumentParser
import Glibc
import TendClient
import TendCore

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Type into a session.",
        discussion: """
            Sends the texts, joined by blanks, then the keys, then Enter if asked for. The text - stands for standard input.
            Keys: C-c, Up, S-Enter, M-x, F5, Space, a.

            Example:
              tend send build 'make test' --enter
              tend send build --key C-c
              git diff | tend send agent - --paste --enter
            """
    )

    @OptionGroup var target: SessionArgument

    @Argument(help: ArgumentHelp("What to type; - reads standard input.", valueName: "TEXT"))
    var texts: [String] = []

    @Flag(help: "Press Enter at the end.")
    var enter = false

    @Option(name: .customLong("key"), help: ArgumentHelp("Press a key.", valueName: "K"))
    var keys: [String] = []

    @Flag(help: "Send the text as a paste, so that line feeds submit nothing.")
    var paste = false

    /// A program that takes a burst of input for a paste must have read the paste before Enter comes.
    // Felt right with Claude Code and Codex; not measured.
    private static let pauseAfterPaste = Duration.milliseconds(100)
    /// Below the server's limit for the body of a request, with room for JSON's escapes.
    private static let pieceLimit = 128 * 1024

    mutating func validate() throws {
        if texts.isEmpty, keys.isEmpty, !enter { throw ValidationError("nothing to send: give TEXT, --key or --enter") }
        if texts.contains("-"), texts.count > 1 {
            throw ValidationError("- stands alone: all of the text is standard input")
        }
    }

    func run() async throws {
        let client = try Connector.connect()
        let text = texts == ["-"] ? try StandardInput.text() : texts.joined(separator: " ")
        if paste {
            if !text.isEmpty { try await client.send(target.session, InputJSON(paste: text)) }
        } else {
            let total = text.utf8.count
            var taken = 0
            for piece in SendCommand.pieces(text) {
                do {
                    try await client.send(target.session, InputJSON(text: piece))
                } catch {
                    guard case ClientError.service(let refusal) = error, piece.utf8.count < total else { throw error }
                    let place = "a piece of \(total) bytes, of which \(taken) were taken before it"
                    throw Failure("\(refusal.message) (\(place))")
                }
                taken += piece.utf8.count
            }
        }
        if !keys.isEmpty { try await client.send(target.session, InputJSON(keys: keys)) }
        guard enter else { return }
        if paste, !text.isEmpty { try await Task.sleep(for: SendCommand.pauseAfterPaste) }
        try await client.send(target.session, InputJSON(keys: ["Enter"]))
    }

    /// The text in pieces that fit into a request; no character is split.
    static func pieces(_ text: String, limit: Int = pieceLimit) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            var (end, bytes) = (rest.startIndex, 0)
            while end < rest.endIndex, bytes < limit {
                bytes += rest[end].utf8.count
                end = rest.index(after: end)
            }
            pieces.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return pieces
    }
}
