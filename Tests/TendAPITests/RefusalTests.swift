import TendCore
import TendScreen
import Testing

@testable import TendAPI

@Suite struct RefusalTests {
    struct Case: Sendable {
        var method: String
        var path: String
        var body: String?
        var status: Int
        var code: String
        var part: String

        init(_ method: String, _ path: String, _ body: String?, _ status: Int, _ code: String, _ part: String) {
            (self.method, self.path, self.body) = (method, path, body)
            (self.status, self.code, self.part) = (status, code, part)
        }
    }

    static let cases: [Case] = [
        Case("GET", "/api/v1/nothing", nil, 404, "not_found", "no such path"),
        Case("GET", "/", nil, 404, "not_found", "no such path"),
        Case("GET", "/api/v1/sessions/", nil, 404, "not_found", "no such path"),
        Case("GET", "/api/v1/sessions/none", nil, 404, "not_found", "no session 'none'"),
        Case("PUT", "/api/v1/sessions", nil, 405, "method_not_allowed", "possible: GET, POST"),
        Case("GET", "/api/v1/sessions/%zz", nil, 400, "invalid", "percent-encoded"),
        Case("GET", "/api/v1/sessions/%ff", nil, 400, "invalid", "percent-encoded"),
        Case("POST", "/api/v1/sessions", "{\n \"name\": }", 400, "invalid", "line 2, column 10"),
        Case("POST", "/api/v1/sessions", "[]", 400, "invalid", "must be a JSON object"),
        Case("POST", "/api/v1/sessions", #"{"comand":"ls"}"#, 400, "invalid", "did you mean 'command'?"),
        Case("POST", "/api/v1/sessions", #"{"name":"a","name":"b"}"#, 400, "invalid", "stands here twice"),
        Case("POST", "/api/v1/sessions", #"{"rows":"x","cols":2}"#, 400, "invalid", "rows must be a whole number"),
        Case("POST", "/api/v1/sessions", #"{"rows":3}"#, 400, "invalid", "rows and cols go together"),
        Case("POST", "/api/v1/sessions", #"{"args":[1]}"#, 400, "invalid", "args[0] must be a string"),
        Case("POST", "/api/v1/sessions", #"{"command":"missing"}"#, 422, "spawn_failed", "no such file"),
        Case("POST", "/api/v1/sessions", #"{"name":"taken"}"#, 409, "conflict", "taken"),
        Case("POST", "/api/v1/sessions/a/input", "{}", 400, "invalid", "nothing to send"),
        Case("POST", "/api/v1/sessions/a/input", #"{"keys":["Foo"]}"#, 400, "invalid", "'Foo' is no key"),
        Case("POST", "/api/v1/sessions/a/input", #"{"data":5}"#, 400, "invalid", "data must be a string"),
        Case("POST", "/api/v1/sessions/a/resize", #"{"rows":0,"cols":9}"#, 400, "invalid", "must be 1 or more"),
        Case("POST", "/api/v1/sessions/a/resize", #"{"rows":2.5,"cols":9}"#, 400, "invalid", "not whole"),
        Case("POST", "/api/v1/sessions/a/resize", #"{"rows":1e30,"cols":9}"#, 400, "invalid", "too large"),
        Case("POST", "/api/v1/sessions/a/resize", #"{"rows":3}"#, 400, "invalid", "cols is missing"),
        Case("GET", "/api/v1/sessions/a/screen?format=jsn", nil, 400, "invalid", "did you mean 'json'?"),
        Case("GET", "/api/v1/sessions/a/screen?histroy=1", nil, 400, "invalid", "did you mean 'history'?"),
        Case("GET", "/api/v1/sessions/a/screen?history=-1", nil, 400, "invalid", "whole number from 0 to 100000"),
        Case("GET", "/api/v1/sessions/a/buffer?since=x", nil, 400, "invalid", "whole number from 0 on"),
        Case("GET", "/api/v1/sessions/a/lines?limit=1&limit=2", nil, 400, "invalid", "given twice"),
        Case("GET", "/api/v1/sessions/a/wait", nil, 400, "invalid", "until is missing"),
        Case("GET", "/api/v1/sessions/a/wait?until=text", nil, 400, "invalid", "needs a pattern"),
        Case("GET", "/api/v1/sessions/a/wait?until=exit&timeout=soon", nil, 400, "invalid", "must be seconds"),
        Case("GET", "/api/v1/search", nil, 400, "invalid", "q is missing"),
        Case("GET", "/api/v1/events?topics=session.exit", nil, 400, "invalid", "did you mean 'session.exited'?"),
        Case("GET", "/api/v1/live", nil, 426, "upgrade_required", "WebSocket"),
        Case("GET", "/api/v1/health", "{}", 413, "too_large", "takes no body"),
    ]

    @Test(arguments: cases)
    func `a wrong request is refused with the reason`(_ wrong: Case) async throws {
        try await withServer { service, server in
            service.add("a")
            let response = try await server.request(wrong.method, wrong.path, wrong.body)
            #expect(response.status == wrong.status)
            #expect(response.error?.code == wrong.code)
            #expect(response.error?.message.contains(wrong.part) == true, "\(response.text)")
        }
    }

    @Test func `a wrong method names the right ones`() async throws {
        try await withServer { service, server in
            let health = try await server.request("POST", "/api/v1/health")
            #expect(health.headers["allow"] == "GET")
            let session = try await server.request("PUT", "/api/v1/sessions/x")
            #expect(session.headers["allow"] == "DELETE, GET, PATCH")
        }
    }

    @Test func `a body that is too large is refused before it is read`() async throws {
        try await withServer { service, server in
            service.add("a")
            let client = try TestClient(server.path)
            try client.send(TestClient.head("POST", "/api/v1/sessions", ["Content-Length: 1048577"], nil))
            let response = try await client.response()
            #expect(response.status == 413)
            #expect(response.headers["connection"] == "close")
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func `chunks that are too many are refused while they come`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("POST", "/api/v1/sessions", ["Transfer-Encoding: chunked"], nil))
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 32, count: 0x10000) + Array("\r\n".utf8)
            // The server stops reading at its limit; what does not fit into the socket then cannot be sent.
            for _ in 0..<17 { try? await client.sendAll(chunk) }
            #expect(try await client.response().status == 413)
        }
    }

    @Test func `a large input passes`() async throws {
        try await withServer { service, server in
            service.add("a")
            let response = try await server.request(
                "POST", "/api/v1/sessions/a/input", String(repeating: "x", count: 3 << 20),
                headers: ["Content-Type: application/octet-stream"])
            #expect(response.status == 204)
            #expect(service.inputs("a") == [.bytes([UInt8](repeating: 0x78, count: 3 << 20))])
        }
    }

    @Test func `a client that asks first is told to go on`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            let body = Array(#"{"name":"x"}"#.utf8)
            let headers = ["Expect: 100-continue", "Content-Length: \(body.count)"]
            try client.send(TestClient.head("POST", "/api/v1/sessions", headers, nil))
            #expect(try await client.response().status == 100)
            try client.send(body)
            #expect(try await client.response().status == 201)
        }
    }

    @Test func `compressed bodies are refused`() async throws {
        try await withServer { service, server in
            let response = try await server.request(
                "POST", "/api/v1/sessions", "{}", headers: ["Content-Encoding: gzip"])
            #expect(response.status == 415)
        }
    }
}
