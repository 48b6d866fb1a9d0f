import TendAgents
import TendCore
import Testing

/// Agents that were not run for this: their screens were written after public sources, see ``AgentScreens``.
@Suite struct AgentDialogTests {
    private static func press(_ keys: String...) -> DialogPlan.Step { .press(keys, isLast: true) }
    private static let down = DialogPlan.Step.press(["Down"], isLast: false)

    @Test(arguments: AgentScreens.all)
    func `a dialog is seen, and told how it is answered`(shown: AgentScreens.Shown) throws {
        let seen = try ShownScreen.look(try CorpusRules.of(shown.agent), shown.rows, columns: 110)
        #expect(seen.state?.description == shown.state)
        guard !shown.labels.isEmpty else {
            #expect(seen.dialog == nil)
            return
        }
        let dialog = try #require(seen.dialog)
        #expect(dialog.title == shown.title)
        #expect(dialog.options.map(\.label) == shown.labels)
        if dialog.kind != .question {
            #expect(Set(dialog.verdicts) == Set(shown.steps.keys), "\(dialog.verdicts)")
        }
        if let highlight = shown.highlight { #expect(dialog.highlight == .option(highlight)) }
        for (verdict, step) in shown.steps {
            #expect(try DialogPlan(Decision(verdict), for: dialog).next(dialog) == step, "\(verdict)")
        }
        // Rules for commands are not held against what was read off a screen that nobody here has seen.
        #expect(dialog.command == nil && dialog.tool == nil)
    }

    /// The same dialog with the highlight elsewhere is the same question.
    @Test(arguments: [
        (
            "goose", "│  ● Allow (Allow the tool call once)", "│  ○ Allow ", "│  ○ Deny ",
            "│  ● Deny (Deny the tool call)"
        ),
        ("cursor", "  → Run (once) (y)", "    Run (once) (y)", "    Skip (esc or n)", "  → Skip (esc or n)"),
    ])
    func `the highlight is no part of the question`(
        agent: String, first: String, firstLeft: String, last: String, lastEntered: String
    ) throws {
        let shown = try #require(
            AgentScreens.all.first { $0.rows.contains(first) && $0.rows.contains(last) })
        let moved = shown.rows.map { $0 == first ? firstLeft : $0 == last ? lastEntered : $0 }
        let rules = try CorpusRules.of(agent)
        let before = try #require(try ShownScreen.look(rules, shown.rows).dialog)
        let after = try #require(try ShownScreen.look(rules, moved).dialog)
        #expect(before.fingerprint == after.fingerprint && before.highlight != after.highlight)
    }

    /// Choices of a question: by digit where that answers, else by arrows and Enter.
    @Test(arguments: [
        ("gemini", "Option 1", press("1")), ("qwen", "Red", press("Enter")), ("qwen", "Green", down),
        ("opencode", "Cat", press("2")), ("copilot", "SQLite", down),
    ])
    func `a question is answered with a choice`(agent: String, choice: String, step: DialogPlan.Step) throws {
        let shown = try #require(AgentScreens.all.first { $0.agent == agent && $0.labels.contains(choice) })
        let dialog = try #require(try ShownScreen.look(try CorpusRules.of(agent), shown.rows).dialog)
        #expect(try DialogPlan(Decision(.answer, answers: [[choice]]), for: dialog).next(dialog) == step)
    }

    // MARK: Without a dialog

    @Test(arguments: AgentScreens.boxes.keys.sorted())
    func `an agent at its prompt is idle`(agent: String) throws {
        let rules = try CorpusRules.of(agent)
        #expect(try ShownScreen.look(rules, ["Done."] + AgentScreens.boxes[agent]!).state == .idle)
    }

    /// Answered dialogs further up, and an agent that tells of dialogs.
    @Test(arguments: AgentScreens.all)
    func `a dialog above the prompt is none`(shown: AgentScreens.Shown) throws {
        let rules = try CorpusRules.of(shown.agent)
        let quoted = shown.rows.filter { !$0.allSatisfy(\.isWhitespace) }
        let box = try #require(AgentScreens.boxes[shown.agent])
        // Whether Amp keeps its box below a dialog is in no source: there a dialog right above it counts.
        for rest in [[""], ["", "That is how it asks.", ""]].dropFirst(shown.agent == "amp" ? 1 : 0) {
            let seen = try ShownScreen.look(rules, quoted + rest + box, columns: 110)
            #expect(seen.state == .idle, "\(seen.rule)")
            #expect(seen.dialog == nil)
        }
    }

