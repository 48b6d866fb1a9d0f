import FoundationEssentials
import Synchronization
import TendCore
import TendScreen
import Testing

@testable import TendAPI

@Suite struct RouteTests {
    @Test func `a session is created, listed, found by name, renamed, stopped and removed`() async throws {
        try await withServer { service, server in
            let created = try await server.request("POST", "/api/v1/sessions", #"{"name":"build","command":"make"}"#)
            #expect(created.status == 201)
            #expect(created.headers["location"] == "/api/v1/sessions/idbuild")
            #expect(try created.decoded(SessionJSON.self).state == .running)

            let list = try await server.request("GET", "/api/v1/sessions")
            #expect(try list.decoded(SessionListJSON.self).sessions.map(\.name) == ["build"])
            #expect(list.headers["content-type"] == "application/json")
            #expect(list.headers["cache-control"] == "no-store")
            #expect(list.headers["x-content-type-options"] == "nosniff")
            #expect(list.headers["server"] == nil)

            let renamed = try await server.request("PATCH", "/api/v1/sessions/build", #"{"name":"übung 1"}"#)
            #expect(renamed.status == 200)
            let found = try await server.request("GET", "/api/v1/sessions/%C3%BCbung%201")
            #expect(try found.decoded(SessionJSON.self).id == "idbuild")

            let kept = try await server.request("DELETE", "/api/v1/sessions/idbuild?keep=1")
            #expect(kept.status == 200)
            #expect(try kept.decoded(SessionJSON.self).exitCode == 0)
            #expect(try await server.request("DELETE", "/api/v1/sessions/idbuild").status == 204)
            #expect(try await server.request("GET", "/api/v1/sessions/idbuild").status == 404)
        }
    }

    @Test func `a session tells all fields, null for absent ones, and no value of its environment`() async throws {
        try await withServer { service, server in
            service.add("a")
            let text = try await server.request("GET", "/api/v1/sessions/a").text
            #expect(text.contains(#""env_keys":["A"]"#))
            #expect(text.contains(#""started_at":"2023-11-14T22:13:20.500Z""#))
            for name in ["ended_at", "exit_code", "signal"] { #expect(text.contains("\"\(name)\":null")) }
        }
    }

    @Test func `one connection serves many requests and an empty body starts a shell`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("POST", "/api/v1/sessions", [], nil))
            #expect(try await client.response().status == 201)
            for _ in 0..<5 {
                try client.send(TestClient.head("GET", "/api/v1/sessions/sh", [], nil))
                #expect(try await client.response().status == 200)
            }
        }
    }

