import TendCore
import Testing

@testable import TendAPI

@Suite struct ProviderRouteTests {
    private let body = """
        {"agent":"toy","model":"m","prompt":"hi","resume":"c1","config":{"mode":"quick"},"args":["--x"],"cwd":"/src",
        "account":"work","llm":"gate"}
        """

    @Test func `providers are listed, shown and changed`() async throws {
        try await withServer { _, server in
            let list = try await server.request("GET", "/api/v1/providers")
            #expect(list.status == 200)
            #expect(list.text.contains(#""name":"toy""#))
            #expect(list.text.contains(#""problems":["x.json: name: is missing"]"#))
            #expect(try await server.request("GET", "/api/v1/providers/nobody").status == 404)
            let changed = try await server.request(
                "PATCH", "/api/v1/providers/toy", #"{"enabled":false,"config":{"model":"m"}}"#)
            #expect(changed.status == 200)
            #expect(changed.text.contains(#""enabled":false"#))
            #expect(changed.text.contains(#""value":"m""#))
        }
    }

    @Test func `a plan is asked for with the body of a new session`() async throws {
        try await withServer { _, server in
            let plan = try await server.request("POST", "/api/v1/plans", body)
            #expect(plan.status == 200)
            #expect(
                plan.text
                    == #"{"account":"work","agent":"toy","args":["--x"],"command":"toy","conversation":"c1","cwd":"/src","env":{"mode":"quick"},"files":[],"llm":"gate","mcp":[],"notes":["m","hi"],"problems":[]}"#
            )
        }
    }

    @Test func `a path is completed within limits`() async throws {
        try await withServer { _, server in
            let some = try await server.request("GET", "/api/v1/directories?path=%2Fsrc%2F&limit=7")
            #expect(some.text == #"{"directory":"/src/","exists":true,"is_cut":true,"names":["limit 7"]}"#)
            #expect(try await server.request("GET", "/api/v1/directories?path=/").text.contains("limit 200"))
            for query in ["", "?path=src", "?path=/&limit=0", "?path=/&limit=1001"] {
                #expect(try await server.request("GET", "/api/v1/directories" + query).status == 400)
            }
        }
    }

    @Test func `what is wrong with a field is told with the field`() async throws {
        let error = ErrorJSON(
            ServiceError(.invalid, "no", problems: [FieldProblem(FieldProblem.config("effort"), "there is no 'x'")]))
        #expect(error.error.problems == [FieldProblem("config.effort", "there is no 'x'")])
        #expect(error.serviceError.problems == error.error.problems)
        #expect(ErrorJSON(ServiceError(.invalid, "no")).error.problems == nil)
    }

    @Test(arguments: [
        (#"{"agent":"toy","command":"sh"}"#, "agent and command exclude each other"),
        (#"{"model":"m"}"#, "model without an agent"), (#"{"prompt":"hi"}"#, "prompt without an agent"),
        (#"{"account":"work"}"#, "account without an agent"), (#"{"llm":"gate"}"#, "llm without an agent"),
        (#"{"config":{}}"#, "config without an agent"), (#"{"args":["a"]}"#, "args without a command"),
    ])
    func `what makes no sense without an agent, or with one, is refused`(_ body: String, _ message: String) async throws
    {
        try await withServer { _, server in
            let answer = try await server.request("POST", "/api/v1/sessions", body)
            #expect(answer.status == 400)
            #expect(answer.text.contains(message))
        }
    }
}
