import ArgumentParser
import TendClient

struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Show what a session shows.",
        discussion: """
            Prints the screen as it is now, also of a session that has ended.

            Example:
              tend screen build --history 100
              tend screen build --format svg > build.svg
            """
    )

    @OptionGroup var target: SessionArgument

    @Option(help: "How to write it.")
    var format: ScreenFormat?

    @Option(help: ArgumentHelp("Rows above the screen to show too.", valueName: "N"))
    var history = 0

    @Flag(name: .customLong("json"), help: "The same as --format json.")
    var isJSON = false

    mutating func validate() throws {
        if history < 0 || history > 100_000 { throw ValidationError("--history: 0…100000 rows") }
        if isJSON, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other")
        }
    }

    func run() async throws {
        let client = try Connector.connect()
        let format = isJSON ? .json : format ?? .text
        let bytes = try await client.screen(target.session, as: format, history: history)
        try Console.write(bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")])
    }
}

extension ScreenFormat: ExpressibleByArgument {}
