import TendCore
import Testing

@testable import TendAPI

@Suite struct WorktreeRouteTests {
    @Test func `worktrees are listed, removed and pruned`() async throws {
        try await withServer { _, server in
            let list = try await server.request("GET", "/api/v1/worktrees?directory=/repo")
            #expect(list.status == 200 && list.text.contains(#""branch":"x""#))
            #expect(list.text.contains(#""repository":"/repo""#))
            let kept = try await server.request(
                "POST", "/api/v1/worktrees/remove", #"{"directory":"/repo","worktree":"x"}"#)
            #expect(kept.status == 409 && kept.text.contains("1 changed file"))
            let removed = try await server.request(
                "POST", "/api/v1/worktrees/remove", #"{"directory":"/repo","worktree":"x","force":true}"#)
            #expect(removed.status == 200 && removed.text.contains(#""lost":["1 changed file (a)"]"#))
            let pruned = try await server.request("POST", "/api/v1/worktrees/prune", #"{"directory":"/repo"}"#)
            #expect(pruned.text.contains(#""reason":"not merged""#))
        }
    }

    @Test func `changes are read, and texts submitted or refused`() async throws {
        try await withServer { service, server in
            service.add("a")
            let diff = try await server.request("GET", "/api/v1/sessions/a/diff")
            #expect(diff.status == 200 && diff.text.contains(#""lines":["-a","+b"]"#))
            let refused = try await server.request("POST", "/api/v1/sessions/a/submit", #"{"text":"hi"}"#)
            #expect(refused.status == 200)
            #expect(refused.text == #"{"reason":"it waits for permission","result":"refused"}"#)
            let typed = try await server.request("POST", "/api/v1/sessions/a/submit", #"{"text":"hi","force":true}"#)
            #expect(typed.text == #"{"result":"typed"}"#)
            #expect(try await server.request("POST", "/api/v1/sessions/a/submit", #"{"text":""}"#).status == 400)
        }
    }
}
