import Foundation
import Testing

/// What programs other than ours ask of the server's socket.
@Suite struct RequestTests {
    @Test func `every refusal is an error with a code and a message`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "cat")
        try await home.ok("new", "-d", "--name", "other", "--", "cat")
        let cases: [(method: String, path: String, body: String?, status: Int, code: String, word: String)] = [
            ("GET", "/sessions/nobody", nil, 404, "not_found", "nobody"),
            ("GET", "/no/such/path", nil, 404, "not_found", "openapi.json"),
            ("PUT", "/sessions", "{}", 405, "method_not_allowed", "PUT"),
            ("GET", "/sessions/box/screen?format=png", nil, 400, "invalid", "png"),
            ("GET", "/sessions/box/screen?hystory=3", nil, 400, "invalid", "did you mean 'history'"),
            ("POST", "/sessions", #"{"command": "cat","#, 400, "invalid", "line 1"),
            ("POST", "/sessions", #"{"comand": "cat"}"#, 400, "invalid", "did you mean 'command'"),
            ("POST", "/sessions", #"{"command": "/no/such/program"}"#, 422, "spawn_failed", "/no/such/program"),
            ("PATCH", "/sessions/box", #"{"name": "other"}"#, 409, "conflict", "other"),
            ("POST", "/sessions/box/restart", "{}", 409, "conflict", "running"),
            ("POST", "/server/stop", "{}", 409, "conflict", "force"),
            ("GET", "/sessions/box/stream", nil, 426, "upgrade_required", "WebSocket"),
        ]
        for test in cases {
            let answer = try await home.ask(test.method, test.path, body: test.body)
            let name = "\(test.method) \(test.path): \(answer.status) \(answer.text)"
            #expect(answer.status == test.status, "\(name)")
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true, "\(name)")
            let error = try #require(try answer.json()["error"] as? [String: Any], "\(name)")
            #expect(error["code"] as? String == test.code, "\(name)")
            #expect((error["message"] as? String)?.contains(test.word) == true, "\(name)")
            #expect(try answer.json().count == 1 && error.count == 2, "\(name)")
        }
        #expect(try await home.sessions().count == 2)
        try await home.close()
    }

    @Test func `the document lists the routes that answer`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "sh", "-c", #"printf '\033]52;c;aGk=\007'; exec cat"#)
        let answer = try await home.ask("GET", "/openapi.json")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        let document = try answer.json()
        #expect((document["openapi"] as? String)?.hasPrefix("3.") == true)
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        #expect(paths.count > 15)
        #expect(try await home.ask("POST", "/workspaces", body: #"{"name":"main"}"#).status == 201)
        let asked = try await home.ask(
            "POST", "/attention", body: #"{"session":"box","key":"k","kind":"idle","title":"done"}"#)
        let item = try #require(try asked.json()["id"] as? String)
        #expect(try await home.ask("POST", "/attention/\(item)/withdraw", body: #"{"reason":"x"}"#).status == 204)
        try await home.ok("mcp", "add", "main", "--", "cat")
        try await home.ok("buffer", "set", "--name", "main", "text")
        try await eventually("the program has asked for the clipboard") {
            try await home.ask("GET", "/sessions/box/clipboard").status == 200
        }
        // Nobody listens there.
        try await home.ok("llm", "add", "main", "http://127.0.0.1:9/v1")
        // Whatever can be read without parameters of its own is read.
        for (path, methods) in paths where methods["get"] != nil {
            let name = path.contains("/providers/") ? "claude" : "main"
            let answer = try await TestConnection(home.directory + "/tend.sock")
                .ask(
                    "GET",
                    path.replacingOccurrences(of: "{id}", with: path.contains("/attention/") ? item : "box")
                        .replacingOccurrences(of: "{name}", with: name))
            let isRight =
                answer.status == 200 || answer.status == 426
                || answer.status == 400 && ["missing", "no git repository"].contains(where: answer.text.contains)
                || path.hasSuffix("/models") && answer.status == 503
            #expect(isRight, "GET \(path): \(answer.status) \(answer.text)")
        }
        try await home.close()
    }

    @Test func `a session can be had by requests alone`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let made = try await home.ask(
            "POST", "/sessions", body: #"{"name": "by hand", "command": "cat", "rows": 10, "cols": 40}"#)
        #expect(made.status == 201, "\(made.text)")
        let id = try #require(try made.json()["id"] as? String)
        #expect(try await home.session("by hand").id == id)
        #expect(try await home.ask("POST", "/sessions/\(id)/input", body: #"{"text": "typed\n"}"#).status == 204)
        let met = try await home.ask("GET", "/sessions/by%20hand/wait?until=text&pattern=typed&timeout=30s")
        #expect(try met.json()["met"] as? Bool == true, "\(met.text)")
        try await eventually("the answer has come, too") {
            try await home.ask("GET", "/sessions/\(id)/screen?format=text").text.hasPrefix("typed\ntyped\n")
        }
        #expect(try await home.ask("DELETE", "/sessions/\(id)").status == 204)
        #expect(try await home.sessions().isEmpty)
        try await home.close()
    }
}
