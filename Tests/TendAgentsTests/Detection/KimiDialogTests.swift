import TendCore
import Testing

@testable import TendAgents

/// Kimi CLI 1.51, as it was seen on a screen of 80 columns. It says nothing in band: its screen tells it all.
struct KimiDialogTests {
    private static let below = [
        String(repeating: "─", count: 80), "agent (mock-1 ○)  ~/project  ctrl-j: newline",
        String(repeating: " ", count: 56) + "context: 0.1% (100/100k)",
    ]
    private static let prompt = ["── input " + String(repeating: "─", count: 71), "", "", ""] + below

    private func look(_ rows: [String]) throws -> Sighting {
        try ShownScreen.look(try CorpusRules.of("kimi"), ["✨ do it"] + rows)
    }

    private func frame(_ title: String, _ rows: String...) -> [String] {
        let head = "╭─ \(title) "
        let inner = rows.map { "│ \($0)\(String(repeating: " ", count: max(0, 77 - $0.count)))│" }
        return [head + String(repeating: "─", count: 79 - head.count) + "╮"] + inner
            + ["╰" + String(repeating: "─", count: 78) + "╯"]
    }

    private func permission(
        spinner: String, last: String = "  [4] Reject, tell the model what to do instead"
    )
        throws -> Dialog
    {
        let rows = frame(
            "approval", " Shell is requesting approval to run command:", "", " touch made-by-kimi", "",
            last.hasPrefix("→") ? "  [1] Approve once" : "→ [1] Approve once", "  [2] Approve for this session",
            "  [3] Reject", last, "", "  ▲/▼ select  1/2/3/4 choose  ↵ confirm")
        let seen = try look(["\(spinner) Using Shell (touch made-by-kimi)"] + rows + KimiDialogTests.below)
        #expect(seen.state == .waiting(.permission))
        return try #require(seen.dialog)
    }

    @Test func `a permission is one number, whatever turns above it`() throws {
        let dialog = try permission(spinner: "⠹")
        #expect(dialog.title == "Shell is requesting approval to run command")
        #expect(dialog.tool == "Shell")
        #expect(dialog.command == "touch made-by-kimi")
        #expect(dialog.text.hasPrefix("[1] Approve once\n"))
        #expect(dialog.fingerprint == (try permission(spinner: "⠼").fingerprint))
        for (decision, key) in [(Decision(.allow), "1"), (Decision(.allowSession), "2"), (Decision(.deny), "3")] {
            // An Enter behind it would allow what is asked next.
            #expect(try DialogPlan(decision, for: dialog).next(dialog) == .press([key], isLast: true))
        }
        #expect(dialog.takesReason)
    }

    @Test(arguments: [
        ([" " + String(repeating: "x", count: 75)], true), ([" " + String(repeating: "x", count: 74)], false),
        ([" git push", " ... (truncated, ctrl-e to expand)"], true), ([" git \\", " push"], false),
    ])
    func `a command that may have lost its end is none for rules`(rows: [String], isCut: Bool) throws {
        let all =
            [" Shell is requesting approval to run command:", ""] + rows + ["", "→ [1] Approve once", "  [2] Reject"]
        let inner = all.map { "│ \($0)\(String(repeating: " ", count: 76 - $0.count)) │" }
        let seen = try look(["╭─ approval ─╮"] + inner + ["╰──╯"] + KimiDialogTests.below)
        let dialog = try #require(seen.dialog)
        #expect((dialog.command == nil) == isCut, "\(dialog)")
    }

    @Test func `a refusal says why in its row`() throws {
        let open = try permission(spinner: "⠹")
        let plan = try DialogPlan(Decision(.deny, reason: "not here"), for: open)
        #expect(plan.next(open) == .press(["4"], isLast: false))
        let field = try permission(spinner: "⠼", last: "→ [4] Reject: █")
        #expect(plan.next(field) == .type("not here"))
        let typed = try permission(spinner: "⠼", last: "→ [4] Reject: not here█")
        #expect(typed.fingerprint == open.fingerprint)
        #expect(plan.next(typed) == .press(["Enter"], isLast: true))
    }

