import TendCore

/// A request of the app server that a person answers, as an attention item, and the way back: a decision as the result of the request.
///
/// Found on codex-cli 0.163.0. Every client that has resumed the conversation gets the request, the TUI too; the first answer counts and
/// a later one is passed over without a word. `serverRequest/resolved` tells all of them that it is over.
/// - `item/commandExecution/requestApproval`: `command` is quoted for a shell (`/bin/bash -lc 'touch x'`), `availableDecisions` has what the
///   TUI offers (`accept`, an `acceptWithExecpolicyAmendment` object to be sent back whole, `cancel`); `decline` is taken although it is
///   not listed, and the model goes on after it, while `cancel` ends the turn.
/// - `item/fileChange/requestApproval` names the item only; the changes came with `item/started`. `accept`, `acceptForSession`, `decline`,
///   `cancel`.
/// - `item/tool/requestUserInput` (in plan mode): answers are labels or an own text, by the id of the question.
/// - `mcpServer/elicitation/request` with `_meta.codex_approval_kind` `mcp_tool_call`: `accept` with `_meta.persist` `session` or `always`.
struct CodexQuestion: Hashable, Sendable {
    let ask: AskJSON
    /// The item that waits for it; the end of that one tells who was first.
    let item: String?
    private let results: [Decision.Verdict: JSONTree]
    /// Of a question: the ids that the answers go by.
    private let questionIDs: [String]

    /// The result that carries the decision. Nil if the agent does not know it here: then nothing is answered.
    func result(for decision: Decision) -> JSONTree? {
        guard decision.verdict == .answer else { return results[decision.verdict] }
        guard !questionIDs.isEmpty, decision.answers.count == questionIDs.count else { return nil }
        let answers = zip(questionIDs, decision.answers).map { id, answer in
            JSONTree.Member(id, ["answers": .array(answer.map(JSONTree.string))])
        }
        return ["answers": .object(answers)]
    }

    /// Where a request comes from.
    struct Source {
        var session: String
        /// The asker's name of the question. Ids of requests begin anew with each app server, ids of turns and items do not.
        var key: String
        var params: JSONTree
        /// The item that the request is about, as far as it was told.
        var item: JSONTree?
    }

    private init(
        _ ask: AskJSON, _ source: Source, _ results: [(Decision.Verdict, JSONTree)], questionIDs: [String] = []
    ) {
        var ask = ask
        ask.way = .asker
        ask.verdicts = results.map(\.0)
        if !questionIDs.isEmpty { ask.verdicts?.append(.answer) }
        self.ask = ask
        item = source.params["itemId"]?.text
        self.results = Dictionary(results) { first, _ in first }
        self.questionIDs = questionIDs
    }

    /// Nil for everything that is not known well enough to be answered from afar: it stays with the TUI.
    init?(method: String, _ source: Source) {
        switch method {
        case "item/commandExecution/requestApproval": self.init(command: source)
        case "item/fileChange/requestApproval": self.init(fileChange: source)
        case "item/tool/requestUserInput": self.init(questions: source)
        case "mcpServer/elicitation/request": self.init(toolCall: source)
        default: return nil
        }
    }

    // MARK: Commands

    private init?(command source: Source) {
        let params = source.params
        // Input for a program that runs already comes as `writeStdin`, without telling what would be typed.
        guard params["kind"]?.text ?? "command" == "command", let line = params["command"]?.text else { return nil }
        let script = ShellScript.inside(line)
        var ask = AskJSON(session: source.session, key: source.key, kind: .permission, title: "run \(script)".firstLine)
        ask.tool = "Bash"
        ask.command = script
        ask.cwd = params["cwd"]?.text
        var details = [params["reason"]?.text].compactMap(\.self)
        if let network = params["networkApprovalContext"], let host = network["host"]?.text {
            details.append("network: \(host) (\(network["protocol"]?.text ?? "any protocol"))")
        }
        if let more = params["additionalPermissions"], more != .null { details.append("permissions: \(more)") }
        let offered = params["availableDecisions"]?.elements ?? ["accept"]
        var results: [(Decision.Verdict, JSONTree)] = []
        if offered.contains("accept") { results.append((.allow, ["decision": "accept"])) }
        if offered.contains("acceptForSession") { results.append((.allowSession, ["decision": "acceptForSession"])) }
        if let lasting = offered.first(where: CodexQuestion.isLasting) {
            results.append((.allowAlways, ["decision": lasting]))
            let prefix = lasting["acceptWithExecpolicyAmendment"]?["execpolicy_amendment"]?.elements ?? []
            if !prefix.isEmpty {
                details.append("always: commands that begin with \(prefix.compactMap(\.text).joined(separator: " "))")
            }
        }
        results.append((.deny, ["decision": "decline"]))
        ask.detail = details.joined(separator: "\n")
        self.init(ask, source, results)
    }

