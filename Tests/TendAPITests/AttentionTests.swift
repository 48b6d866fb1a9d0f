import FoundationEssentials
import Glibc
import Synchronization
import TendCore
import Testing

@testable import TendAPI

@Suite struct AttentionTests {
    private static let question =
        #"{"session":"a","key":"k1","kind":"permission","title":"run ls","tool":"Bash","command":"ls","deadline":60}"#

    @Test func `an item is asked once, answered once, and the second answer is stale`() async throws {
        try await withServer { service, server in
            service.add("a")
            let asked = try await server.request("POST", "/api/v1/attention", Self.question)
            #expect(asked.status == 201)
            #expect(asked.headers["location"] == "/api/v1/attention/itk1")
            let item = try asked.decoded(AttentionJSON.self)
            #expect(item.verdicts == [.allow, .deny] && item.way == .asker && item.state == .open)
            #expect(item.sessionName == "a" && item.deadline?.seconds == 1_700_000_060)

            #expect(try await server.request("POST", "/api/v1/attention", Self.question).status == 200)
            let list = try await server.request("GET", "/api/v1/attention")
            #expect(try list.decoded(AttentionListJSON.self).attention.map(\.id) == ["itk1"])

            let body = #"{"verdict":"allow"}"#
            let first = try await server.request("POST", "/api/v1/attention/itk/answer", body)
            #expect(try first.decoded(AnsweredJSON.self).result == .applied)
            let second = try await server.request("POST", "/api/v1/attention/itk1/answer", body)
            #expect(try second.decoded(AnsweredJSON.self).result == .stale)
            #expect(try second.decoded(AnsweredJSON.self).item.ending?.by == "you")
            // The kernel says who it was: this process.
            #expect(service.inbox.peers.withLock { $0 } == [getpid(), getpid()])

            #expect(
                try await server.request("GET", "/api/v1/attention").decoded(AttentionListJSON.self).attention.isEmpty)
            let all = try await server.request("GET", "/api/v1/attention?all=1").decoded(AttentionListJSON.self)
            #expect(all.attention.map(\.state) == [.answered])
            let waited = try await server.request("GET", "/api/v1/attention/itk1/wait?timeout=1")
            #expect(try waited.decoded(AttentionJSON.self).ending?.verdict == .allow)
            #expect(
                try await server.request("POST", "/api/v1/attention/itk1/outcome", #"{"outcome":"applied"}"#).status
                    == 204)
            let audit = try await server.request("GET", "/api/v1/audit?limit=5").decoded(AuditListJSON.self)
            #expect(audit.audit.map(\.command) == ["ls"])
        }
    }

    @Test(arguments: [
        ("POST", "/attention", #"{"session":"b","key":"k","kind":"idle","title":"t"}"#, 404, "not_found"),
        ("POST", "/attention", #"{"session":"a","key":"","kind":"idle","title":"t"}"#, 400, "invalid"),
        ("POST", "/attention", #"{"session":"a","key":"k","kind":"idle","title":""}"#, 400, "invalid"),
        ("POST", "/attention", #"{"session":"a","key":"k","kind":"question","title":"t"}"#, 400, "invalid"),
        ("POST", "/attention", #"{"session":"a","key":"k","kind":"idle","title":"t","cwd":"x"}"#, 400, "invalid"),
        ("POST", "/attention", #"{"session":"a","key":"k","kind":"idle","title":"t","deadline":-1}"#, 400, "invalid"),
        ("POST", "/attention", #"{"session":"a","key":"k","kind":"lunch","title":"t"}"#, 400, "invalid"),
        (
            "POST", "/attention", #"{"session":"a","key":"k","kind":"permission","way":"keys","title":"t"}"#, 400,
            "invalid"
        ),
        ("GET", "/attention/zzz", "", 404, "not_found"),
        ("GET", "/attention/itk1/wait?timeout=61", "", 400, "invalid"),
        ("POST", "/attention/itk1/answer", #"{"verdict":"allow_always"}"#, 400, "invalid"),
        ("POST", "/attention/itk1/answer", #"{"verdict":"allow","reason":"myself"}"#, 403, "forbidden"),
        ("POST", "/attention/itk1/outcome", #"{"outcome":"pending"}"#, 400, "invalid"),
        ("POST", "/approvals/test", #"{"tool":"Bash","cwd":"here"}"#, 400, "invalid"),
    ])
    func `what cannot be is refused`(
        method: String, path: String, body: String, status: Int, code: String
    ) async throws {
        try await withServer { service, server in
            service.add("a")
            _ = try await server.request("POST", "/api/v1/attention", Self.question)
            let answer = try await server.request(method, "/api/v1" + path, body.isEmpty ? nil : body)
            #expect(answer.status == status)
            #expect(try answer.decoded(ErrorJSON.self).error.code == code)
        }
    }

    @Test func `the event of an item carries the item`() async throws {
        try await withServer { service, server in
            service.add("a")
            let client = try TestClient(server.path)
            try client.send(TestClient.head("GET", "/api/v1/events?topics=attention.opened", [], nil))
            _ = try await client.read(through: ": events of tend\n\n")
            _ = try await server.request("POST", "/api/v1/attention", Self.question)
            let event = try await client.read(through: "\n\n")
            #expect(event.contains("event: attention.opened\n"))
            #expect(event.contains(#""command":"ls""#) && event.contains(#""id":"itk1""#))
        }
    }

    @Test func `rules are tried without asking anybody`() async throws {
        try await withServer { _, server in
            let answer = try await server.request(
                "POST", "/api/v1/approvals/test", #"{"tool":"Bash","command":"git status"}"#)
            let ruling = try answer.decoded(ApprovalRulingJSON.self)
            #expect(ruling.action == .allow && ruling.rule == 1 && ruling.risk == .reads)
        }
    }
}
