import FoundationEssentials
import TendCore
import TendScreen
import Testing

@testable import TendAPI

@Suite struct HistoryRouteTests {
    @Test func `rows come as bytes, with where they are in the headers`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.show("hello", in: "a")
            let page = try await server.request("GET", "/api/v1/sessions/a/rows?count=2")
            #expect(page.headers["content-type"] == "application/octet-stream")
            #expect(
                try FrameCodec.decode(rows: page.body).map(\.text) == ["old 0", "old 1", "hello", "", "", ""])
            #expect(page.headers["x-tend-rows-screen"] == "4")
            #expect(page.headers["x-tend-rows-total"] == "100")
            #expect(page.headers["x-tend-rows-first"] == "98")
            #expect(page.headers["x-tend-rows-width"] == "20")
            #expect(page.headers["x-tend-rows-mark"] == "77")
            let next = try await server.request("GET", "/api/v1/sessions/a/rows?count=1&skip=2&mark=77&width=9")
            #expect(try FrameCodec.decode(rows: next.body).map(\.text) == ["old 0"])
            #expect(next.headers["x-tend-rows-first"] == "97")
            #expect(next.headers["x-tend-rows-width"] == "9")
        }
    }

    @Test func `places are told by row and column`() async throws {
        try await withServer { service, server in
            service.add("a")
            let found = try await server.request(
                "GET", "/api/v1/sessions/a/rows/matches?mark=1&width=80&skip=5&pattern=abc&ignoreCase=1")
            #expect(found.text == #"{"places":[{"column":3,"skip":6}]}"#)
            let prompts = try await server.request(
                "GET", "/api/v1/sessions/a/rows/prompts?mark=1&width=80&skip=5&forward=1&limit=2")
            #expect(
                try prompts.decoded(PlacesJSON.self).places == [.init(skip: 5, column: 0), .init(skip: 4, column: 0)])
        }
    }

    @Test func `moments and the screens of them`() async throws {
        try await withServer { service, server in
            service.add("a")
            service.show("hello", in: "a")
            let moments = try await server.request("GET", "/api/v1/sessions/a/moments")
            #expect(try moments.decoded(MomentsJSON.self).moments == [.init(offset: 5, time: 1_700_000_000_000)])
            let text = try await server.request("GET", "/api/v1/sessions/a/screen?at=5&format=text")
            #expect(text.text.hasPrefix("hello"))
            let frame = try await server.request("GET", "/api/v1/sessions/a/screen?at=5&format=frame")
            let screen = try FrameCodec.decode(frame.body).applied(to: nil)
            #expect(screen.title == "at 5" && screen.rows.first?.text == "hello")
        }
    }

    @Test(arguments: [
        "rows?width=1", "rows?skip=-1", "rows/matches?mark=1&width=80", "rows/matches?pattern=x&width=80",
        "rows/prompts?mark=1", "rows/prompts?mark=1&width=80&limit=0", "screen?at=-1", "screen?at=5&history=3",
        "screen?at=500",
    ])
    func `nonsense is refused`(path: String) async throws {
        try await withServer { (service, server) async throws in
            service.add("a")
            let answer = try await server.request("GET", "/api/v1/sessions/a/" + path)
            #expect(answer.status == 400)
        }
    }
}