    /// Whether the decision allows things from now on.
    private static func isLasting(_ decision: JSONTree) -> Bool {
        if decision["acceptWithExecpolicyAmendment"] != nil { return true }
        let network = decision["applyNetworkPolicyAmendment"]?["network_policy_amendment"]
        return network?["action"]?.text == "allow"
    }

    // MARK: Changes of files

    private init(fileChange source: Source) {
        let changes = source.item?["changes"]?.elements ?? []
        let paths = changes.compactMap { $0["path"]?.text }
        let title =
            switch paths.count {
            case 0: "change files"
            case 1: "change \(paths[0])"
            default: "change \(paths.count) files"
            }
        var ask = AskJSON(session: source.session, key: source.key, kind: .permission, title: title.firstLine)
        ask.tool = "apply_patch"
        // With several files no single one stands for the rest: a rule about one path must not let the others through.
        ask.path = paths.count == 1 ? paths[0] : nil
        var details = [source.params["reason"]?.text].compactMap(\.self)
        if let root = source.params["grantRoot"]?.text { details.append("for the session: everything below \(root)") }
        var results: [(Decision.Verdict, JSONTree)] = []
        if changes.isEmpty {
            details.append("the change is shown by Codex itself only")
        } else {
            ask.diff = changes.map(CodexQuestion.diff).joined()
            results = [(.allow, ["decision": "accept"]), (.allowSession, ["decision": "acceptForSession"])]
        }
        results.append((.deny, ["decision": "decline"]))
        ask.detail = details.joined(separator: "\n")
        self.init(ask, source, results)
    }

    /// As a unified diff. Codex gives hunks of files that change, and the whole text of those that come or go.
    private static func diff(_ change: JSONTree) -> String {
        let path = change["path"]?.text ?? ""
        let text = change["diff"]?.text ?? ""
        let body = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        switch change["kind"]?["type"]?.text {
        case "add": return "--- /dev/null\n+++ \(path)\n" + marked(body, "+")
        case "delete": return "--- \(path)\n+++ /dev/null\n" + marked(body, "-")
        default: return "--- \(path)\n+++ \(change["kind"]?["move_path"]?.text ?? path)\n" + body
        }
    }

    private static func marked(_ text: String, _ mark: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let head = mark == "+" ? "@@ -0,0 +1,\(lines.count) @@\n" : "@@ -1,\(lines.count) +0,0 @@\n"
        return head + lines.map { mark + $0 + "\n" }.joined()
    }

    // MARK: Questions

    private init?(questions source: Source) {
        let questions = source.params["questions"]?.elements ?? []
        let ids = questions.compactMap { $0["id"]?.text }
        // A secret has no business in an inbox and its log.
        guard !ids.isEmpty, ids.count == questions.count, !questions.contains(where: { $0["isSecret"]?.flag == true })
        else { return nil }
        let items = questions.map { $0.question(takesText: $0["isOther"]?.flag == true) }
        let more = items.count > 1 ? " (and \(items.count - 1) more)" : ""
        var ask = AskJSON(
            session: source.session, key: source.key, kind: .question, title: (items[0].text + more).firstLine)
        ask.tool = "request_user_input"
        ask.questions = items.map(AttentionJSON.Question.init)
        self.init(ask, source, [], questionIDs: ids)
    }

    // MARK: Tools of MCP servers

    private init?(toolCall source: Source) {
        let params = source.params
        let meta = params["_meta"]
        guard params["mode"]?.text == "form", meta?["codex_approval_kind"]?.text == "mcp_tool_call",
            params["requestedSchema"]?["properties"]?.members.isEmpty == true, let server = params["serverName"]?.text
        else { return nil }
        let message = params["message"]?.text ?? "use a tool of \(server)"
        // The name is in the item, which came before, and quoted in the message.
        let quoted = message.split(separator: "\"")
        let tool = source.item?["tool"]?.text ?? (quoted.count == 3 ? String(quoted[1]) : nil)
        var ask = AskJSON(session: source.session, key: source.key, kind: .permission, title: message.firstLine)
        ask.tool = "mcp__\(server)" + (tool.map { "__\($0)" } ?? "")
        var details = [meta?["tool_description"]?.text].compactMap(\.self)
        if let arguments = meta?["tool_params"] { details.append(arguments.description) }
        ask.detail = details.joined(separator: "\n")
        let lasting = meta?["persist"]?.elements.compactMap(\.text) ?? []
        var results: [(Decision.Verdict, JSONTree)] = [(.allow, ["action": "accept", "content": [:]])]
        for (verdict, name) in [(Decision.Verdict.allowSession, "session"), (.allowAlways, "always")]
        where lasting.contains(name) {
            results.append((verdict, ["action": "accept", "content": [:], "_meta": ["persist": .string(name)]]))
        }
        results.append((.deny, ["action": "decline"]))
        self.init(ask, source, results)
    }
}
