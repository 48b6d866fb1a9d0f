import TendCore
import TestSupport
import Testing

@testable import TendClient

struct RegistryRequestTests {
    @Test func `a server is registered with its secrets in the body`() async throws {
        let server = try FakeServer { _, peer in
            let request = try peer.request()
            #expect(request.line == "POST /api/v1/mcp HTTP/1.1")
            #expect(request.body.contains(#""env":{"TOKEN":"sesame"}"#))
            let shown = MCPServer(
                name: "t", transport: .stdio(command: "srv", arguments: [], environment: ["TOKEN": "sealed"]))
            try peer.answer("201 Created", json(MCPServerJSON(shown)))
        }
        var body = NewMCPServerJSON(name: "t")
        body.command = "srv"
        body.env = ["TOKEN": "sesame"]
        #expect(try await Client(socketPath: server.path).add(body).env == ["TOKEN"])
    }

    @Test func `names are escaped in paths`() async throws {
        let server = try FakeServer { number, peer in
            let lines = [
                "DELETE /api/v1/accounts/claude/a%2Fb HTTP/1.1", "GET /api/v1/llm/a%20b/models HTTP/1.1",
                "GET /api/v1/providers/codex/models HTTP/1.1",
            ]
            #expect(try peer.request().line == lines[number])
            let models = ModelListJSON(models: [ModelListJSON.Model(id: "m")])
            try number == 0 ? peer.answer("204 No Content", "") : peer.answer("200 OK", json(models))
        }
        let client = Client(socketPath: server.path)
        try await client.removeAccount("a/b", of: "claude")
        #expect(try await client.models(ofLLM: "a b").models.map(\.id) == ["m"])
        #expect(try await client.models(ofAgent: "codex").problems.isEmpty)
    }
}
