import FoundationEssentials
import Testing

@testable import TendCore

/// What the commands of every day send and read without Foundation, held against the types with every field. A field that is added to a
/// type and not here fails, too.
@Suite struct QuickMessageTests {
    private static let text = #""a \"quote\" \\ é 漢 😀 \n\t\u0001 /""#

    private static let agent = """
        {"name":\(text),"conversation":"c","model":"m","account":"a","llm":"l","state":"waiting","waiting_for":"plan",
        "detail":\(text),"since":"2026-11-21T03:46:12.345Z","tool":"Bash","text":\(text),"tokens":12345678901,
        "usage":{"model":"m","input":1,"output":2,"cache_read":3,"cache_write":4,"cache_write_hour":5},
        "cost":0.30000000000000004,"cost_estimated":true,"hints":["one","two"]}
        """
    private static let session = """
        {"id":"abc","name":\(text),"agent":\(agent),"command":"sh","args":["-c",\(text),""],"cwd":"/ü",
        "worktree":{"branch":"b","directory":"/d","repository":"/r"},"env_keys":["A","B"],"rows":24,"cols":80,
        "state":"exited","activity":"idle","title":\(text),"progress":{"state":"paused","percent":30},"pid":2147483647,
        "started_at":"2026-11-21T03:46:12.345Z","ended_at":"1999-12-31T23:59:59Z","exit_code":-1,"signal":9,
        "bytes":18446744073709551615,"lines":9223372036854775807,"notes":["n"]}
        """
    private static let request = """
        {"name":\(text),"agent":"claude","model":"m","prompt":\(text),"resume":"r","config":{"k":\(text),"":""},
        "account":"a","llm":"l","command":"sh","args":["-c",\(text)],"cwd":"/","worktree":{"branch":"b","base":"HEAD",
        "setup":"make"},"env":{"A":\(text),"B":null,"":""},"rows":24,"cols":80}
        """
    private static let liveRequest = """
        {"op":"announce","id":1,"session":\(text),"channel":2,"rows":3,"cols":4,"topics":["*"],"after":18446744073709551615,
        "workspace":"w","terminal":"t","focused":false,"number":5,"refusal":\(text),
        "screens":true,"lends":true,"row":6,"col":7,"width":80,"colors":256,"synchronized":false,"read_only":true}
        """

