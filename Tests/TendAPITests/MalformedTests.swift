import TestSupport
import Testing

@testable import TendAPI

@Suite struct MalformedTests {
    @Test(arguments: ["/api/v1/health", "/api/v1/nothing"])
    func `HEAD is answered without a body, and the connection goes on`(path: String) async throws {
        try await withServer { service, server in
            let client = try TestClient(server.path)
            for _ in 0..<2 {
                try client.send(TestClient.head("HEAD", path, [], nil))
                let answer = try await client.response(hasBody: false)
                #expect(answer.status == (path.hasSuffix("health") ? 405 : 404))
            }
            try client.send(TestClient.head("GET", "/api/v1/health", [], nil))
            #expect(try await client.response().status == 200)
        }
    }

    private static func mutated(_ bytes: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            default: if bytes.count > 1 { bytes.remove(at: place) }
            }
        }
        return bytes
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `broken requests get a refusal or a closed connection, never a fault or silence`(seed: UInt64) async throws {
        try await withServer { service, server in
            service.add("a")
            var generator = SplitMix(state: seed)
            let body = Array(#"{"name":"x","args":["1"],"env":{"A":null}}"#.utf8)
            let seeds: [[UInt8]] = [
                TestClient.head("POST", "/api/v1/sessions?x=%41", ["Content-Type: application/json"], body),
                TestClient.head("GET", "/api/v1/sessions/a/screen?format=json&history=2", [], nil),
                TestClient.head("GET", "/api/v1/live", TestWebSocket.headers, nil) + TestWebSocket.frame(0x81, [0x7B]),
            ]
            for round in 0..<60 {
                let client = try TestClient(server.path)
                try? client.send(Self.mutated(seeds[round % seeds.count], &generator))  // The server may hang up first.
                client.halfClose()
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.isEmpty || !answer.hasPrefix("HTTP/1.1 5"), "seed \(seed), round \(round): \(answer)")
            }
            #expect(try await server.request("GET", "/api/v1/health").status == 200)
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `broken frames end in a close frame or a closed connection`(seed: UInt64) async throws {
        try await withServer { service, server in
            service.add("a")
            var generator = SplitMix(state: seed)
            for _ in 0..<40 {
                let client = try TestClient(server.path)
                try client.send(TestClient.head("GET", "/api/v1/live", TestWebSocket.headers, nil))
                #expect(try await client.response().status == 101)
                let frames =
                    TestWebSocket.frame(0x81, Array(#"{"op":"watch","session":"a"}"#.utf8))
                    + TestWebSocket.frame(0x82, [1, 1]) + TestWebSocket.frame(0x89, [1])
                try? client.send(Self.mutated(frames, &generator))  // The server may hang up first.
                client.halfClose()
                _ = try await client.readToEnd()
            }
            #expect(try await server.request("GET", "/api/v1/health").status == 200)
        }
    }
}
