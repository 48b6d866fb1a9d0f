import TendAgents
import TendCore
import TendScreen
import TendTerminal
import Testing

@Suite struct ScreenReaderTests {
    private func look(_ agent: String, _ rows: [String]) throws -> Sighting {
        let terminal = Terminal(
            size: Size(rows: 24, columns: 80), history: try History(directory: nil, byteLimit: 1 << 20))
        Array(rows.joined(separator: "\r\n").utf8).withUnsafeBytes { terminal.feed($0) }
        return ScreenReader(rules: try CorpusRules.of(agent)).look(at: terminal.screen())
    }

    /// The keys that say it at once.
    private func keys(_ decision: Decision, _ dialog: Dialog) throws -> [String]? {
        guard case .press(let keys, isLast: true) = try DialogPlan(decision, for: dialog).next(dialog) else {
            return nil
        }
        return keys
    }

    @Test func `the rules that come with tend are right`() throws {
        for entry in ShippedManifests.all {
            let rules = try DetectionRules(manifest: try #require(entry.manifest))
            #expect(rules.problems.isEmpty, "\(entry.name)")
        }
        for entry in ShippedManifests.all where entry.name != "terminal" {
            #expect(try CorpusRules.of(entry.name).rules.count > DetectionRules.common.rules.count, "\(entry.name)")
        }
    }

    @Test func `a dialog tells what is asked and which keys answer it`() throws {
        let seen = try look(
            "codex",
            [
                "  Would you like to run the following command?", "", "  $ touch x", "", "› 1. Yes, proceed (y)",
                "  2. Yes, and don't ask again for commands that start with `touch", "     x` (p)",
                "  3. No, and tell Codex what to do differently (esc)", "", "  Press enter to confirm or esc to cancel",
            ])
        #expect(seen.state == .waiting(.permission))
        let dialog = try #require(seen.dialog)
        #expect(dialog.title == "Would you like to run the following command?")
        #expect(dialog.command == "touch x")
        #expect(dialog.options.map(\.verdict) == [.allow, .allowAlways, .deny])
        #expect(dialog.options[1].label == "Yes, and don't ask again for commands that start with `touch x` (p)")
        #expect(try keys(Decision(.deny), dialog) == ["3"])
        #expect(throws: ServiceError.self) { try keys(Decision(.deny, reason: "no"), dialog) }
        #expect(throws: ServiceError.self) { try keys(Decision(.allowSession), dialog) }
    }

    /// As Claude Code 2.1.329 and Codex 0.163.0 show it when the mock model refuses, with rows left blank above the input box.
    @Test(arguments: [
        ("claude", "● Please run /login · API Error: 401 as the script says", "waiting:auth"),
        ("claude", "● API Error: Request rejected (429) · as the script says", "error:rate_limit"),
        ("claude", "● API Error: 529 as the script says. This is a server-side issue", "error:rate_limit"),
        ("claude", "● API Error: 500 as the script says. This is a server-side issue", "error:api"),
        ("claude", "✻ 500 as the script says · retrying in 3s · attempt 4/10", "working"),
        ("claude", "● It says: API Error: 500", "idle"),
        ("codex", "■ unexpected status 401 Unauthorized: as the script says", "error:auth"),
        ("codex", "■ exceeded retry limit, last status: 429 Too Many Requests", "error:rate_limit"),
        ("codex", "■ We’re currently experiencing high demand, which may cause temporary errors.", "error:api"),
        ("codex", "■ Conversation interrupted - tell the model what to do differently", "interrupted"),
        ("codex", "• It printed ■ exceeded retry limit", "idle"),
    ])
    func `how a turn failed is told apart`(agent: String, row: String, state: String) throws {
        let box =
            agent == "claude"
            ? ["────────", "❯ ", "────────", "  ⏵⏵ accept edits on (shift+tab to cycle)"]
            : ["› Ask Codex to do anything", "", "  gpt-5-codex default · ~/p"]
        let seen = try look(agent, ["› mock: error", "", row, "", ""] + box)
        #expect(seen.state?.description == state)
        if state.hasPrefix("error") { #expect(!seen.detail.isEmpty) }
    }

    @Test func `an error of the turn before is none of this one`() throws {
        let seen = try look(
            "codex", ["■ exceeded retry limit", "", "› again", "", "• All done.", "", "› Ask Codex", "", "  gpt · ~/p"])
        #expect(seen.state == .idle)
    }

    @Test func `what a dialog shows is told without its title, its command, lines and the highlight`() throws {
        let dialog = try look(
            "codex",
            [
                "  Would you like to run the following command?", "", "  Reason: May I?", "", "  $ touch x", "",
                "› 1. Yes, proceed (y)", "  2. No, and tell Codex what to do differently (esc)", "",
                "  Press enter to confirm or esc to cancel",
            ]
        ).dialog
        #expect(dialog?.command == "touch x")
        #expect(dialog?.text.contains("Reason: May I?") == true)
        #expect(
            dialog?.text.hasSuffix("1. Yes, proceed (y)\n2. No, and tell Codex what to do differently (esc)") == true)
        #expect(dialog?.text.contains("Would you like") == false)
    }

    @Test func `the fingerprint is that of the question and not of the highlight`() throws {
        func fingerprint(_ command: String, _ first: String, _ second: String) throws -> String? {
            try look(
                "claude",
                [
                    "────────────────────", " Bash command", "╌╌╌╌╌╌╌╌╌╌╌╌", " \(command)", "╌╌╌╌╌╌╌╌╌╌╌╌",
                    " Do you want to proceed?", " \(first) 1. Yes", " \(second) 2. No", "",
                    " Esc to cancel · Tab to amend",
                ]
            ).dialog?.fingerprint
        }
        let one = try fingerprint("touch x", "❯", " ")
        #expect(one != nil)
        #expect(try fingerprint("touch x", " ", "❯") == one)
        #expect(try fingerprint("touch y", "❯", " ") != one)
    }

    @Test(arguments: [
        ("Add src/main.rs to the chat? (Y)es/(N)o/(D)on't ask again [Yes]: ", "waiting:permission"),
        ("> ", "idle"), ("ask> ", "idle"), ("The model said: (Y)es/(N)o [Yes]: and went on", "-"),
    ])
    func `aider asks in the cursor's row`(row: String, expected: String) throws {
        let seen = try look("aider", ["aider", row])
        #expect(seen.state?.description ?? "-" == expected)
        if expected.hasPrefix("waiting") {
            #expect(try keys(Decision(.allow), try #require(seen.dialog)) == ["y", "Enter"])
            #expect(seen.dialog?.title == "Add src/main.rs to the chat?")
        }
    }

    @Test func `a list in a frame is the same question, whatever moves above it`() throws {
        func fingerprint(_ row: String, isFramed: Bool) throws -> String? {
            let list = ["❯ 1. Yes, go on", "  2. No", "", "Esc to cancel"]
            let rows =
                [row, ""]
                + (isFramed ? ShownScreen.box("Go on?", "", list[0], list[1], "", list[3]) : ["Go on?"] + list)
            return try ShownScreen.look(.common, rows).dialog?.fingerprint
        }
        let framed = try fingerprint("12 s have passed", isFramed: true)
        #expect(framed != nil)
        #expect(try fingerprint("13 s have passed", isFramed: true) == framed)
        let turning = try fingerprint("⠙ Thinking", isFramed: false)
        #expect(turning != nil)
        #expect(try fingerprint("⠹ Thinking", isFramed: false) == turning)
        #expect(try fingerprint("about another file", isFramed: false) != turning)
    }

    @Test func `programs without rules of their own ask yes or no, or for a password`() throws {
        let rules = DetectionRules.common
        #expect(rules.problems.isEmpty)
        for (row, state) in [
            ("Overwrite? [y/N] ", "waiting:permission"), ("Continue (yes/no)? ", "waiting:permission"),
            ("[sudo] password for dev: ", "waiting:auth"), ("it printed [y/N] once and then much more text", "-"),
        ] {
            let terminal = Terminal(
                size: Size(rows: 5, columns: 80), history: try History(directory: nil, byteLimit: 1 << 20))
            Array(row.utf8).withUnsafeBytes { terminal.feed($0) }
            #expect(ScreenReader(rules: rules).look(at: terminal.screen()).state?.description ?? "-" == state, "\(row)")
        }
    }

    /// What Claude Code and Codex were seen to send or have in their sources, and what others commonly say.
    @Test(arguments: [
        ("claude", "Claude Code", "Claude needs your permission", "waiting:permission"),
        ("claude", "Claude Code", "Claude Code needs your approval for the plan", "waiting:plan"),
        ("claude", "Claude Code", "Claude is waiting for your input", "idle"),
        ("codex", "", "Approval requested: touch x", "waiting:permission"),
        ("codex", "", "Agent turn complete", "done"),
        ("goose", "Goose is waiting for your input", "", "waiting:input"),
        ("goose", "", "Task completed", "done"),
        ("goose", "", "I have completed the list of tasks", "-"), ("claude", "", "hello", "-"),
    ])
    func `notifications mean what the rules say`(agent: String, title: String, body: String, state: String) throws {
        let reader = ScreenReader(rules: try CorpusRules.of(agent))
        #expect(reader.state(ofNotification: title, body)?.description ?? "-" == state)
    }

    @Test func `rules that are wrong are told with their place, and not used`() {
        var rules = DetectionRules(
            rules: [DetectionRules.Rule(id: "a", state: "asleep", when: [])],
            title: [DetectionRules.TitleRule(state: "idle", matches: "(")],
            notifications: [DetectionRules.TitleRule(state: "bored", matches: "x")],
            answers: ["a": [DetectionRules.AnswerRule(label: "(a+)+$", keys: ["Entr"])]])
        #expect(rules.problems.count == 6)
        #expect(rules.problems.first == "detection.rules[0].state: 'asleep' is no state")
        rules.title = nil
        let screen = Screen(size: Size(rows: 2, columns: 2))
        #expect(ScreenReader(rules: rules).look(at: screen) == Sighting())
    }
}
