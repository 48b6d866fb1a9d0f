import ArgumentParser
import TendClient
import TendCore

struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a session has ended, is idle, or shows a text.",
        discussion: """
            Exits with 0 when it happened and with 124 when the time was out.

            Example:
              tend wait build --until exit --timeout 10m
              tend wait agent --until 'text:[Dd]one'
            """
    )

    @OptionGroup var target: SessionArgument

    @Option(
        help: ArgumentHelp("What to wait for.", valueName: "exit|idle|text:REGEX"), transform: WaitCondition.argument)
    var until: WaitCondition

    @Option(
        help: ArgumentHelp("How long at most, such as 30s or 2m.", valueName: "TIME"), transform: Duration.argument)
    var timeout: Duration?

    @Flag(name: .customLong("json"), help: "Print the session as JSON.")
    var isJSON = false

    func run() async throws {
        let client = try Connector.connect()
        let answer = try await client.wait(target.session, until: until, timeout: timeout)
        if isJSON {
            try Console.write(json: answer)
        } else if answer.met, let match = answer.match {
            try Console.write(DisplayText.cleaned(match, limit: 4096) + "\n")
        }
        guard answer.met else {
            Console.say("tend: '\(target.session)' is still \(answer.session.activity.rawValue): the time is out")
            throw Outcome(status: 124)
        }
    }
}

extension WaitCondition {
    /// For ArgumentParser, which says which option it was.
    @Sendable static func argument(_ text: String) throws -> WaitCondition {
        switch text {
        case "exit": return .exit
        case "idle": return .idle
        case _ where text.hasPrefix("text:") && text.count > 5: return .text(String(text.dropFirst(5)))
        default: throw ValidationError("what can be waited for is exit, idle or text:REGEX")
        }
    }
}

extension Duration {
    /// As ``WaitCondition/argument(_:)``.
    @Sendable static func argument(_ text: String) throws -> Duration {
        do throws(ServiceError) {
            return try Duration(parsing: text)
        } catch {
            throw ValidationError(error.message)
        }
    }
}
