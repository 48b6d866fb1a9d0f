import Foundation
import Testing

/// An agent that chooses its conversation's id and says it only when it is left.
@Suite struct PrintedConversationTests {
    @Test(arguments: [
        ("gemini", "--resume", "To resume this session: gemini --resume '4231e6aa-5409-4749-9272-270e9aab079b'"),
        ("qwen", "--resume", "To continue this session, run qwen --resume 4231e6aa-5409-4749-9272-270e9aab079b"),
        ("opencode", "--session", "  Continue  opencode -s ses_2c57b2436ffepiOds7uuqq2hHd"),
    ])
    func `what it printed at its end is what it goes on with`(agent: String, flag: String, words: String) async throws {
        let home = try await TestHome()
        let program = home.directory + "/program"
        let quoted = words.replacing("'", with: #"'\''"#)
        let script = "#!/bin/sh\necho \"[$*]\" >> \(home.directory)/started\necho\necho '\(quoted)'\n"
        try Data(script.utf8).write(to: URL(fileURLWithPath: program))
        #expect(chmod(program, 0o755) == 0)
        // Qwen Code has written it down.
        let chats = home.directory + "/.qwen/projects/here/chats"
        try FileManager.default.createDirectory(atPath: chats, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: chats + "/4231e6aa-5409-4749-9272-270e9aab079b.jsonl"))
        try await home.ok(
            "new", agent, "-d", "--name", "agent", "--set", "command=\(program)", "--env", "HOME=\(home.directory)")
        try await home.wait("agent", until: "exit")
        try await home.ok("restart", "agent")
        try await home.wait("agent", until: "exit")
        let started = try String(contentsOfFile: home.directory + "/started", encoding: .utf8)
            // What OpenCode can do is asked before it is started.
            .replacing("[--version]\n", with: "")
        let id = try #require(words.split { " '".contains($0) }.last)
        #expect(started.hasSuffix("]\n[\(flag) \(id)]\n"), "\(started)")
        try await home.close()
    }
}
