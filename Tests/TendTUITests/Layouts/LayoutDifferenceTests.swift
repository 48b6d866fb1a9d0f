import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct LayoutDifferenceTests {
    private static func session(
        _ words: [String] = ["sleep", "9"], in directory: String = "/p", variables: [String] = [], agent: String? = nil
    ) -> SessionJSON {
        SessionJSON(
            Session(
                id: SessionID(rawValue: "aaaaaaaa"), name: "s",
                launch: Launch(
                    command: words[0], arguments: Array(words.dropFirst()), directory: directory,
                    environment: Dictionary(uniqueKeysWithValues: variables.map { ($0, "1") })),
                size: Size(rows: 24, columns: 80), startedAt: 0, agent: agent.map { AgentCard(name: $0) }))
    }

    private static func place(isOfFile: Bool = true) -> LayoutPlace {
        LayoutPlace(
            directory: "/p", home: "/home/u", template: NewSessionJSON(command: "/bin/bash"),
            environment: ["HERE": "1"], isOfFile: isOfFile)
    }

    private static func difference(
        _ session: SessionJSON, _ pane: LayoutFile.PanePlan, isOfFile: Bool = true
    ) -> LayoutDifference? {
        LayoutDifference(session, pane, at: place(isOfFile: isOfFile))
    }

    @Test func `program, directory and names of variables are compared, as far as the file says them`() {
        typealias Tests = LayoutDifferenceTests
        #expect(Tests.difference(Tests.session(), .init(command: ["sleep", "9"])) == nil)
        #expect(
            Tests.difference(Tests.session(), .init(command: ["sleep", "8 8"]))
                == .program(runs: "sleep 9", file: "sleep '8 8'"))
        // Only a name: any program is right.
        #expect(Tests.difference(Tests.session(in: "/q"), .init(session: "s")) == nil)
        let elsewhere = LayoutDifference.directory(runs: "/q", file: "/p")
        #expect(Tests.difference(Tests.session(in: "/q"), .init(command: ["sleep", "9"])) == elsewhere)
        #expect(Tests.difference(Tests.session(in: "/q"), .init(command: ["sleep", "9"]), isOfFile: false) == nil)
        #expect(Tests.difference(Tests.session(in: "/q"), .init(directory: "/p"), isOfFile: false) == elsewhere)
        #expect(
            Tests.difference(Tests.session(variables: ["A"]), .init(environment: ["A": "2", "B": "1", "HERE": nil]))
                == .variables(["B", "HERE"]))
        #expect(Tests.difference(Tests.session(), .init(environment: ["NOWHERE": nil])) == nil)
    }

    @Test func `an agent's arguments are its conversation's`() {
        typealias Tests = LayoutDifferenceTests
        let agent = Tests.session(["claude", "--resume", "1"], agent: "claude")
        #expect(Tests.difference(agent, .init(command: ["claude"], environment: ["A": "1"])) == nil)
        #expect(
            Tests.difference(agent, .init(command: ["codex"]))
                == .program(runs: "claude --resume 1", file: "codex"))
    }

    @Test func `what differs is told with the way to have it`() {
        #expect(
            LayoutDifference.directory(runs: "/q", file: "/p").remark(on: "a b", remedy: "tend kill")
                == "a b runs in /q; the file says /p — 'tend kill a b', then do this again")
        #expect(
            LayoutDifference.variables(["A", "B"]).remark(on: "s", remedy: "tend kill")
                == "s runs without A, B, which the file sets — 'tend kill s', then do this again")
    }
}
