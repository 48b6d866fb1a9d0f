import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show what agents asked and who answered what.",
        discussion: """
            The newest last. Everything that was shown (command, path, diff) is in the JSON.

            Example:
              tend audit -n 20
              tend audit --json | jq '.audit[] | select(.event == "answered")'
            """
    )

    @Option(name: .customShort("n"), help: ArgumentHelp("So many lines.", valueName: "N"))
    var count = 50

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    mutating func validate() throws {
        if !(1...10_000).contains(count) { throw ValidationError("-n: 1…10000 lines") }
    }

    func run() async throws {
        let lines = try await Connector.connect().audit(limit: count)
        if isJSON { return try Console.write(json: AuditListJSON(audit: lines)) }
        if lines.isEmpty { return Console.say("nothing has been asked yet") }
        var table = Table([
            ("TIME", .left), ("ITEM", .left), ("SESSION", .left), ("EVENT", .left), ("VERDICT", .left), ("BY", .left),
            ("WHAT", .left),
        ])
        for line in lines {
            table.add([
                line.time.description, line.item, Table.cut(line.sessionName, to: 24), line.event.rawValue,
                line.verdict?.rawValue ?? "", Table.cut(DisplayText.cleaned(line.by ?? "", limit: 60), to: 32),
                what(line),
            ])
        }
        let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
        try Console.write(table.lines(width: width).joined(separator: "\n") + "\n")
    }

    private func what(_ line: AuditJSON) -> String {
        let subject = line.command ?? line.path ?? line.title
        let text = [line.tool, subject, line.event == .asked ? nil : line.reason].compactMap(\.self).joined(separator: " ")
        return DisplayText.cleaned(text, limit: 200)
    }
}
