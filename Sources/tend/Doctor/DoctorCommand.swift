import ArgumentParser
import Glibc
import TendCore

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps tend from working well.",
        discussion: """
            Checks directories, socket, keeper, server and what it knows of its database, this terminal and the limits of the
            system, and says what to do about each fault. Starts and changes nothing. Exits with 1 when something fails; warnings do not count.

            Example:
              tend doctor
              tend doctor --json | jq '.checks[] | select(.verdict != "ok")'
            """
    )

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    private struct Report: Encodable {
        var checks: [Finding]
    }

    func run() async throws {
        let caller = Caller()
        let home = Connector.home
        var findings = HomeChecks(home: home, userID: caller.userID).run()
        let server = await ServerChecks(home: home).run()
        findings += server.findings
        findings += TerminalChecks(environment: caller.environment).run()
        findings += SystemChecks(home: home).run(server: server.pid)
        if isJSON {
            try Console.write(json: Report(checks: findings))
        } else {
            let colored = Console.hasColor
            try Console.write(findings.map { $0.line(colored: colored) + "\n" }.joined())
        }
        if findings.contains(where: { $0.verdict == .fail }) { throw Outcome(status: 1) }
    }
}