    @Test func `a client that closes its side after asking is still answered`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/health", [], nil))
            client.halfClose()
            #expect(try await client.response().decoded(StatusJSON.self).status == .ok)
        }
    }

    @Test func `peers of other users are closed without an answer`() async throws {
        try await withServer(userID: 4_000_000) { service, server in
            let client = try TestClient(server.path)
            try? client.send(TestClient.head("GET", "/api/v1/health", [], nil))  // The server may be faster.
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func `all forms of input arrive in order`() async throws {
        try await withServer { service, server in
            service.add("a")
            let path = "/api/v1/sessions/a/input"
            #expect(
                try await server.request("POST", path, #"{"keys":["C-c","Up"],"data":"\u0001","text":"ls\n"}"#).status
                    == 204)
            #expect(try await server.request("POST", path, #"{"paste":"p"}"#).status == 204)
            let mouse = #"{"mouse":{"button":"wheel_up","action":"press","row":1,"col":2,"modifiers":["shift"]}}"#
            #expect(try await server.request("POST", path, mouse).status == 204)
            let raw = try await server.request(
                "POST", path, "raw", headers: ["Content-Type: application/octet-stream"])
            #expect(raw.status == 204)
            #expect(
                service.inputs("a") == [
                    .bytes([1]), .text("ls\n"), .key(Key(.character("c"), .control)), .key(Key(.up)), .paste("p"),
                    .mouse(MouseInput(.wheelUp, .press, at: Point(row: 1, column: 2), .shift)),
                    .bytes(Array("raw".utf8)),
                ])
        }
    }

    @Test func `signals go by number and by name`() async throws {
        try await withServer { service, server in
            service.add("a")
            for body in [#"{"signal":9}"#, #"{"signal":"SIGINT"}"#, #"{"signal":"term"}"#] {
                #expect(try await server.request("POST", "/api/v1/sessions/a/signal", body).status == 204)
            }
            #expect(service.state.withLock { $0.signals } == [9, 2, 15])
            let wrong = try await server.request("POST", "/api/v1/sessions/a/signal", #"{"signal":"TREM"}"#)
            #expect(wrong.status == 400)
            #expect(wrong.error?.message == "signal: there is no 'TREM' — did you mean 'TERM'?")
            for body in [#"{"signal":9.5}"#, #"{"signal":null}"#, #"{"signal":[9]}"#] {
                let wrong = try await server.request("POST", "/api/v1/sessions/a/signal", body)
                #expect(wrong.status == 400)
                #expect(wrong.error?.message == "signal: must be a name such as TERM, or a number from 1 to 64")
            }
            let none = try await server.request("POST", "/api/v1/sessions/a/signal", "{}")
            #expect(none.error?.message == "signal is missing")
        }
    }

    @Test func `a size below one is refused`() async throws {
        try await withServer { service, server in
            service.add("a")
            for body in [#"{"rows":0,"cols":80}"#, #"{"rows":24,"cols":-1}"#] {
                let answer = try await server.request("POST", "/api/v1/sessions/a/resize", body)
                #expect(answer.status == 400)
                #expect(answer.error?.message == "rows and cols must be 1 or more")
            }
        }
    }

    @Test func `the buffer tells where it begins and where to go on`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.append("0123456789", to: "a")
            service.overwrite("a", before: 3)
            let all = try await server.request("GET", "/api/v1/sessions/a/buffer")
            #expect(all.text == "3456789")
            #expect(all.headers["x-tend-buffer-start"] == "3")
            #expect(all.headers["x-tend-buffer-cursor"] == "10")
            #expect(all.headers["content-type"] == "application/octet-stream")
            let rest = try await server.request("GET", "/api/v1/sessions/a/buffer?since=10")
            #expect(rest.text.isEmpty && rest.headers["x-tend-buffer-cursor"] == "10")
        }
    }

    @Test func `screens come in every format`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.show("hello", in: "a")
            let json = try await server.request("GET", "/api/v1/sessions/a/screen?history=2")
            let screen = try json.decoded(ScreenJSON.self)
            #expect(screen.rows.map(\.text) == ["hello", "", "", ""])
            #expect(screen.history.map(\.text) == ["old 0", "old 1"])
            #expect(screen.offset == 7)
            for (format, type) in [
                ("text", "text/plain; charset=utf-8"), ("ansi", "text/plain; charset=utf-8"),
                ("html", "text/html; charset=utf-8"), ("svg", "image/svg+xml"),
            ] {
                let drawn = try await server.request("GET", "/api/v1/sessions/a/screen?format=\(format)")
                #expect(drawn.status == 200)
                #expect(drawn.headers["content-type"] == type)
                #expect(drawn.text.contains("hello"))
            }
        }
    }

    @Test func `lines, search and wait answer`() async throws {
        try await withServer { service, server in
            service.add("a")
            let lines = try await server.request(
                "GET", "/api/v1/sessions/a/lines?offset=-5&limit=1&pattern=x%2By&ignoreCase=1")
            #expect(try lines.decoded(LinesJSON.self).lines == [NumberedLine(number: -5, text: "x+y")])
            let hits = try await server.request("GET", "/api/v1/search?q=two+words")
            #expect(try hits.decoded(SearchJSON.self).hits.map(\.text) == ["found two words"])
            let late = try await server.request("GET", "/api/v1/sessions/a/wait?until=exit&timeout=10ms")
            #expect(late.status == 200)
            #expect(try late.decoded(WaitJSON.self).met == false)
            service.end("a", code: 3)
            let met = try await server.request("GET", "/api/v1/sessions/a/wait?until=exit&timeout=30s")
            #expect(try met.decoded(WaitJSON.self).session.exitCode == 3)
        }
    }

    @Test func `a wait ends with its connection`() async throws {
        try await withServer { service, server in
            service.add("a")
            do {
                let client = try TestClient(server.path)
                try client.send(TestClient.head("GET", "/api/v1/sessions/a/wait?until=exit", [], nil))
                await service.until { $0.waits == 1 }
            }
            await service.until { $0.cancelledWaits == 1 }
        }
    }

    @Test func `a wait ends when the server stops`() async throws {
        try await withServer { service, server in
            service.add("a")
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/sessions/a/wait?until=exit", [], nil))
            await service.until { $0.waits == 1 }
            server.server.shutdown(grace: .seconds(60))
            #expect(try await client.response().status == 503)
        }
    }

    @Test func `the server is stopped, upgraded and restarted by its control`() async throws {
        try await withServer { (service, server) async throws in
            #expect(try await server.request("POST", "/api/v1/server/stop").status == 409)
            #expect(try await server.request("POST", "/api/v1/server/stop", #"{"force":true}"#).status == 202)
            #expect(
                try await server.request("POST", "/api/v1/server/upgrade", #"{"executable":"/bin/x"}"#).status == 202)
            #expect(try await server.request("POST", "/api/v1/server/upgrade", #"{"executable":"x"}"#).status == 400)
            #expect(try await server.request("POST", "/api/v1/server/restart").status == 202)
            #expect(server.control.calls.withLock { $0 } == ["stop", "upgrade /bin/x", "restart"])
        }
    }
}
