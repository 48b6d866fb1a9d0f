import Foundation
import TendCore
import Testing

@Suite struct RegistryTests {
    private func stdio(
        _ command: String, _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) -> MCPServer {
        MCPServer(name: "x", transport: .stdio(command: command, arguments: arguments, environment: environment))
    }

    @Test func `a server that every agent can take is taken`() throws {
        _ = try stdio("/usr/bin/python3", ["srv.py", "--flag"], ["TOKEN": "a=b"]).checked()
        _ = try MCPServer(name: "my-server_2", transport: .http(url: "https://h.example/mcp", headers: ["X-Key": "v"]))
            .checked()
        _ = try MCPServer(name: "s", transport: .sse(url: "http://127.0.0.1:9/sse", headers: [:])).checked()
    }

    @Test(arguments: ["", "a b", "a.b", "ä", "a\"", "a=b", String(repeating: "x", count: 65)])
    func `a name that cannot be a table of TOML is refused`(_ name: String) {
        let server = MCPServer(name: name, transport: .stdio(command: "cat", arguments: [], environment: [:]))
        #expect(throws: ServiceError.self) { try server.checked() }
        #expect(throws: ServiceError.self) {
            try LLMEndpoint(name: name, dialect: .openai, address: "http://localhost:11434/v1").checked()
        }
    }

    @Test func `commands, variables and headers that no system takes are refused`() {
        let wrong = [
            stdio(""), stdio("a\0b"), stdio("a", ["\0"]), stdio("a", [], ["A-B": "1"]), stdio("a", [], ["": "1"]),
            stdio("a", [], ["1A": "1"]), stdio("a", [], ["A": "\0"]),
            MCPServer(name: "x", transport: .http(url: "https://h", headers: ["A B": "1"])),
            MCPServer(name: "x", transport: .http(url: "https://h", headers: ["A": "1\r\nB: 2"])),
        ]
        for server in wrong { #expect(throws: ServiceError.self) { try server.checked() } }
    }

    @Test(arguments: [
        "", "localhost:11434", "ftp://h", "http://", "http://:80", "https:///path", "http://user:secret@h/",
        "http://h/a b",
        "http://h/\n",
    ])
    func `an address that is none, or that holds a password, is refused`(_ address: String) {
        let error = #expect(throws: ServiceError.self) {
            try LLMEndpoint(name: "x", dialect: .openai, address: address).checked()
        }
        #expect(error?.code == .invalid)
        #expect(throws: ServiceError.self) {
            try MCPServer(name: "x", transport: .http(url: address, headers: [:])).checked()
        }
    }

    @Test func `an address loses the slashes at its end`() throws {
        let endpoint = LLMEndpoint(name: "x", dialect: .openai, address: "http://localhost:11434/v1//")
        #expect(try endpoint.checked().address == "http://localhost:11434/v1")
        #expect(throws: ServiceError.self) {
            try LLMEndpoint(name: "x", dialect: .openai, address: "http://h", model: "--danger").checked()
        }
    }

    @Test func `an Anthropic-compatible address is without the version that clients add`() throws {
        let endpoint = LLMEndpoint(name: "x", dialect: .anthropic, address: "https://gate.example/v1/")
        #expect(try endpoint.checked().address == "https://gate.example")
    }

    @Test(arguments: ["", "none", "a b", "-a", "a/b"])
    func `an account has a name that is no path and no flag`(_ name: String) {
        #expect(throws: ServiceError.self) {
            try AgentAccount(agent: "claude", name: name, place: .directory("/x")).checked()
        }
    }

    @Test func `the values of variables and headers are its secrets`() {
        var server = stdio("cat", ["-"], ["A": "1"])
        #expect(server.secrets == ["A": "1"])
        server.secrets = ["A": "sealed"]
        #expect(server.transport == .stdio(command: "cat", arguments: ["-"], environment: ["A": "sealed"]))
        server.transport = .http(url: "https://h", headers: ["K": "v"])
        server.secrets = server.secrets.mapValues { $0 + "!" }
        #expect(server.transport == .http(url: "https://h", headers: ["K": "v!"]))
    }

    @Test func `what is shown of a server has no values`() throws {
        let shown = MCPServerJSON(stdio("cat", ["-"], ["TOKEN": "sesame"]))
        #expect(shown.env == ["TOKEN"])
        let json = String(decoding: try JSONEncoder().encode(shown), as: UTF8.self)
        #expect(!json.contains("sesame"))
    }

    @Test func `bodies whose parts do not go together are refused`() {
        var both = NewMCPServerJSON(name: "x")
        (both.command, both.url) = ("cat", "https://h")
        var bare = NewMCPServerJSON(name: "x")
        bare.transport = .sse
        var headers = NewMCPServerJSON(name: "x")
        (headers.command, headers.headers) = ("cat", ["K": "v"])
        for body in [both, bare, headers, NewMCPServerJSON(name: "x")] {
            #expect(throws: ServiceError.self) { try body.server() }
        }
        var account = NewAccountJSON(agent: "claude", name: "x")
        #expect(throws: ServiceError.self) { try account.account() }
        (account.directory, account.token) = ("/x", "t")
        #expect(throws: ServiceError.self) { try account.account() }
    }

    @Test func `a server is for the agents it names, for all if it names none, and for none while it is off`() {
        var server = stdio("cat")
        #expect(server.applies(to: "claude"))
        server.agents = ["codex"]
        #expect(!server.applies(to: "claude"))
        #expect(server.applies(to: "codex"))
        server.isEnabled = false
        #expect(!server.applies(to: "codex"))
    }
}
