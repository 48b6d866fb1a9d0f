import Foundation
import Synchronization
import TendCore
import TestSupport
import Testing

@testable import TendClient

struct RequestTests {
    @Test func `an answer is read`() async throws {
        let server = try FakeServer { _, peer in
            #expect(try peer.request().line == "GET /api/v1/sessions HTTP/1.1")
            try peer.answer("200 OK", sampleList("build", "web"))
        }
        let names = try await Client(socketPath: server.path).sessions().map(\.name)
        #expect(names == ["build", "web"])
    }

    @Test func `names are escaped, bodies are JSON`() async throws {
        let server = try FakeServer { _, peer in
            let request = try peer.request()
            #expect(request.line == "PATCH /api/v1/sessions/a%20b%2Fc HTTP/1.1")
            #expect(request.body == #"{"name":"é"}"#)
            try peer.answer("200 OK", json(SessionJSON(sample())))
        }
        _ = try await Client(socketPath: server.path).rename("a b/c", to: "é")
    }

    @Test func `a workspace is changed, and a client asked`() async throws {
        let server = try FakeServer { number, peer in
            let request = try peer.request()
            if number == 0 {
                #expect(request.line == "POST /api/v1/workspaces/a%20b/actions HTTP/1.1")
                #expect(request.body.contains(#""do":"close""#))
                try peer.answer("200 OK", json(ChangedJSON(workspace: Workspace(name: "a b"), panes: [nil])))
            } else {
                #expect(request.line == "POST /api/v1/clients/focused/do HTTP/1.1")
                #expect(request.body == #"{"command":"pane.zoom"}"#)
                try peer.answer("409 Conflict", #"{"error":{"code":"conflict","message":"no pane"}}"#)
            }
        }
        let client = Client(socketPath: server.path)
        let changed = try await client.change("a b", [.close(pane: PaneID(rawValue: 1))])
        #expect(changed.panes == [nil])
        await #expect(throws: ClientError.service(ServiceError(.conflict, "no pane"))) {
            try await client.perform("pane.zoom")
        }
    }

    @Test func `a refusal is told in the server's words`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.answer("404 Not Found", #"{"error":{"code":"not_found","message":"no session 'x'"}}"#)
        }
        await #expect(throws: ClientError.service(ServiceError(.notFound, "no session 'x'"))) {
            try await Client(socketPath: server.path).session("x")
        }
    }

    @Test func `an error of something else is told as what it is`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.answer("502 Bad Gateway", "<html>", type: "text/html")
        }
        await #expect(throws: ClientError.unexpected(attempt: "listing sessions", cause: "HTTP status 502")) {
            try await Client(socketPath: server.path).sessions()
        }
    }

    @Test func `an answer that lacks a field names it`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.answer("200 OK", "{}")
        }
        await #expect(throws: ClientError.unexpected(attempt: "listing sessions", cause: "'sessions' is missing")) {
            try await Client(socketPath: server.path).sessions()
        }
    }

    @Test func `what is no HTTP is told as that`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.write("SSH-2.0-OpenSSH_9.6\r\n")
        }
        await #expect(throws: ClientError.unexpected(attempt: "listing sessions", cause: "it is not HTTP")) {
            try await Client(socketPath: server.path).sessions()
        }
    }

    @Test func `reading is tried again when the server goes away`() async throws {
        let server = try FakeServer { number, peer in
            if number == 0 { return }  // Closed with the request unread: the client gets a reset.
            _ = try peer.request()
            try peer.answer("200 OK", sampleList("build"))
        }
        #expect(try await Client(socketPath: server.path).sessions().count == 1)
    }

    @Test func `half an answer is none`() async throws {
        let server = try FakeServer { number, peer in
            _ = try peer.request()
            if number == 0 { return try peer.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{") }
            try peer.answer("200 OK", sampleList("build"))
        }
        #expect(try await Client(socketPath: server.path).sessions().count == 1)
    }

    @Test func `what changes something is not done twice`() async throws {
        let connections = Mutex(0)
        let server = try FakeServer { _, peer in
            connections.withLock { $0 += 1 }
            _ = try peer.request()
        }
        await #expect(throws: ClientError.connectionLost(attempt: "restarting 'build'")) {
            try await Client(socketPath: server.path).restart("build")
        }
        #expect(connections.withLock { $0 } == 1)
    }

    @Test func `a server that says nothing is given up`() async throws {
        let server = try FakeServer { _, peer in peer.waitForEnd() }
        await #expect(throws: ClientError.timedOut(attempt: "listing sessions")) {
            try await Client(socketPath: server.path, timeout: .milliseconds(50)).sessions()
        }
    }

    @Test func `nobody at the socket is told with the remedy`() async throws {
        let path = FakeServer.unusedPath()
        let error = await #expect(throws: ClientError.self) { try await Client(socketPath: path).sessions() }
        #expect(error == .notRunning(socket: path, cause: "there is no such socket"))
        #expect(error?.description.contains("tend server start") == true)
    }

    @Test func `a path that no socket can have is told`() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 200)
        let error = await #expect(throws: ClientError.self) { try await Client(socketPath: path).sessions() }
        #expect(error?.description.contains("TEND_HOME") == true)
    }
}
