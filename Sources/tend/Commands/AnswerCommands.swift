import ArgumentParser
import Glibc
import TendClient
import TendCore

/// The ID of the commands that answer.
struct AttentionArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Id of an item, or its beginning.", valueName: "ID"), completion: AttentionChoice.completion)
    var id: String

    func validate() throws {
        if id.isEmpty { throw ValidationError("the ID is empty — 'tend inbox' lists them") }
    }

    /// Gives the decision and says what became of it. Ends with status 1 if it was not applied.
    func answer(_ decision: Decision) async throws {
        let answered = try await Connector.connect().answer(id, decision)
        let item = answered.item
        switch answered.result {
        case .applied: Console.say("\(item.id) \(item.sessionName): \(decision.verdict.rawValue), applied")
        case .stale:
            Console.say("tend: nothing was done: \(AttentionTable.ending(of: item, now: Double(time(nil))))")
            throw Outcome(status: 1)
        case .unconfirmed:
            Console.say(
                "tend: '\(decision.verdict.rawValue)' was handed over, and \(item.sessionName) has not said that it took it"
                    + " — 'tend screen \(item.sessionName)' shows what it does")
            throw Outcome(status: 1)
        }
    }
}

enum AttentionChoice {
    /// Ids of open items, asked of the server if one runs; nothing otherwise.
    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) async -> [String] in
        // No server, or one that does not answer at once: completion stays silent.
        let items = try? await Connector.existing(timeout: .seconds(1)).attention()
        return (items ?? []).map(\.id).filter { $0.hasPrefix(prefix) }
    }
}

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Allow what an agent asks for.",
        discussion: """
            Exits with 0 when the agent took it, and with 1 when somebody else was first or nothing tells that it did.

            Example:
              tend approve k3x
              tend approve k3x --session
            """
    )

    @OptionGroup var target: AttentionArgument

    @Flag(name: .customLong("session"), help: "Also everything like it until the agent ends.")
    var isForSession = false

    @Flag(name: .customLong("always"), help: "Also everything like it from now on.")
    var isForEver = false

    @Option(help: ArgumentHelp("A remark for the agent, where it takes one.", valueName: "TEXT"))
    var note: String?

    mutating func validate() throws {
        if isForSession, isForEver { throw ValidationError("--session and --always exclude each other") }
    }

    func run() async throws {
        try await target.answer(
            Decision(isForEver ? .allowAlways : isForSession ? .allowSession : .allow, reason: note))
    }
}

struct DenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Refuse what an agent asks for.",
        discussion: "Example:\n  tend deny k3x --reason 'use the staging database'"
    )

    @OptionGroup var target: AttentionArgument

    @Option(help: ArgumentHelp("Why; told to the agent.", valueName: "TEXT"))
    var reason: String?

    func run() async throws { try await target.answer(Decision(.deny, reason: reason)) }
}

struct DismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Take an item off the inbox; nothing reaches the agent.",
        discussion: "The agent's own dialog stays.\n\nExample:\n  tend dismiss k3x"
    )

    @OptionGroup var target: AttentionArgument

    func run() async throws { try await target.answer(Decision(.dismiss)) }
}

struct AnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answer the questions of an agent.",
        discussion: """
            CHOICE is the label of a choice, its beginning, or its number from 1. Several choices go where the question takes several.
            With several questions, '+' stands between the answers, or -q names each by its number. A text of your own goes by --text, in
            place of a choice or besides them where the question takes several.

            Example:
              tend answer k3x Blue
              tend answer k3x Blue + Lint Tests
              tend answer k3x -q 1=Blue -q 2=Lint -q 2=Tests
              tend answer k3x --text 'a darker red'
              tend answer k3x Unit --text 'and the slow ones'
            """
    )

    @OptionGroup var target: AttentionArgument

    @Argument(help: ArgumentHelp("Label, beginning of a label, or number of a choice.", valueName: "CHOICE"))
    var choices: [String] = []

    @Option(name: .customShort("q"), help: ArgumentHelp("A choice for question N.", valueName: "N=CHOICE"))
    var numbered: [String] = []

    @Option(
        name: .customLong("text"),
        help: ArgumentHelp(
            "A text of your own; with several questions N=TEXT says for which one.", valueName: "TEXT"))
    var texts: [String] = []

    mutating func validate() throws {
        if choices.isEmpty, numbered.isEmpty, texts.isEmpty {
            throw ValidationError("an answer is missing: a CHOICE, -q N=CHOICE or --text TEXT")
        }
        if !numbered.isEmpty, !choices.isEmpty { throw ValidationError("CHOICE and -q exclude each other") }
    }

    func run() async throws {
        let item = try await Connector.connect().attention(target.id)
        try await target.answer(Decision(.answer, answers: try answers(to: item.questions)))
    }

    private func answers(to questions: [AttentionJSON.Question]) throws -> [[String]] {
        var given = choices.split(separator: "+", omittingEmptySubsequences: false).map(Array.init)
        // The server says what is wrong with the number of answers.
        if choices.isEmpty { given = [[String]](repeating: [], count: max(1, questions.count)) }
        for entry in numbered {
            let (index, choice) = try AnswerCommand.addressed(entry, "-q", "N=CHOICE", given.count)
            given[index].append(choice)
        }
        given = try given.enumerated().map { index, words in
            guard questions.indices.contains(index) else { return words }
            return try words.map { try AnswerCommand.label($0, of: questions[index]) }
        }
        for text in texts {
            if given.count == 1 {
                given[0].append(text)
            } else {
                let (index, text) = try AnswerCommand.addressed(text, "--text", "N=TEXT", given.count)
                given[index].append(text)
            }
        }
        return given
    }

    /// The question that a word is for, from 0, and what is said to it.
    private static func addressed(
        _ entry: String, _ option: String, _ form: String, _ count: Int
    ) throws -> (index: Int, word: String) {
        let parts = entry.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), (1...count).contains(number) else {
            throw Failure("\(option) \(DisplayText.excerpt(entry)): \(form) with N from 1 to \(count)")
        }
        return (number - 1, String(parts[1]))
    }

    /// The label that a word stands for.
    ///
    /// - Throws: ``Failure`` if it stands for none; a question without choices takes any word.
    static func label(_ word: String, of question: AttentionJSON.Question) throws -> String {
        let labels = question.choices.map(\.label)
        if labels.contains(word) { return word }
        if let number = Int(word), labels.indices.contains(number - 1) { return labels[number - 1] }
        let folded = word.lowercased()
        if let same = labels.first(where: { $0.lowercased() == folded }) { return same }
        let begun = labels.filter { $0.lowercased().hasPrefix(folded) }
        if begun.count == 1 { return begun[0] }
        if labels.isEmpty { return word }
        let own = question.takesText ? "; --text sends a text of your own" : ""
        throw Failure(
            "there is no choice '\(DisplayText.excerpt(word))' — one of \(labels.joined(separator: ", "))\(own)")
    }
}
