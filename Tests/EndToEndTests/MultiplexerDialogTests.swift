import Foundation
import TendScreen
import Testing

/// The dialog that starts an agent, on the screen of the real client.
@Suite struct MultiplexerDialogTests {
    private let size = Size(rows: 30, columns: 100)

    @Test func `an agent is chosen, set up and started from the welcome`() async throws {
        let home = try await TestHome.withToy()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/projects/deep", withIntermediateDirectories: true)
        let terminal = try TestTerminal(home, size: size)
        try await terminal.shows("start an agent")
        terminal.type("a")
        try await terminal.shows("Enter start")
        // Of all agents the one whose name is typed.
        terminal.type("toy")
        try await terminal.shows("Toy ")
        terminal.type("\r")
        try await terminal.shows("‹ Toy ›")
        try await terminal.shows("1.2.3")
        // ~ is the home of the server; Tab completes, and then goes on.
        terminal.type("\t\u{15}~/proj\t")
        try await terminal.shows("~/projects/")
        terminal.type("deep\tdo it\u{1B}\rthen rest")
        try await terminal.shows("then rest")
        terminal.type("\t\u{1B}[C\u{1B}[C\t\t\tc-1")
        try await terminal.shows("! there is no such conversation")
        // The toy has written one down meanwhile.
        let talks = home.directory + "/none/talks"
        try FileManager.default.createDirectory(atPath: talks, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: talks + "/c-1.log"))
        terminal.type("x\u{7F}")
        try await terminal.shows("--resume c-1 --model large -- ")
        #expect(try await home.sessions().isEmpty)
        terminal.type("\u{7F}\u{7F}\u{7F}\r")
        // One argument of two lines.
        try await terminal.shows("argument=do it")
        try await terminal.shows("mode=; a key of 0 letters")
        #expect(terminal.text.contains("\nthen rest"))
        #expect(!terminal.text.contains("--resume"))
        let session = try #require(try await home.sessions().first)
        #expect(session.cwd == home.directory + "/projects/deep")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `what cannot be is told at its field before anything starts, and nothing typed is lost`() async throws {
        let home = try await TestHome.withToy()
        let terminal = try TestTerminal(home, size: size)
        try await terminal.shows("start an agent")
        try await terminal.command("session.dialog toy")
        try await terminal.shows("‹ Toy ›")
        terminal.type("\t\u{15}/no/such/place")
        try await terminal.shows("! no such directory")
        terminal.type("\u{1B}[Bmuch to type\r")
        // It goes to the field, and stays.
        try await terminal.shows("▸ Directory")
        #expect(try await home.sessions().isEmpty)
        terminal.type("\u{15}/\r")
        try await terminal.shows("argument=much to type")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `settings are changed in their form, and a secret is shown nowhere`() async throws {
        let home = try await TestHome.withToy()
        let terminal = try TestTerminal(home, size: size)
        try await terminal.shows("start an agent")
        try await terminal.command("provider.settings toy")
        try await terminal.shows("settings of Toy")
        terminal.type("small\tsk-toy-1\t\u{1B}[C")
        try await terminal.shows("••••••••")
        try await terminal.shows("‹ careful ›")
        #expect(!terminal.text.contains("sk-toy"))
        terminal.type("\r")
        try await terminal.shows("Toy is set up")
        let lines = try await home.ok("provider", "show", "toy")
        #expect(lines.contains("mode   careful"))
        #expect(lines.contains("model  small"))
        #expect(lines.contains("••••••••"))

        try await terminal.command("session.dialog toy")
        try await terminal.shows("small (set)")
        try await terminal.shows("careful (set)")
        terminal.type("\r")
        try await terminal.shows("mode=careful; a key of 8 letters")
        try await terminal.leaves()
        try await home.close()
    }
}
