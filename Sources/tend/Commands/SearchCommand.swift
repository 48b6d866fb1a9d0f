import ArgumentParser
import TendClient
import TendCore

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search everything that all sessions have printed.",
        discussion: """
            Prints name, line number and line of each hit; exits with 1 when there is none. Upper and lower case are the same
            unless --case is given.

            Example:
              tend search 'error:'
              tend search --regex 'FAILED|panicked'
            """
    )

    @Argument(help: ArgumentHelp("What to look for.", valueName: "Q"))
    var query: String

    @Flag(name: [.customShort("e"), .customLong("regex")], help: "Q is a regular expression.")
    var isPattern = false

    @Flag(name: .customLong("case"), help: "Upper and lower case differ.")
    var isCaseSensitive = false

    @Option(help: ArgumentHelp("At most so many hits.", valueName: "N"))
    var limit = 200

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    mutating func validate() throws {
        if query.isEmpty { throw ValidationError("Q is empty: what should be looked for?") }
        if !(1...10_000).contains(limit) { throw ValidationError("--limit: 1…10000 hits") }
    }

    func run() async throws {
        let client = try Connector.connect()
        let found = try await client.search(
            SearchQuery(text: query, isPattern: isPattern, ignoresCase: !isCaseSensitive, limit: limit))
        if isJSON {
            try Console.write(json: found)
        } else {
            try Console.write(
                found.hits.map { "\($0.name):\($0.number): \(DisplayText.cleaned($0.text, limit: 4096))\n" }.joined())
        }
        if found.hits.count == limit, !isJSON { Console.say("there may be more — --limit shows more than \(limit)") }
        if found.hits.isEmpty { throw Outcome(status: 1) }
    }
}
