import Foundation
import Testing

/// `tend companion opencode` in a real session, with a stand-in for OpenCode.
@Suite struct OpenCodeCompanionTests {
    /// A session `agent` that is OpenCode, as users start it.
    private final class Desk: Sendable {
        let home: TestHome
        private let notes: String

        init(_ arguments: String..., version: String? = nil) async throws {
            home = try await TestHome()
            notes = home.directory + "/opencode"
            let bin = home.directory + "/bin"
            for folder in [bin, notes] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            if let version { try Data(version.utf8).write(to: URL(fileURLWithPath: notes + "/version")) }
            try FileManager.default.createSymbolicLink(
                atPath: bin + "/opencode", withDestinationPath: CodexDesk.tools + "/opencode_stand_in.py")
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let outcome = try await home.tend(
                ["new", "opencode", "-d", "--name", "agent", "--cwd", home.directory, "--env", "PATH=\(bin):\(path)"]
                    + ["--env", "OPENCODE_HOME=\(notes)", "--"] + arguments)
            #expect(outcome.status == 0, "\(outcome.standardError)")
            try await shows("ready")
        }

        func type(_ line: String) async throws { try await home.ok("send", "agent", line, "--enter") }

        func shows(_ text: String) async throws {
            try await home.wait("agent", until: "text:\(text)")
        }

        /// The lines that the stand-in has written down.
        func noted(_ file: String) -> [String] {
            let bytes = FileManager.default.contents(atPath: notes + "/" + file) ?? Data()
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }

        func watched(times: Int = 1) async throws {
            try await eventually("it is listened to") { noted("clients").count == times }
        }
    }

    @Test func `it runs with a server of its own, and its own arguments`() async throws {
        let desk = try await Desk("--model", "p/m1")
        try await desk.watched()
        let start = try #require(desk.noted("starts").first)
        #expect(start.hasPrefix(#"["--hostname", "127.0.0.1", "--port", ""#))
        #expect(start.hasSuffix(#"", "--model", "p/m1"]"#))
        try await desk.home.close()
    }

    @Test func `a command waits in the inbox, and runs when it is allowed`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run touch made")
        let item = try await desk.home.item("open")
        #expect([item.kind, item.title, item.command] == ["permission", "run touch made", "touch made"])
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await desk.shows("turn over")
        #expect(FileManager.default.fileExists(atPath: desk.home.directory + "/made"))
        #expect(desk.noted("replies") == [#"{"reply": "once", "message": null}"#])
        #expect(try await desk.home.decide(item, #"{"verdict":"deny"}"#) == "stale")
        // What the conversation has said and taken so far.
        let session = try await desk.home.ask("GET", "/sessions/agent").text
        for part in [#""conversation":"ses_1""#, #""model":"m1""#, #""text":"all done""#, #""state":"done""#] {
            #expect(session.contains(part))
        }
        try await desk.home.close()
    }

    @Test func `a change shows its diff, and a denial with a reason is told`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("edit a.txt")
        let item = try await desk.home.item("open")
        #expect(item.title == "change a.txt")
        #expect(item.diff?.contains("+new") == true)
        #expect(try await desk.home.applies(item, #"{"verdict":"deny","reason":"not this one"}"#))
        #expect(desk.noted("replies") == [#"{"reply": "reject", "message": "not this one"}"#])
        try await desk.home.close()
    }

    @Test func `questions are answered by their choices`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("ask")
        let item = try await desk.home.item("open")
        #expect(item.kind == "question")
        let body = #"{"verdict":"answer","answers":[["a dark green"],["S","L"]]}"#
        #expect(try await desk.home.applies(item, body))
        #expect(desk.noted("answers") == [#"[["a dark green"], ["S", "L"]]"#])
        try await desk.home.close()
    }

    @Test(arguments: ["y", "n"]) func `an answer at the desk withdraws the question`(key: String) async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run true")
        let item = try await desk.home.item("open")
        try await desk.type(key)
        #expect(try await desk.home.item("withdrawn").ending?.reason == "answered at the desk")
        #expect(try await desk.home.decide(item, #"{"verdict":"allow"}"#) == "stale")
        try await desk.home.close()
    }

    @Test func `a reply of which nothing comes is unconfirmed`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run true")
        let item = try await desk.home.item("open")
        try await desk.type("deaf")
        try await desk.shows("deaf now")
        #expect(try await desk.home.decide(item, #"{"verdict":"allow"}"#) == "unconfirmed")
        try await desk.home.close()
    }

    @Test func `a stream that is cut ends nothing`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run true")
        let item = try await desk.home.item("open")
        try await desk.type("cut")
        try await desk.watched(times: 2)
        #expect(try await desk.home.item("open").id == item.id)
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await desk.home.close()
    }

    @Test func `what was answered while the stream was cut is withdrawn`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run true")
        _ = try await desk.home.item("open")
        try await desk.type("cut")
        try await desk.type("y")
        #expect(try await desk.home.item("withdrawn").ending?.reason == "answered at the desk")
        try await desk.home.close()
    }

    @Test func `a question outlives the server`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run touch made")
        let item = try await desk.home.item("open")
        for _ in 0..<2 { try await desk.home.killServer() }
        #expect(try await desk.home.item("open").id == item.id)
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await desk.home.close()
    }

    @Test func `an error of the provider is told apart`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("fail 429")
        try await eventually("it is held to be limited") {
            try await desk.home.ok("explain", "agent").contains("error:rate_limit")
        }
        try await desk.home.close()
    }

    @Test func `a version with another API runs alone, and says so`() async throws {
        let desk = try await Desk("--model", "p/m1", version: "2.0.5")
        #expect(desk.noted("starts") == [#"["--model", "p/m1"]"#])
        try await eventually("it is told") {
            try await desk.home.ok("explain", "agent").contains("the API of OpenCode 2.0.5 is not known")
        }
        try await desk.type("exit 3")
        try await desk.home.wait("agent", until: "exit")
        #expect(try await desk.home.session("agent").exit_code == 3)
        try await desk.home.close()
    }

    @Test func `the session ends as OpenCode ends, and what waits is withdrawn`() async throws {
        let desk = try await Desk()
        try await desk.watched()
        try await desk.type("run true")
        _ = try await desk.home.item("open")
        try await desk.type("exit 4")
        try await desk.home.wait("agent", until: "exit")
        #expect(try await desk.home.session("agent").exit_code == 4)
        _ = try await desk.home.item("withdrawn")
        try await desk.home.close()
    }
}
