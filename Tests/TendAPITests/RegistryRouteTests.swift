import TendCore
import Testing

@testable import TendAPI

@Suite struct RegistryRouteTests {
    @Test func `an MCP server is registered, changed and forgotten, and its values are not told`() async throws {
        try await withServer { service, server in
            let body = #"{"name":"t","command":"srv","args":["-x"],"env":{"TOKEN":"sesame"},"agents":["claude"]}"#
            let added = try await server.request("POST", "/api/v1/mcp", body)
            #expect(added.status == 201)
            #expect(
                added.text
                    == #"{"agents":["claude"],"args":["-x"],"command":"srv","enabled":true,"env":["TOKEN"],"headers":[],"name":"t","transport":"stdio"}"#
            )
            #expect(try await service.server("t").secrets == ["TOKEN": "sesame"])
            #expect(try await server.request("POST", "/api/v1/mcp", body).status == 409)
            let again = #"{"name":"t","url":"http://h","headers":{"K":"sesame"},"replace":true}"#
            #expect(try await server.request("POST", "/api/v1/mcp", again).status == 201)
            let changed = try await server.request("PATCH", "/api/v1/mcp/t", #"{"enabled":false}"#)
            #expect(changed.text.contains(#""enabled":false"#) && changed.text.contains(#""transport":"http""#))
            for path in ["mcp", "mcp/t"] {
                let shown = try await server.request("GET", "/api/v1/" + path)
                #expect(shown.status == 200 && shown.text.contains(#""headers":["K"]"#))
                #expect(!shown.text.contains("sesame"))
            }
            #expect(try await server.request("DELETE", "/api/v1/mcp/t").status == 204)
            #expect(try await server.request("DELETE", "/api/v1/mcp/t").status == 404)
        }
    }

    @Test func `an LLM provider is registered, asked for its models, and forgotten`() async throws {
        try await withServer { service, server in
            let body = #"{"name":"gate","url":"https://gate.example/v1/","dialect":"anthropic","key":"sesame"}"#
            let added = try await server.request("POST", "/api/v1/llm", body)
            #expect(added.status == 201)
            #expect(
                added.text
                    == #"{"dialect":"anthropic","has_key":true,"name":"gate","url":"https://gate.example"}"#)
            #expect(await service.endpoints().first?.sealedKey == "sesame")
            #expect(!(try await server.request("GET", "/api/v1/llm").text.contains("sesame")))
            let models = try await server.request("GET", "/api/v1/llm/gate/models")
            #expect(models.text == #"{"models":[{"id":"m","llm":"gate"}],"problems":[]}"#)
            #expect(try await server.request("GET", "/api/v1/llm/other/models").status == 503)
            let known = try await server.request("GET", "/api/v1/providers/toy/models")
            #expect(known.text == #"{"models":[{"id":"toy-1"}],"problems":["gate is silent"]}"#)
            #expect(try await server.request("DELETE", "/api/v1/llm/gate").status == 204)
        }
    }

    @Test func `an account is registered and forgotten, and its token is not told`() async throws {
        try await withServer { service, server in
            let token = #"{"agent":"claude","name":"team","token":"sesame"}"#
            let added = try await server.request("POST", "/api/v1/accounts", token)
            #expect(added.status == 201)
            #expect(added.text == #"{"agent":"claude","default":false,"kind":"token","name":"team"}"#)
            let directory = #"{"agent":"codex","name":"team","directory":"/c"}"#
            #expect(try await server.request("POST", "/api/v1/accounts", directory).status == 201)
            let list = try await server.request("GET", "/api/v1/accounts")
            #expect(list.text.contains(#""directory":"/c""#) && !list.text.contains("sesame"))
            #expect(try await server.request("DELETE", "/api/v1/accounts/claude/team").status == 204)
            #expect(await service.accounts().map(\.agent) == ["codex"])
        }
    }

    @Test(arguments: [
        ("mcp", #"{"name":"a b","command":"x"}"#, "an MCP server's name"),
        ("mcp", #"{"name":"a","command":"x","url":"http://h"}"#, "exclude each other"),
        ("mcp", #"{"name":"a"}"#, "wants a command"),
        ("mcp", #"{"name":"a","transport":"carrier pigeon","command":"x"}"#, "transport"),
        ("llm", #"{"name":"a","url":"h"}"#, "begins with http"), ("llm", #"{"name":"a"}"#, "url"),
        ("llm", #"{"name":"a","url":"http://u:p@h"}"#, "give the key on its own"),
        ("accounts", #"{"agent":"claude","name":"a"}"#, "one of directory, token and key"),
        ("accounts", #"{"agent":"claude","name":"none","directory":"/x"}"#, "an account's name"),
    ])
    func `what cannot be is refused`(_ path: String, _ body: String, _ message: String) async throws {
        try await withServer { service, server in
            let answer = try await server.request("POST", "/api/v1/" + path, body)
            #expect(answer.status == 400)
            #expect(answer.text.contains(message), "\(answer.text)")
            #expect(service.registry.all.isEmpty)
        }
    }
}
