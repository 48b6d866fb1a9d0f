import ArgumentParser
import TendClient
import TendCore

struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the last lines of a session, and follow it.",
        discussion: """
            Lines are as the program wrote them, without colours, and not as the width of the screen broke them. With -f, lines are
            taken from the raw output as they are finished. --raw prints the output itself, escape sequences included.

            Example:
              tend tail build -n 20 -f
            """
    )

    @OptionGroup var target: SessionArgument

    @Option(name: [.customShort("n"), .customLong("lines")], help: ArgumentHelp("How many lines.", valueName: "N"))
    var count = 10

    @Flag(name: [.customShort("f"), .customLong("follow")], help: "Go on until the session ends.")
    var isFollowing = false

    @Flag(name: .customLong("raw"), help: "Print bytes as the program wrote them.")
    var isRaw = false

    @Flag(name: .customLong("json"), help: "Print the lines as JSON.")
    var isJSON = false

    /// What a line may take of the recording when following starts; the rest of the lines asked for is not looked for.
    private static let bytesPerLine: UInt64 = 1024

    mutating func validate() throws {
        if !(0...100_000).contains(count) { throw ValidationError("-n: 0…100000 lines") }
        if isJSON, isFollowing || isRaw { throw ValidationError("--json goes with neither -f nor --raw") }
    }

    func run() async throws {
        let client = try Connector.connect()
        if isFollowing || isRaw { return try await follow(client) }
        var page = try await client.lines(target.session, LineQuery(offset: -max(1, count), limit: max(1, count)))
        if count == 0 { page.lines = [] }
        if isJSON { return try Console.write(json: page) }
        try Console.write(page.lines.map { $0.text + "\n" }.joined())
    }

    private func follow(_ client: Client) async throws {
        // By id from here on: a rename must not end it.
        let session = try await client.session(target.session)
        let wanted = max(64 * 1024, UInt64(count) * TailCommand.bytesPerLine)
        let since = session.bytes > wanted ? session.bytes - wanted : 0
        let buffer = try await client.buffer(session.id, since: since)
        var lines = PlainLines(startsInside: buffer.start > 0)
        if isRaw {
            try Console.write(PlainLines.tail(buffer.bytes, lines: count))
        } else {
            let found = lines.feed(buffer.bytes)
            if found.count < count, buffer.start > since {
                Console.say(
                    "tend: the recording begins \(found.count) lines before the end; without -f more can be read")
            }
            try print(found.suffix(count))
        }
        var cursor = buffer.cursor
        if isFollowing {
            Console.endWithReader()
            for try await output in client.stream(session.id, since: cursor) {
                if output.start > cursor {
                    Console.say("tend: \(output.start - cursor) bytes came too fast and are missing here")
                }
                cursor = output.start + UInt64(output.bytes.count)
                if isRaw { try Console.write(output.bytes) } else { try print(lines.feed(output.bytes)[...]) }
            }
        }
        if !isRaw, let last = lines.unfinished { try print([last]) }
    }

    private func print(_ lines: ArraySlice<String>) throws {
        if !lines.isEmpty { try Console.write(lines.joined(separator: "\n") + "\n") }
    }
}
