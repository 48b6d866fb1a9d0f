import Foundation
import HTTPTypes
import NIOCore
import TendCore
import TendScreen
import TestSupport
import Testing

@testable import TendAPI

@Suite struct DocumentTests {
    @Test func `every row of the table can be reached, and no two rows are the same`() throws {
        let router = Router()
        for route in RouteTable.all {
            let path = route.path.replacing(/\{[a-z]+\}/, with: "x")
            #expect(try router.match(route.method, path[...]).route.operation == route.operation)
        }
        #expect(RouteTable.all.map(\.operation) == Operation.allCases)
    }

    @Test func `every route is in the document, and the document has no others`() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPI.document.readableBytesView)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        var found: Set<String> = []
        for (path, methods) in paths {
            for method in methods.keys { found.insert(method.uppercased() + " " + path) }
        }
        #expect(found == Set(RouteTable.all.map { $0.method.rawValue + " " + $0.path }))
    }

    @Test func `the document is valid OpenAPI`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tend-openapi-\(UUID()).json")
        try Data(OpenAPI.document.readableBytesView).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let script = """
            import json, sys
            try:
                from openapi_spec_validator import validate
            except ImportError:
                sys.exit(77)
            validate(json.load(open(sys.argv[1])))
            """
        let ending = try TestProgram(["/usr/bin/env", "python3", "-c", script, file.path]).end()
        if ending.status == 77 || ending.status == 127 {
            print("skipped: python3 with openapi_spec_validator is not installed")
            return
        }
        #expect(ending.status == 0, "\(ending.errors.suffix(600))")
    }

    @Test func `schemas have the fields that are sent`() throws {
        let session = Session(
            id: SessionID(rawValue: "a"), name: "a", launch: Launch(command: "sh", directory: "/"),
            size: Size(rows: 2, columns: 2), startedAt: 0)
        let excerpt = ScreenExcerpt(screen: Screen(size: Size(rows: 1, columns: 2)), history: [], offset: 0)
        let decision = Decision(.deny, reason: "no", answers: [["a"]])
        let item = AttentionItem(
            id: AttentionID(rawValue: "aaaaaa"), session: session.id, key: "k", kind: .permission, way: .asker,
            title: "t", tool: "Bash", command: "ls", diff: "+", path: "/a", directory: "/", detail: "d", risk: .reads,
            openedAt: 0, deadline: 1,
            state: .answered(Answer(decision, by: Origin(.localUser, name: "you"), at: 0)))
        let entry = AuditEntry(.answered, item, sessionName: "a", agent: "claude", at: 0)
        let ruling = ApprovalRules([ApprovalRule(.deny, reason: "r")])
            .ruling(ApprovalQuestion(agent: "a", tool: "Read", directory: "/", home: "/"))
        let values: [(String, any Encodable)] = [
            ("Session", SessionJSON(session)), ("SessionList", SessionListJSON(sessions: [])),
            ("Lines", LinesJSON(lines: [], total: 0)), ("Search", SearchJSON([])),
            ("Wait", WaitJSON(.timedOut(session))), ("Screen", ScreenJSON(excerpt)), ("Accepted", AcceptedJSON()),
            ("Event", EventJSON(Event(id: 1, time: 0, session: session, kind: .attention(.opened, item)))),
            ("Attention", AttentionJSON(item, sessionName: "a")), ("AttentionList", AttentionListJSON(attention: [])),
            ("Answered", AnsweredJSON(.applied, AttentionJSON(item, sessionName: "a"))),
            ("Audit", AuditJSON(AuditLine(number: 1, entry: entry))), ("AuditList", AuditListJSON(audit: [])),
            ("ApprovalRuling", ApprovalRulingJSON(ruling, problems: [])),
            ("MCPServerList", MCPServerListJSON(servers: [])), ("LLMList", LLMListJSON(providers: [])),
            (
                "Buffer", BufferJSON(CopyBuffer(name: "b", isAutomatic: true, time: 0, bytes: [1]))
            ), ("BufferList", BufferListJSON(buffers: [])),
            ("AccountList", AccountListJSON(accounts: [])), ("ModelList", ModelListJSON(models: [])),
            ("Error", ErrorJSON(code: "a", message: "b")),
            (
                "Status",
                StatusJSON(
                    ServerStatus(pid: 1, keeperPid: 1, version: "", socket: "", sessionCount: 0, startedAt: 0))
            ),
        ]
        for (name, value) in values {
            let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any]
            #expect(Set(object?.keys.map(\.self) ?? []) == Set(Self.fields(of: name)), "\(name)")
        }
        let bodies: [(String, any RequestJSON.Type)] = [
            ("NewSession", NewSessionJSON.self), ("Rename", RenameJSON.self), ("Resize", ResizeJSON.self),
            ("Signal", SignalJSON.self), ("Input", InputJSON.self), ("Stop", StopJSON.self),
            ("Upgrade", UpgradeJSON.self), ("Empty", EmptyJSON.self), ("ProviderChange", ProviderChangeJSON.self),
            ("Ask", AskJSON.self), ("AnswerAttention", AnswerAttentionJSON.self), ("Outcome", OutcomeJSON.self),
            ("Withdraw", WithdrawJSON.self), ("ApprovalTest", ApprovalTestJSON.self),
            ("Evidence", EvidenceJSON.self), ("NewMCPServer", NewMCPServerJSON.self),
            ("MCPServerChange", MCPServerChangeJSON.self), ("NewLLM", NewLLMJSON.self),
            ("NewAccount", NewAccountJSON.self),
            ("Submit", SubmitJSON.self), ("RemoveWorktree", RemoveWorktreeJSON.self),
            ("PruneWorktrees", PruneWorktreesJSON.self),
        ]
        let keys: [(String, [String])] = [
            ("Provider", ProviderJSON.CodingKeys.allCases.map(\.rawValue)),
            ("ProviderField", ProviderJSON.Field.CodingKeys.allCases.map(\.rawValue)),
            ("Usage", UsageJSON.CodingKeys.allCases.map(\.rawValue)),
            ("SessionAgent", SessionJSON.Agent.CodingKeys.allCases.map(\.rawValue)),
            ("MCPServer", MCPServerJSON.CodingKeys.allCases.map(\.rawValue)),
            ("LLM", LLMJSON.CodingKeys.allCases.map(\.rawValue)),
            ("Account", AccountJSON.CodingKeys.allCases.map(\.rawValue)),
            ("Diff", DiffJSON.CodingKeys.allCases.map(\.rawValue)),
            ("DiffFile", DiffJSON.File.CodingKeys.allCases.map(\.rawValue)),
            ("DiffHunk", DiffJSON.Hunk.CodingKeys.allCases.map(\.rawValue)),
            ("Submitted", SubmittedJSON.CodingKeys.allCases.map(\.rawValue)),
            ("SessionWorktree", SessionJSON.Worktree.CodingKeys.allCases.map(\.rawValue)),
            ("NewWorktree", NewWorktreeJSON.CodingKeys.allCases.map(\.rawValue)),
            ("PlannedWorktree", PlannedWorktreeJSON.CodingKeys.allCases.map(\.rawValue)),
            ("Worktree", WorktreeJSON.CodingKeys.allCases.map(\.rawValue)),
            ("RemovedWorktree", RemovedWorktreeJSON.CodingKeys.allCases.map(\.rawValue)),
            ("Explanation", ExplainJSON.CodingKeys.allCases.map(\.rawValue)),
        ]
        for (name, keys) in keys { #expect(keys == Self.fields(of: name), "\(name)") }
        for (name, type) in bodies { #expect(type.fields == Self.fields(of: name), "\(name)") }
    }

    private static func fields(of schema: String) -> [String] {
        guard case .object(let fields)? = Schemas.all.first(where: { $0.0 == schema })?.1["properties"] else {
            return []
        }
        return fields.map(\.0)
    }
}
