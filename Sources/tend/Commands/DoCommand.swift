import ArgumentParser
import TendClient
import TendCore

struct DoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "do",
        abstract: "Have an open client carry out a command.",
        discussion: """
            The text is that of key bindings and of the command line: a command with its arguments, or several between semicolons.
            The client that has the focus, or had it last, does it; --client names another one of 'tend clients'.
            A program in a session cannot have it type (input.*, paste.*), mark panes or load a layout.

            Example:
              tend do 'pane.split right; tab.rename build'
              tend do pane.split right htop
            """
    )

    @Option(help: ArgumentHelp("Id of a client.", valueName: "ID"))
    var client: String?

    @Argument(help: ArgumentHelp("The command.", valueName: "COMMAND"))
    var words: [String]

    func run() async throws {
        let text = try DoCommand.text(of: words)
        try await Connector.connect().perform(text, byClient: client ?? "focused")
    }

    /// One word is a text of its own; several are a command with its arguments.
    static func text(of words: [String]) throws -> String {
        do throws(CommandError) {
            let text = words.count == 1 ? words[0] : Command.quoted(words)
            guard !(try Command.list(parsing: text)).isEmpty else { throw CommandError("a command is wanted", at: 0) }
            return text
        } catch {
            throw ValidationError(error.message)
        }
    }
}
