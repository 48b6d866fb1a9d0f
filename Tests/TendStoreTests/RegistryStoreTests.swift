import TendCore
import Testing

@testable import TendStore

struct RegistryStoreTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private let entries: [RegistryEntry] = [
        .account(AgentAccount(agent: "claude", name: "team", place: .token("c2VhbGVk"))),
        .account(AgentAccount(agent: "claude", name: "work", place: .directory("/home/a b/.claude"))),
        .account(AgentAccount(agent: "codex", name: "work", place: .key("c2VhbGVk"))),
        .endpoint(LLMEndpoint(name: "bare", dialect: .anthropic, address: "http://h")),
        .endpoint(
            LLMEndpoint(name: "full", dialect: .openai, address: "http://h/v1", model: "m", sealedKey: "c2VhbGVk")),
        .server(
            MCPServer(
                name: "a", transport: .stdio(command: "c", arguments: ["", "x\n"], environment: ["K": "c2VhbGVk"]),
                agents: ["claude"], isEnabled: false)),
        .server(MCPServer(name: "b", transport: .http(url: "http://h", headers: ["K": "c2VhbGVk"]))),
        .server(MCPServer(name: "c", transport: .sse(url: "http://h", headers: [:]))),
    ]

    @Test func `what is registered comes back as it went in`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        for entry in entries.reversed() { store.persist(entry) }
        try await store.close()
        #expect(try await fixture.store().load().registry == entries)
        #expect(fixture.problems.isEmpty)
    }

    @Test func `an entry is replaced by its key, and forgotten by it`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        for entry in entries { store.persist(entry) }
        let other = RegistryEntry.server(MCPServer(name: "a", transport: .sse(url: "http://other", headers: [:])))
        store.persist(other)
        store.forget(.account("work", of: "claude"))
        try await store.flush()
        let left = try await fixture.store().load().registry
        #expect(left.contains(other) && left.count == entries.count - 1)
        // Those of the same name and another agent, or of another kind, stay.
        #expect(left.contains(entries[2]))
        try await store.close()
    }

    @Test func `an entry that makes no sense is told, and the others are there`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        store.persist(entries[3])
        try await store.close()
        try await fixture.alter(
            """
            INSERT INTO registry VALUES ('mcp', 'bad', '{}');
            INSERT INTO registry VALUES ('web', 'x', '{}');
            INSERT INTO registry SELECT kind, 'other', json FROM registry WHERE name = 'bare';
            """)
        let state = try await fixture.store().load()
        #expect(state.registry == [entries[3]])
        #expect(state.problems == [.unreadableRegistry(path: fixture.path, names: ["llm other", "mcp bad", "web x"])])
    }
}
