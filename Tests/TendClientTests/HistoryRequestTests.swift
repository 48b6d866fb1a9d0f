import TendCore
import TendScreen
import TestSupport
import Testing

@testable import TendClient

struct HistoryRequestTests {
    private let rows = ["a", "b", "c"].map { Row(cells: $0.unicodeScalars.map { Cell(glyph: $0.value) }) }

    @Test func `a page of rows is read with its headers`() async throws {
        let body = String(decoding: FrameCodec.encode(rows: rows), as: UTF8.self)
        let server = try FakeServer { _, peer in
            let request = try peer.request()
            #expect(request.line == "GET /api/v1/sessions/x/rows?mark=9&width=80&skip=3&count=2 HTTP/1.1")
            try peer.write(
                "HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\nX-Tend-Rows-Screen: 1\r\n"
                    + "X-Tend-Rows-Total: 40\r\nX-Tend-Rows-Mark: 9\r\nX-Tend-Rows-Width: 80\r\n\r\n" + body)
        }
        let page = try await Client(socketPath: server.path)
            .rows("x", RowQuery(mark: 9, width: 80, skip: 3, count: 2))
        #expect(page == RowPage(rows: rows, screenCount: 1, historyCount: 40, mark: 9, width: 80))
    }

    @Test func `an answer without its headers or of something else is told as such`() async throws {
        let server = try FakeServer { number, peer in
            _ = try peer.request()
            try peer.answer("200 OK", number == 0 ? "\u{1}\u{0}" : "what")
        }
        for _ in 0..<2 {
            await #expect(throws: ClientError.self) {
                try await Client(socketPath: server.path).rows("x", RowQuery(count: 1))
            }
        }
    }

    @Test func `places and moments are read`() async throws {
        let server = try FakeServer { number, peer in
            let request = try peer.request()
            switch number {
            case 0:
                #expect(
                    request.line == "GET /api/v1/sessions/x/rows/matches?mark=1&width=80&skip=2&forward=1&limit=1"
                        + "&pattern=a%20b&ignoreCase=1 HTTP/1.1")
                try peer.answer("200 OK", #"{"places":[{"skip":4,"column":5}]}"#)
            case 1:
                #expect(
                    request.line == "GET /api/v1/sessions/x/rows/prompts?mark=1&width=80&skip=2&limit=1 HTTP/1.1")
                try peer.answer("200 OK", #"{"places":[]}"#)
            default: try peer.answer("200 OK", #"{"moments":[{"offset":7,"time":8}]}"#)
            }
        }
        let client = Client(socketPath: server.path)
        var query = PlaceQuery(mark: 1, width: 80, skip: 2, isForward: true, pattern: "a b", ignoresCase: true)
        #expect(try await client.matches("x", query) == [RowPlace(skip: 4, column: 5)])
        query.isForward = false
        #expect(try await client.prompts("x", query) == [])
        #expect(try await client.moments("x") == [RecordedMoment(offset: 7, time: 8)])
    }

    @Test func `an earlier screen is a screen`() async throws {
        var screen = Screen(size: Size(rows: 3, columns: 4))
        screen.rows = rows
        // The script speaks text, and these modes would be no UTF-8.
        screen.modes = []
        let body = String(decoding: FrameCodec.encode(Frame(from: nil, to: screen)), as: UTF8.self)
        let server = try FakeServer { _, peer in
            #expect(try peer.request().line == "GET /api/v1/sessions/x/screen?format=frame&at=7 HTTP/1.1")
            try peer.answer("200 OK", body, type: "application/octet-stream")
        }
        #expect(try await Client(socketPath: server.path).screen("x", at: 7) == screen)
    }
}