    /// What stands above the input box or in it while the agent works, or has failed.
    @Test(arguments: [
        ("gemini", "⠴ Reading the parser (esc to cancel, 12s)", "working"),
        ("gemini", "✦ It says: (esc to cancel, 12s)", "idle"),
        ("gemini", "✕ [API Error: You exceeded your current quota]", "error:rate_limit"),
        ("qwen", "  ⠼ Brewing a plan (12s · ↓ 40 tokens · esc to cancel)", "working"),
        ("qwen", "  ⠼ Brewing a plan (esc to cancel, 12s)", "working"), ("qwen", "✦ (12s · esc to cancel)", "idle"),
        ("copilot", "◎ Working    esc cancel", "working"), ("copilot", "● Working · 162 B  esc interrupt", "working"),
        ("copilot", "◉ Thinking (Esc to cancel)", "working"), ("copilot", "● To stop it press esc cancel", "idle"),
        ("copilot", "● Operation cancelled by user", "interrupted"),
        ("cursor", "  ⠠⠜ Running  5.52k tokens", "working"),
        ("cursor", "  ⠘⠆ Reconnecting (attempt 1, 1s)", "idle"), ("cursor", "  Press ctrl+c to stop", "idle"),
    ])
    func `what the row above the box says`(agent: String, row: String, state: String) throws {
        let seen = try ShownScreen.look(
            try CorpusRules.of(agent), ["> do it", "", row, ""] + (AgentScreens.boxes[agent] ?? []))
        #expect(seen.state?.description == state)
    }

    @Test(arguments: [
        (
            "opencode",
            ["  ┃  Build", "  ╹▀▀▀▀▀▀▀▀▀▀▀▀", "   ⬝⬝⬝■■■■■  esc interrupt       24.4K (12%)  ctrl+p commands"]
        ),
        ("opencode", ["  ╹▀▀▀▀▀▀▀▀▀▀▀▀", "   ⬝⬝■■■■■■  esc again to interrupt    14.3K (7%)  ctrl+p commands"]),
        ("cursor", ["  → Add a follow-up                                  ctrl+c to stop", "", "  Auto · 3.7%"]),
        (
            "goose",
            [
                "◇  Goose would like to call the above tool, do you allow?", "│  Allow",
                "◒  Pondering...  (Ctrl+C to interrupt)",
            ]
        ),
        ("amp", ["╭──────────╮", "│          │", "╰ ≋ Streaming ──── Esc to cancel ──╯"]),
        ("amp", ["  ⋯ Oracle ▼", "  ≈ Running tools...         Esc to cancel"]),
    ])
    func `an agent that works is seen to`(agent: String, rows: [String]) throws {
        #expect(try ShownScreen.look(try CorpusRules.of(agent), rows).state == .working)
    }

    /// google-gemini/gemini-cli, `windowTitle.ts` at 04fbf50 and `terminalNotifications.ts` at 3075adb.
    @Test(arguments: [
        ("✋  Action Required (p)", "waiting:input"), ("✦  Reading the tests (p)", "working"),
        ("⏲  Working… (p)", "working"),
        ("◇  Ready (p)", "idle"), ("Gemini CLI (p)", "-"),
    ])
    func `Gemini's title says what it does`(title: String, state: String) throws {
        let rules = try CorpusRules.of("gemini")
        #expect(try ShownScreen.look(rules, [""], title: title).title?.description ?? "-" == state)
    }

    @Test func `Gemini's notifications say what it wants`() throws {
        let reader = ScreenReader(rules: try CorpusRules.of("gemini"))
        let asks = "Gemini CLI needs your attention | Action required | Open Gemini CLI to continue."
        #expect(reader.state(ofNotification: "", asks) == .waiting(.input))
        #expect(reader.state(ofNotification: "", "Gemini CLI session complete | Run finished") == .done)
    }
}
