import ArgumentParser
import Glibc
import TendClient
import TendCore

/// The ID of the commands that answer.
struct AttentionArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("Id of an item, or its beginning.", valueName: "ID"), completion: AttentionChoice.completion)
    var id: String

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
            With several questions, '+' stands between the answers, or -q names each by its number.

            Example:
              tend answer k3x Blue
              tend answer k3x Blue + Lint Tests
              tend answer k3x -q 1=Blue -q 2=Lint -q 2=Tests
              tend answer k3x --text 'a darker red'
            """
    )

    @OptionGroup var target: AttentionArgument

    @Argument(help: ArgumentHelp("Label, beginning of a label, or number of a choice.", valueName: "CHOICE"))
    var choices: [String] = []

    @Option(name: .customShort("q"), help: ArgumentHelp("A choice for question N.", valueName: "N=CHOICE"))
    var numbered: [String] = []

    @Option(help: ArgumentHelp("An own text in place of a choice.", valueName: "TEXT"))
    var text: String?

    mutating func validate() throws {
        let given = [!choices.isEmpty, !numbered.isEmpty, text != nil].count { $0 }
        if given == 0 { throw ValidationError("an answer is missing: a CHOICE, -q N=CHOICE or --text TEXT") }
        if given > 1 { throw ValidationError("CHOICE, -q and --text exclude each other") }
    }

    func run() async throws {
        let item = try await Connector.connect().attention(target.id)
        try await target.answer(Decision(.answer, answers: try answers(to: item.questions)))
    }

    private func answers(to questions: [AttentionJSON.Question]) throws -> [[String]] {
        if let text { return [[text]] }
        var given = numbered.isEmpty
            ? choices.split(separator: "+", omittingEmptySubsequences: false).map(Array.init)
            : [[String]](repeating: [], count: questions.count)
        for entry in numbered {
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]), questions.indices.contains(number - 1) else {
                throw Failure("-q \(DisplayText.excerpt(entry)): N=CHOICE with N from 1 to \(questions.count)")
            }
            given[number - 1].append(String(parts[1]))
        }
        // The server says what is wrong with the number of answers.
        return given.enumerated().map { index, words in
            questions.indices.contains(index) ? words.map { AnswerCommand.label($0, of: questions[index]) } : words
        }
    }

    /// The label that a word stands for; the word itself if it stands for none.
    static func label(_ word: String, of question: AttentionJSON.Question) -> String {
        let labels = question.choices.map(\.label)
        if labels.contains(word) { return word }
        if let number = Int(word), labels.indices.contains(number - 1) { return labels[number - 1] }
        let folded = word.lowercased()
        if let same = labels.first(where: { $0.lowercased() == folded }) { return same }
        let begun = labels.filter { $0.lowercased().hasPrefix(folded) }
        return begun.count == 1 ? begun[0] : word
    }
}
