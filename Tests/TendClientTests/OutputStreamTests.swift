import Dispatch
import TendCore
import TestSupport
import Testing

@testable import TendClient

struct OutputStreamTests {
    @Test func `output goes on where it was when the server is replaced`() async throws {
        let seen = DispatchSemaphore(value: 0)
        let server = try FakeServer { number, peer in
            let line = try peer.upgrade().line
            if number == 0 {
                #expect(line == "GET /api/v1/sessions/build/stream?since=10 HTTP/1.1")
                try peer.send(text: #"{"offset":10,"oldest":0}"#)
                try peer.send(binary: Array("abc".utf8))
                seen.wait()
            } else {
                #expect(line == "GET /api/v1/sessions/build/stream?since=13 HTTP/1.1")
                try peer.send(text: #"{"offset":13,"oldest":0}"#)
                try peer.send(binary: Array("def".utf8))
                try peer.send(close: 1000)
                peer.waitForEnd()
            }
        }
        var text = ""
        for try await piece in Client(socketPath: server.path).stream("build", since: 10) {
            #expect(piece.start == 10 + UInt64(text.utf8.count))
            text += String(decoding: piece.bytes, as: UTF8.self)
            seen.signal()
        }
        #expect(text == "abcdef")
    }

    @Test func `a server that dies in the handshake is waited for`() async throws {
        let server = try FakeServer { number, peer in
            if number == 0 { return _ = try peer.request() }
            _ = try peer.upgrade()
            if number == 1 { return }
            try peer.send(text: #"{"offset":0,"oldest":0}"#)
            try peer.send(binary: [7])
            try peer.send(close: 1000)
            peer.waitForEnd()
        }
        var bytes: [UInt8] = []
        for try await piece in Client(socketPath: server.path).stream("build", since: 0) { bytes += piece.bytes }
        #expect(bytes == [7])
    }

    @Test func `a gap is seen by its offset`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: #"{"offset":500,"oldest":500}"#)
            try peer.send(binary: [1, 2])
            try peer.send(close: 1000)
            peer.waitForEnd()
        }
        var starts: [UInt64] = []
        for try await piece in Client(socketPath: server.path).stream("build", since: 0) { starts.append(piece.start) }
        #expect(starts == [500])
    }

    @Test func `a reader that was too slow is told so`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.upgrade()
            try peer.send(text: #"{"offset":0,"oldest":0}"#)
            try peer.send(close: LiveMessage.tooSlowCode)
            peer.waitForEnd()
        }
        var output = Client(socketPath: server.path).stream("build", since: 0).makeAsyncIterator()
        let error = await #expect(throws: ClientError.self) { _ = try await output.next() }
        guard case .service(let refusal) = error else {
            Issue.record("it is \(String(describing: error))")
            return
        }
        #expect(refusal.code == .tooSlow)
    }

    @Test func `a refused handshake is told in the server's words`() async throws {
        let server = try FakeServer { _, peer in
            _ = try peer.request()
            try peer.answer("404 Not Found", #"{"error":{"code":"not_found","message":"no session 'x'"}}"#)
        }
        var output = Client(socketPath: server.path).stream("x", since: 0).makeAsyncIterator()
        await #expect(throws: ClientError.service(ServiceError(.notFound, "no session 'x'"))) {
            _ = try await output.next()
        }
    }
}
