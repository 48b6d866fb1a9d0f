import Testing

@testable import TendAgents

/// How the agents that come with tend say at their end what the conversation's id is. Texts as documented in the programs' issues and pull
/// requests (gemini-cli #20667 and #27914, qwen-code's `qwen --resume`, opencode's epilogue), Codex' as recorded.
struct ResumeTests {
    private static let id = "4231e6aa-5409-4749-9272-270e9aab079b"

    @Test(
        arguments: [
            ("gemini", ["│  To resume this session: gemini --resume \(id)   │", "╰──╯"], id),
            ("gemini", ["To resume this session: gemini --resume '\(id)'"], id),
            ("gemini", ["Agent powering down. Goodbye!"], nil), ("gemini", ["gemini --resume latest"], nil),
            // Wrapped.
            ("qwen", ["  To continue this session, run qwen --resume", "  \(id)", ""], id),
            ("qwen", ["  To continue this session, run qwen --resume \(id)"], id),
            (
                "opencode", ["  Session   Greeting", "  Continue  opencode -s ses_2c57b2436ffepiOds7uuqq2hHd", ""],
                "ses_2c57b2436ffepiOds7uuqq2hHd"
            ),
            ("opencode", ["opencode -s ses_"], nil),
            ("codex", ["To continue this session, run codex resume \(id)"], id),
            // What was said before does not count.
            ("qwen", ["run qwen --resume 00000000-0000-4000-8000-000000000000", "", "run qwen --resume \(id)"], id),
        ] as [(String, [String], String?)])
    func `the id is found where the program says it`(agent: String, rows: [String], id: String?) throws {
        let manifest = try #require(ShippedManifests.all.first { $0.name == agent }?.manifest)
        #expect(try #require(manifest.resume).conversation(in: rows) == id)
    }

    @Test func `a pattern that is none is told`() {
        let text = #"{"name":"x","cli":{"command":"x"},"resume":{"arguments":["{id}"],"printed":"(a+)+$"}}"#
        #expect(ManifestReader.read(text, file: "x.json").diagnostics.first?.path == "resume.printed")
    }

    @Test func `an id stands in the name of a file`() {
        let file = Manifest.Transcript(
            variable: "X_HOME", directory: "~/.x", pattern: "logs/*/s.{id}.lock")
        #expect(file.root(in: ["HOME": "/h"]) == "/h/.x")
        #expect(file.root(in: ["HOME": "/h", "X_HOME": "/x"]) == "/x")
        #expect(file.conversation(in: "/x/logs/a/s.1-2.lock", below: "/x") == "1-2")
        #expect(file.conversation(in: "/home/jürgen/x/logs/a/s.7.lock", below: "/home/jürgen/x") == "7")
        for path in [
            "/x/logs/a/b/s.1.lock", "/x/logs/a/sx1.lock", "/x/logs/a/s.1.lock.json", "/y/logs/a/s.1.lock", "/x",
        ] {
            #expect(file.conversation(in: path, below: "/x") == nil, "\(path)")
        }
    }
}
