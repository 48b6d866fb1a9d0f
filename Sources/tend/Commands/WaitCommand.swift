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

    @Option(help: ArgumentHelp("What to wait for.", valueName: "exit|idle|text:REGEX"))
    var until: WaitCondition

    @Option(help: ArgumentHelp("How long at most, such as 30s or 2m.", valueName: "TIME"))
    var timeout: TimeLimit?

    @Flag(name: .customLong("json"), help: "Print the session as JSON.")
    var isJSON = false

    func run() async throws {
        let client = try Connector.connect()
        let answer = try await client.wait(target.session, until: until, timeout: timeout?.duration)
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

extension WaitCondition: ExpressibleByArgument {
    init?(argument: String) {
        switch argument {
        case "exit": self = .exit
        case "idle": self = .idle
        default:
            guard argument.hasPrefix("text:"), argument.count > 5 else { return nil }
            self = .text(String(argument.dropFirst(5)))
        }
    }
}

/// A duration on the command line.
struct TimeLimit: ExpressibleByArgument {
    var duration: Duration

    init?(argument: String) {
        // ArgumentParser says which option it was.
        guard let duration = try? Duration(parsing: argument) else { return nil }
        self.duration = duration
    }
}
