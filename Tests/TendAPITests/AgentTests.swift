import TendCore
import Testing

@testable import TendAPI

@Suite struct AgentTests {
    @Test func `evidence is taken, and an explanation tells the votes`() async throws {
        try await withServer { service, server in
            service.add("a")
            let body = #"{"source":"hook","state":"waiting:permission","detail":"ls","tool":"Bash"}"#
            #expect(try await server.request("POST", "/api/v1/sessions/a/evidence", body).status == 204)
            #expect(service.change { $0.observed } == ["a hook waiting:permission ls Bash"])
            let explanation = try await server.request("GET", "/api/v1/sessions/a/explain").decoded(ExplainJSON.self)
            #expect(explanation.state == "waiting:permission")
            #expect(explanation.source == "program")
            #expect(explanation.votes.map(\.age) == [2])
        }
    }

    @Test(arguments: [
        (#"{"source":"hook","state":"asleep"}"#, 400), (#"{"source":"screen","state":"idle"}"#, 400),
        (#"{"state":"idle"}"#, 400), (#"{"source":"hook","state":"idle","mood":"good"}"#, 400),
    ])
    func `evidence that makes no sense is refused`(body: String, status: Int) async throws {
        try await withServer { service, server in
            service.add("a")
            let answer = try await server.request("POST", "/api/v1/sessions/a/evidence", body)
            #expect(answer.status == status)
            #expect(service.change { $0.observed }.isEmpty)
        }
    }
}
