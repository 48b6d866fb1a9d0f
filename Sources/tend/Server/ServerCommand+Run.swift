import ArgumentParser
import Glibc
import TendCore

extension ServerCommand {
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run keeper and server in the foreground.",
            discussion: """
                For systemd and its like. Everybody else needs no such command: any other starts the server.

                Example:
                  tend server run
                """
        )

        /// The keeper starts its server so.
        @Flag(help: .hidden)
        var inherited = false

        /// The command of the line that the keeper writes (`CKeeper/server.c`): nothing in it needs a parser. Nil for any other line.
        static func plain(_ arguments: [String]) -> Run? {
            guard arguments == ["run", "--inherited"] else { return nil }
            var made = Run()
            made.inherited = true
            return made
        }

        func run() async throws {
            guard inherited else { try ServerLauncher.becomeKeeper(Connector.home) }
            let caller = Caller()
            throw Outcome(
                status: try await ServerProcess.run(
                    home: Home(environment: caller.environment, userID: caller.userID), environment: caller.environment)
            )
        }
    }
}
