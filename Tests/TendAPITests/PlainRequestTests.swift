import Foundation
import HTTPTypes
import NIOCore
import TendCore
import Testing

@testable import TendAPI

/// The way of requests that goes without the machinery of HTTP, held against the one that goes through it.
struct PlainRequestTests {
    private static func request(_ line: String, _ fields: [String] = [], body: String = "") -> String {
        (["\(line) HTTP/1.1", "host: tend", "connection: close"] + fields).joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    @Test func `what our clients write is read`() throws {
        let text = Self.request(
            "POST /api/v1/sessions?a=b%20c", ["content-type: application/json", "content-length: 9"],
            body: #"{"a": 1}\n"#)
        let short = Self.request(
            "POST /api/v1/sessions?a=b%20c", ["content-type: application/json", "content-length: 8"], body: #"{"a": 1}"#
        )
        #expect(PlainRequest(ByteBuffer(string: text)) == nil)
        let request = try #require(PlainRequest(ByteBuffer(string: short)))
        #expect(request.head.method == .post)
        #expect(request.head.path == "/api/v1/sessions?a=b%20c")
        #expect(request.head.authority == "tend")
        #expect(request.head.headerFields[.connection] == "close")
        #expect(request.head.headerFields[.contentType] == "application/json")
        #expect(request.head.headerFields[.contentLength] == "8")
        #expect(String(buffer: request.body) == #"{"a": 1}"#)
    }

    @Test(
        arguments: [
            "", "\r\n", "GET", "GET /a HTTP/1.1\r\n", "GET /a HTTP/1.1\r\nhost: tend\r\n",
            "GET /a HTTP/1.1\nhost: tend\n\n",
            "GET /a HTTP/1.1\r\n\r\n", "GET /a HTTP/1.0\r\nhost: tend\r\n\r\n",
            "GET  /a HTTP/1.1\r\nhost: tend\r\n\r\n",
            "GET a HTTP/1.1\r\nhost: tend\r\n\r\n", "GET /a b HTTP/1.1\r\nhost: tend\r\n\r\n",
            "HEAD /a HTTP/1.1\r\nhost: tend\r\n\r\n", "get /a HTTP/1.1\r\nhost: tend\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: tend\r\n\r\n", "GET /a HTTP/1.1\r\nhost:tend\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost:  tend\r\n\r\n", "GET /a HTTP/1.1\r\nhost: tend \r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: \r\n\r\n", "GET /a HTTP/1.1\r\nhost\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost : tend\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: tend\r\nhost: tend\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: tend\r\n connection: close\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: tend\r\ntransfer-encoding: chunked\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: tend\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\nx",
            "GET /a HTTP/1.1\r\nhost: tend\r\ncontent-length: +1\r\n\r\nx",
            "GET /a HTTP/1.1\r\nhost: tend\r\ncontent-length: 2\r\n\r\nx",
            "GET /a HTTP/1.1\r\nhost: tend\r\ncontent-length: 99999999999999999999\r\n\r\nx",
            "GET /a HTTP/1.1\r\nhost: tend\r\n\r\nGET /b HTTP/1.1\r\nhost: tend\r\n\r\n",
            "GET /ä HTTP/1.1\r\nhost: tend\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: te\u{0}nd\r\n\r\n", "GET /a HTTP/1.1\r\nhost: te\rnd\r\n\r\n",
            "GET /a HTTP/1.1\r\nhost: tend\r\nconnection: \(String(repeating: "x", count: 4096))\r\n\r\n",
        ])
    func `what could be read in another way is left to HTTP`(text: String) {
        #expect(PlainRequest(ByteBuffer(string: text)) == nil)
    }

    @Test func `a request is read only when it is all there`() {
        let text = Self.request("POST /a", ["content-length: 3"], body: "abc")
        for count in 0..<text.utf8.count {
            #expect(PlainRequest(ByteBuffer(bytes: Array(text.utf8.prefix(count)))) == nil)
        }
        #expect(PlainRequest(ByteBuffer(string: text)) != nil)
        #expect(PlainRequest(ByteBuffer(string: text + "d")) == nil)
    }

    @Test(
        arguments: [
            ("GET", "/api/v1/sessions", nil), ("GET", "/api/v1/sessions/a", nil),
            ("GET", "/api/v1/sessions/nobody", nil),
            ("POST", "/api/v1/sessions", #"{"command":"missing"}"#), ("POST", "/api/v1/sessions", #"{"rows":"#),
            ("POST", "/api/v1/sessions", #"{"rowz":1}"#), ("POST", "/api/v1/sessions/a/input", #"{"text":"x"}"#),
            ("POST", "/api/v1/sessions/a/input", #"{"keys":["Q-x"]}"#),
        ] as [(String, String, String?)])
    func `the short way answers as the long one does`(method: String, path: String, body: String?) async throws {
        try await withServer { service, server in
            service.add("a")
            let long = try await server.request(method, path, body)

            let client = try TestClient(server.path)
            let length = body.map { ["content-length: \($0.utf8.count)"] } ?? []
            try client.send(Array(Self.request("\(method) \(path)", length, body: body ?? "").utf8))
            // It can be told apart by the order of its fields only.
            #expect(try await client.read(through: "\r\n").hasPrefix("HTTP/1.1 \(long.status) "))
            #expect(try await client.read(through: "\r\n") == "connection: close\r\n")
            let rest = String(decoding: try await client.readToEnd(), as: UTF8.self)
            let parts = rest.components(separatedBy: "\r\n\r\n")
            var fields: [String: String] = [:]
            for line in parts[0].components(separatedBy: "\r\n") {
                let pair = line.components(separatedBy: ": ")
                fields[pair[0]] = pair[1]
            }
            #expect(fields == long.headers.filter { $0.key != "connection" })
            #expect(parts[1] == long.text)
        }
    }

    @Test func `who says no more after the request gets its answer`() async throws {
        try await withServer { service, server in
            service.add("a")
            let client = try TestClient(server.path)
            try client.send(Array(Self.request("GET /api/v1/sessions").utf8))
            client.halfClose()
            #expect(try await client.response().status == 200)
            #expect(try await client.readToEnd() == [])
        }
    }

    @Test func `a request that comes in pieces, or after silence, is answered`() async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            let bytes = Array(Self.request("GET /api/v1/sessions").utf8)
            try client.send(Array(bytes[..<20]))
            #expect(try await server.request("GET", "/api/v1/health").status == 200)
            try client.send(Array(bytes[20...]))
            #expect(try await client.response().status == 200)

            // Nothing at all.
            let silent = try TestClient(server.path)
            silent.halfClose()
            #expect(try await silent.readToEnd() == [])
        }
    }

    @Test(arguments: [false, true])
    func `a live socket is opened in either way`(isPlain: Bool) async throws {
        try await withServer { service, server in
            service.add("a")
            let socket = try await TestWebSocket(
                server, "/api/v1/live?session=a&rows=20&cols=50", isPlain: isPlain)
            let reply = try await socket.receive(LiveMessage.Reply.self)
            #expect(reply.id == 0 && reply.ok == true && reply.channel == 1)
            #expect(try await socket.frame() == 1)
            service.show("x", in: "a")
            try socket.send(binary: [1, 1])
            #expect(try await socket.frame() == 1)
            try socket.send(LiveMessage.Request(.watch, id: 3, session: "nobody"))
            #expect(try await socket.receive(LiveMessage.Reply.self).error?.code == "not_found")
        }
    }

    @Test(arguments: ["/api/v1/live?session=a&rows=1", "/api/v1/live?bogus=1", "/api/v1/live?session=a&rows=x&cols=1"])
    func `a live socket that is asked for wrongly is refused with the reason`(path: String) async throws {
        try await withServer { service, server in
            service.add("a")
            var answers: [TestResponse] = []
            for head in [TestWebSocket.plainHead(path), TestClient.head("GET", path, TestWebSocket.headers, nil)] {
                let client = try TestClient(server.path)
                try client.send(head)
                answers.append(try await client.response())
            }
            #expect(answers[0].status == 400)
            #expect(answers[0].status == answers[1].status)
            #expect(answers[0].text == answers[1].text)
        }
    }

    @Test(arguments: [false, true])
    func `an answer that is being read when the server stops arrives as a whole`(isPlain: Bool) async throws {
        try await withServer { service, server in
            // More than a socket holds.
            for number in 0..<2000 { service.add("a\(number)") }
            let client = try TestClient(server.path)
            try client.send(
                isPlain
                    ? Array(Self.request("GET /api/v1/sessions").utf8)
                    : TestClient.head("GET", "/api/v1/sessions", [], nil))
            let begin = try await client.read(1)
            server.server.shutdown(grace: .seconds(60))
            let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
            let parts = try #require(text.range(of: "\r\n\r\n"))
            #expect(begin == Array("H".utf8))
            let length = try #require(text[..<parts.lowerBound].lowercased().firstMatch(of: #/content-length: (\d+)/#))
            #expect(text[parts.upperBound...].utf8.count == Int(length.1))
        }
    }
}