    @Test func `several choices are ticked by their numbers`() throws {
        func dialog(_ marks: String) throws -> Dialog {
            let rows = zip(marks, ["Lint", "Unit", "Other"]).map { "[\($0)] \($1)" }
            let seen = try look(
                frame(
                    "question", "? Which checks?", "  (SPACE to toggle, ENTER to submit)", "", rows[0], "      Run it",
                    rows[1], "      Run it", rows[2]) + KimiDialogTests.below)
            #expect(seen.state == .waiting(.question))
            return try #require(seen.dialog)
        }
        let open = try dialog("   ")
        #expect(open.title == "Which checks?")
        #expect(open.question?.choices.map(\.label) == ["Lint", "Unit"])
        let plan = try DialogPlan(Decision(.answer, answers: [["Unit"]]), for: open)
        #expect(plan.next(open) == .press(["2"], isLast: false))
        let ticked = try dialog(" ✓ ")
        #expect(ticked.fingerprint == open.fingerprint)
        #expect(plan.next(ticked) == .press(["Enter"], isLast: true))
        #expect(try DialogPlan(Decision(.deny), for: open).next(open) == .press(["Escape"], isLast: true))
    }

    @Test func `one choice, or a text of one's own`() throws {
        func dialog(_ last: String) throws -> Dialog {
            let first = last.hasPrefix("→") ? "  [1] Red" : "→ [1] Red"
            let seen = try look(
                frame("question", "? Which colour?", "", first, "  [2] Green", last) + KimiDialogTests.below)
            return try #require(seen.dialog)
        }
        let open = try dialog("  [3] Other")
        #expect(open.question?.choices.map(\.label) == ["Red", "Green"])
        #expect(open.question?.takesText == true)
        let choice = try DialogPlan(Decision(.answer, answers: [["Green"]]), for: open)
        #expect(choice.next(open) == .press(["2"], isLast: true))
        let text = try DialogPlan(Decision(.answer, answers: [["Blue"]]), for: open)
        #expect(text.next(open) == .press(["3"], isLast: false))
        #expect(text.next(try dialog("→ [3] Other: █")) == .type("Blue"))
        #expect(text.next(try dialog("→ [3] Other: Blue█")) == .press(["Enter"], isLast: true))
    }

    /// What stands above the input box.
    @Test(arguments: [
        (["• Made it.", ""], "idle"),
        (["⠙ MCP Servers: 0/2 connected, 0 tools", "• ours (connecting)"], "idle"), (["⠋", ""], "idle"),
        (["⠏ Using Shell (sleep 6)", ""], "working"), (["🌒", ""], "working"),
        (["Retrying after rate limit · attempt 2/3 · <1s", ""], "working"),
        (["LLM not set, send \"/login\" to login", ""], "waiting:auth"),
        (["Interrupted by user", ""], "interrupted"),
        (
            [
                "Authorization failed. Your session may have expired.", "Type /login to re-authenticate.",
                "Server: Error code: 401 - {'error': {'message': 'x'}}", "",
            ], "error:auth"
        ),
        (
            [
                "LLM provider error: Error code: 429 - {'error': {'message': 'x'}}",
                "If this persists, run kimi export and send the exported data to support for",
                "assistance. Please do not share the exported file publicly.", "",
            ], "error:rate_limit"
        ),
        (["LLM provider error: Error code: 500 - x", "✨ again", "• It works.", ""], "idle"),
        (["LLM provider error: Error code: 500 - x", "✨ run", "• Used Shell (x)", "  Rejected by user", ""], "idle"),
    ])
    func `what it does is told by what stands above its input`(rows: [String], state: String) throws {
        #expect(try look(rows + KimiDialogTests.prompt).state?.description == state)
    }

    @Test func `before its input it starts`() throws {
        #expect(try look(["⠙ Loading agent..."]).state == .starting)
    }
}