    private static let layout = """
        {"axis":"columns","parts":[{"weight":1,"layout":1},{"weight":0.5,"layout":{"axis":"rows","parts":[
        {"weight":2,"layout":2},{"weight":1e-3,"layout":3}]}}]}
        """
    private static let tab = """
        {"id":1,"name":\(text),"layout":\(layout),"panes":[{"id":1,"session":\(text),"is_marked":true},
        {"id":2,"session":"b","is_marked":false}],"floating":4,"is_floating_shown":true,
        "floating_frame":{"frame":{"row":1,"col":-2,"rows":3,"cols":4},"tab_rows":24,"tab_cols":80},"zoomed":2}
        """
    private static let workspace = """
        {"name":\(text),"tabs":[\(tab)],"focused":[1,2],"version":18446744073709551615,"next_pane":5,"next_tab":2}
        """

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: some StringProtocol) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    private static func read<Value: TreeReadable>(_ type: Value.Type, _ text: some StringProtocol) throws -> Value? {
        Value(try JSONTree(parsing: text.utf8))
    }

    private static func tree(_ text: String) throws -> JSONTree { try JSONTree(parsing: text.utf8) }

    private static func names(_ text: String, in path: String...) throws -> Set<String> {
        let tree = try path.reduce(try tree(text)) { try #require($0[$1]) }
        return Set(tree.members.map(\.name))
    }

    /// The text without one field after the other, and with each of them null, wrong, or one too many.
    private static func variants(_ text: String) throws -> [String] {
        let tree = try tree(text)
        return tree.members.flatMap { member in
            [
                JSONTree.object(tree.members.filter { $0.name != member.name }),
                tree.with(member.name, .null), tree.with(member.name, ["x": 1]), tree.with(member.name, "x"),
                tree.with(member.name, 7), tree.with(member.name, []), tree.with(member.name, true),
                tree.with("new", member.value),
            ].map(\.description)
        }
    }

    @Test func `a session is read like the type decodes it, with every field and without`() throws {
        #expect(try Self.names(Self.session) == Set(SessionJSON.CodingKeys.allCases.map(\.rawValue)))
        #expect(try Self.names(Self.session, in: "agent") == Set(SessionJSON.Agent.CodingKeys.allCases.map(\.rawValue)))
        #expect(
            try Self.names(Self.session, in: "agent", "usage") == Set(UsageJSON.CodingKeys.allCases.map(\.rawValue)))
        #expect(
            try Self.names(Self.session, in: "worktree")
                == Set(SessionJSON.Worktree.CodingKeys.allCases.map(\.rawValue)))
        #expect(try Self.read(SessionJSON.self, Self.session) == Self.decode(SessionJSON.self, Self.session))
        let whole = try Self.tree(Self.session)
        let agent = try #require(whole["agent"])
        let inner = try Self.variants(Self.agent).map { whole.with("agent", try Self.tree($0)).description }
        let usage = try Self.variants(try #require(agent["usage"]).description).map {
            whole.with("agent", agent.with("usage", try Self.tree($0))).description
        }
        let others = try ["worktree", "progress"].flatMap { name in
            try Self.variants(try #require(whole[name]).description).map {
                whole.with(name, try Self.tree($0)).description
            }
        }
        for text in try Self.variants(Self.session) + inner + usage + others {
            // What cannot be decoded is not read; what is read is what would have been decoded.
            let decoded = try? Self.decode(SessionJSON.self, text)
            #expect(try Self.read(SessionJSON.self, text) == decoded, "\(text)")
        }
    }

    @Test func `a workspace is read like the type decodes it, with every field and without`() throws {
        #expect(try Self.names(Self.workspace) == Set(Workspace.CodingKeys.allCases.map(\.rawValue)))
        #expect(try Self.names(Self.tab) == Set(Tab.CodingKeys.allCases.map(\.rawValue)))
        #expect(try Self.read(Workspace.self, Self.workspace) == Self.decode(Workspace.self, Self.workspace))
        let (whole, tab) = (try Self.tree(Self.workspace), try Self.tree(Self.tab))
        func with(_ tab: JSONTree) -> String { whole.with("tabs", .array([tab])).description }
        let layouts =
            ["1", "1.5", "\"a\"", "{}", #"{"axis":"rows","parts":[{"weight":1,"layout":1}]}"#]
            + (try Self.variants(Self.layout))
            + [(0.0, "1"), (1e-10, "1"), (2e9, "1"), (1, "[]"), (1, "null")].map {
                #"{"axis":"rows","parts":[{"weight":\#($0),"layout":\#($1)},{"weight":1,"layout":2}]}"#
            }
        let frame = try #require(tab["floating_frame"])
        let frames =
            try Self.variants(frame.description)
            + Self.variants(try #require(frame["frame"]).description).map {
                frame.with("frame", try Self.tree($0)).description
            }
        let panes = try Self.variants(#"{"id":1,"session":"a","is_marked":true}"#).map { "[\($0)]" }
        let texts =
            try Self.variants(Self.workspace) + Self.variants(Self.tab).map { with(try Self.tree($0)) }
            + layouts.map { with(tab.with("layout", try Self.tree($0))) }
            + frames.map { with(tab.with("floating_frame", try Self.tree($0))) }
            + panes.map { with(tab.with("panes", try Self.tree($0))) }
        for text in texts {
            let decoded = try? Self.decode(Workspace.self, text)
            #expect(try Self.read(Workspace.self, text) == decoded, "\(text)")
        }
    }

    @Test func `a list of sessions is read like the type decodes it`() throws {
        for text in [
            #"{"sessions":[]}"#, "{\"sessions\":[\(Self.session),\(Self.session)]}", #"{"sessions":[1]}"#, "{}", "[]",
            "{\"sessions\":[\(Self.session),{}]}",
        ] {
            let decoded = try? Self.decode(SessionListJSON.self, text)
            #expect(try Self.read(SessionListJSON.self, text) == decoded, "\(text)")
        }
    }

    @Test func `what is encoded by Foundation is read`() throws {
        let session = try Self.decode(SessionJSON.self, Self.session)
        let bytes = try JSONEncoder().encode(SessionListJSON(sessions: [session]))
        #expect(SessionListJSON(try JSONTree(parsing: bytes))?.sessions == [session])
    }

    /// Down to the order of the names, which is sorted.
    private static func encoded(_ value: some Encodable) throws -> JSONTree {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try JSONTree(parsing: encoder.encode(value))
    }

    @Test func `a session and a workspace are written like the type encodes them, with every field and without`() throws
    {
        let whole = try Self.tree(Self.session)
        let agents = try Self.variants(Self.agent).map { whole.with("agent", try Self.tree($0)).description }
        for text in try [Self.session] + Self.variants(Self.session) + agents {
            guard let session = try? Self.decode(SessionJSON.self, text) else { continue }
            #expect(try JSONTree(parsing: session.tree.bytes) == Self.encoded(session), "\(text)")
        }
        let (workspace, tab) = (try Self.tree(Self.workspace), try Self.tree(Self.tab))
        let tabs = try Self.variants(Self.tab).map {
            workspace.with("tabs", .array([try Self.tree($0), tab])).description
        }
        for text in try [Self.workspace] + Self.variants(Self.workspace) + tabs {
            guard let workspace = try? Self.decode(Workspace.self, text) else { continue }
            #expect(try JSONTree(parsing: workspace.tree.bytes) == Self.encoded(workspace), "\(text)")
        }
    }

    @Test func `a request for a session says all that the type says`() throws {
        #expect(try Self.names(Self.request) == Set(NewSessionJSON.fields))
        #expect(
            try Self.names(Self.request, in: "worktree") == Set(NewWorktreeJSON.CodingKeys.allCases.map(\.rawValue)))
        for text in [Self.request, "{}"] + (try Self.variants(Self.request)) {
            // Others are no requests.
            guard let request = try? Self.decode(NewSessionJSON.self, text) else { continue }
            #expect(try Self.decode(NewSessionJSON.self, request.tree.description) == request)
        }
    }

    @Test func `a live request says all that the type says, or leaves it to the type`() throws {
        #expect(
            try Self.names(Self.liveRequest).union(["input"]) == Set(LiveMessage.Request.fields))
        for text in [Self.liveRequest] + (try Self.variants(Self.liveRequest)) {
            guard let request = try? Self.decode(LiveMessage.Request.self, text) else { continue }
            let tree = try #require(request.tree)
            #expect(try Self.decode(LiveMessage.Request.self, tree.description) == request)
        }
        #expect(LiveMessage.Request(.input, input: InputJSON(text: "a")).tree == nil)
    }

    @Test func `a live answer is read like the type decodes it, or not at all`() throws {
        let begun = #"{"channel":3,"session":"b"}"#
        let answer = """
            {"id":1,"ok":true,"channel":2,"session":\(Self.session),"workspace":\(Self.workspace),
            "sessions":[\(Self.session)],"workspaces":["a",\(Self.text)],"channels":[\(begun)],"window":8}
            """
        #expect(try Self.read(LiveMessage.Reply.self, answer) == Self.decode(LiveMessage.Reply.self, answer))
        let channels = try Self.variants(begun).map {
            try Self.tree(answer).with("channels", .array([try Self.tree($0)])).description
        }
        for text in try Self.variants(answer) + channels {
            guard let read = try Self.read(LiveMessage.Reply.self, text) else { continue }
            #expect(try Self.decode(LiveMessage.Reply.self, text) == read)
            // And written again.
            let tree = try #require(read.tree)
            #expect(try JSONTree(parsing: tree.bytes) == Self.encoded(read), "\(text)")
        }
        for text in [
            #"{"id":1,"error":{"code":"not_found","message":"m"}}"#, #"{"unfollowed":"w"}"#,
            #"{"closed":{"channel":1,"session":"a","reason":"removed"}}"#,
        ] {
            #expect(try Self.read(LiveMessage.Reply.self, text) == nil)
            #expect(try Self.decode(LiveMessage.Reply.self, text).tree == nil)
        }
    }
}
