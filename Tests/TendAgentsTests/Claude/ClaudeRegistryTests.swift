import TendAgents
import Testing

struct ClaudeRegistryTests {
    @Test func `states are told with what is waited for`() throws {
        let found = try ClaudeFixture.lines("registry.jsonl").compactMap { ClaudeRegistry(parsing: $0) }
        #expect(found.map(\.status) == ["idle", "waiting", "waiting", "busy", "waiting", "idle"])
        #expect(found.map(\.waitingFor) == [nil, "permission prompt", "input needed", nil, "permission prompt", nil])
        #expect(found.compactMap(\.evidence).map(\.state) == [.idle, .waiting, .waiting, .working, .waiting, .idle])
        #expect(found[0].directory == "/home/dev/demo")
        #expect(
            found[0].transcript(in: "/home/dev/cc")
                == "/home/dev/cc/projects/-home-dev-demo/1c693b97-c31b-48d9-8e3f-b3e338f0ec76.jsonl")
    }

    @Test func `half a file, and a status of tomorrow, say nothing`() throws {
        let line = try #require(try ClaudeFixture.lines("registry.jsonl").first)
        #expect(ClaudeRegistry(parsing: line.dropLast(40)) == nil)
        #expect(ClaudeRegistry(parsing: #"{"sessionId":"s","status":"dreaming"}"#.utf8)?.evidence == nil)
    }

    @Test func `the place follows the environment`() {
        #expect(ClaudeRegistry.directory(environment: ["HOME": "/h", "CLAUDE_CONFIG_DIR": "/c"]) == "/c")
        #expect(ClaudeRegistry.directory(environment: ["HOME": "/h", "CLAUDE_CONFIG_DIR": ""]) == "/h/.claude")
        #expect(ClaudeRegistry.directory(environment: [:]) == nil)
        #expect(ClaudeRegistry.path(in: "/c", process: 12) == "/c/sessions/12.json")
        #expect(
            ClaudeRegistry.transcript(of: "id", startedIn: "/a b/c.d_é", configDirectory: "/c")
                == "/c/projects/-a-b-c-d--/id.jsonl")
    }
}
