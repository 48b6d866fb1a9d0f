import ArgumentParser
import Glibc
import TendClient
import TendCore

struct PromptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt",
        abstract: "Give an agent a text, and tell whether it took it.",
        discussion: """
            Types the texts, joined by blanks, as one paste, then presses what sends it, and looks whether the agent goes to work:
            submitted. typed: nothing tells that it was taken, since the program is no agent or works already. While the agent asks
            something nothing is typed, lest it be taken for an answer: refused, with status 1. The text - stands for standard input.

            Example:
              tend prompt claude 'fix the tests, then run them'
              tend prompt codex 'what is wrong here?' --file shot.png
              git diff | tend prompt claude -
            """
    )

    @OptionGroup var target: SessionArgument

    @Argument(help: ArgumentHelp("What to tell it; - reads standard input.", valueName: "TEXT"))
    var texts: [String] = []

    @Option(
        name: .customLong("file"),
        help: ArgumentHelp("Hand over a file or an image by its path; may be repeated.", valueName: "F"),
        completion: .file())
    var files: [String] = []

    @Flag(help: "Also while the agent asks something: it is typed into the dialog, and Enter may answer it.")
    var force = false

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    mutating func validate() throws {
        if texts.isEmpty, files.isEmpty { throw ValidationError("nothing to tell: give TEXT or --file") }
        if texts.contains("-"), texts.count > 1 {
            throw ValidationError("- stands alone: all of the text is standard input")
        }
    }

    func run() async throws {
        let said = texts == ["-"] ? try StandardInput.text() : texts.joined(separator: " ")
        let paths = try files.map { try PromptCommand.path(of: $0, in: Caller()) }
        let text = ([said].filter { !$0.isEmpty } + paths).joined(separator: "\n")
        guard !text.isEmpty else {
            throw Failure("\(texts == ["-"] ? "standard input" : "TEXT") is empty: there is nothing to tell")
        }
        let request = SubmitJSON(text: text, force: force ? true : nil)
        let result = try await Connector.connect().submit(target.session, request)
        if isJSON {
            try Console.write(json: result)
        } else if result.result != .refused {
            let words = [result.result.rawValue, result.reason].compactMap(\.self)
            try Console.write(words.joined(separator: ": ") + "\n")
        }
        guard result.result == .refused else { return }
        if isJSON { throw Outcome(status: 1) }
        let reason = result.reason ?? "it asks something"
        throw Failure(
            "refused: \(reason) — answer it first ('tend inbox'); --force types into the dialog, and its Enter may answer it"
        )
    }

    /// Absolute: the agent may work elsewhere.
    private static func path(of file: String, in caller: Caller) throws -> String {
        let path = file.hasPrefix("/") ? file : (caller.directory ?? ".") + "/" + file
        guard access(path, R_OK) == 0 else {
            throw Failure("cannot hand over '\(file)': \(String(cString: strerror(errno)))")
        }
        return path
    }
}
