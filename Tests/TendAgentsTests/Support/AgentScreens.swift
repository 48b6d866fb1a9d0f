import TendAgents
import TendCore
import Testing

/// Screens of agents that were not run for this, written after public sources, which each list names with the file and its commit.
enum AgentScreens {
    struct Shown: Sendable, CustomTestStringConvertible {
        var agent: String
        var what: String
        var state: String
        var title = ""
        var labels: [String] = []
        var highlight: Int?
        /// The step that says it, or the first one on the way there.
        var steps: [Decision.Verdict: DialogPlan.Step] = [:]
        var rows: [String]

        var testDescription: String { "\(agent): \(what)" }
    }

    private static func press(_ keys: String...) -> DialogPlan.Step { .press(keys, isLast: true) }
    private static let down = DialogPlan.Step.press(["Down"], isLast: false)
    private static let right = DialogPlan.Step.press(["Right"], isLast: false)

    static let all = gemini + qwen + opencode + copilot + cursor + goose + amp

    /// google-gemini/gemini-cli, `ToolConfirmationQueue.test.tsx.snap` at 03956e6, `ToolConfirmationMessage.test.tsx.snap` at 1762aac,
    /// `AskUserDialog.test.tsx.snap` at 03da89e, `FolderTrustDialog.tsx` at 04fbf50; the first screen from `ToolConfirmationMessage.tsx`
    /// at 008edda. What stands below the box is from `Composer.tsx` at 0183c10.
    private static let gemini = [
        Shown(
            agent: "gemini", what: "a command, as of 2025", state: "waiting:permission",
            title: "Allow execution of: 'cargo'?",
            labels: ["Yes, allow once", "Yes, allow always ...", "No, suggest changes (esc)"], highlight: 1,
            steps: [.allow: press("1"), .allowAlways: press("2"), .deny: press("3")],
            rows: ShownScreen.box(
                "?  Shell cargo test (run the tests)", "", " cargo test", "", "Allow execution of: 'cargo'?", "",
                "● 1. Yes, allow once", "  2. Yes, allow always ...", "  3. No, suggest changes (esc)", "")
                + ["", "⠏ Waiting for user confirmation...", "", "~/p (main*)      no sandbox      gemini-2.5-pro"]),
        Shown(
            agent: "gemini", what: "a command", state: "waiting:permission", title: "Allow execution of: 'echo'?",
            labels: [
                "Allow once", "Allow 'echo \"hello\"' exactly", "Allow 'echo' (any arguments)",
                "No, suggest changes (esc)",
            ], highlight: 3,
            steps: [.allow: press("1"), .allowSession: press("2"), .deny: press("4")],
            rows: ShownScreen.box(
                "Action Required                                             1 of 3", "", "?  Shell echo \"hello\"", "",
                "echo \"hello\"", "", "💡 Will apply for this session only", "Allow execution of: 'echo'?", "",
                "  1. Allow once", "  2. Allow 'echo \"hello\"' exactly", "● 3. Allow 'echo' (any arguments)",
                "  4. No, suggest changes (esc)", "") + ["~/p (main*)      no sandbox      gemini-3-pro"]),
        Shown(
            agent: "gemini", what: "an edit in a folder that is not trusted", state: "waiting:permission",
            title: "Apply this change?",
            labels: ["Allow once", "Modify with external editor", "No, suggest changes (esc)"], highlight: 1,
            steps: [.allow: press("1"), .deny: press("3")],
            rows: ShownScreen.box(
                "Action Required", "", "?  replace edit file", "", "╭────────────────────────╮",
                "│ No changes detected.   │",
                "╰────────────────────────╯", "Apply this change?", "", "● 1. Allow once",
                "  2. Modify with external editor", "  3. No, suggest changes (esc)", "")
                + [" Press Ctrl+O to show more lines"]),
        Shown(
            agent: "gemini", what: "a plan", state: "waiting:plan", title: "Ready to start implementation?",
            labels: [
                "Yes, automatically accept edits Approves plan and allows tools to run automatically",
                "Yes, manually accept edits Approves plan but requires confirmation for each tool",
            ], highlight: 1,
            steps: [.allow: press("2"), .allowSession: press("1"), .deny: press("Escape")],
            rows: ShownScreen.box(
                "Ready to start implementation?", "", " 1. Create AuthService.ts", " 2. Add session storage", "",
                "● 1.  Yes, automatically accept edits", "      Approves plan and allows tools to run automatically",
                "  2.  Yes, manually accept edits", "      Approves plan but requires confirmation for each tool",
                "  3.  Type your feedback...", "",
                "Enter to select · ↑/↓ to navigate · Ctrl+X to edit plan · Esc to cancel", width: 78)),
        Shown(
            agent: "gemini", what: "a question", state: "waiting:question", title: "Choose an option",
            labels: ["Option 1", "Option 2"], highlight: 2, steps: [.deny: press("Escape")],
            rows: ShownScreen.box(
                "Answer Questions", "", "Choose an option", "", "  1.  Option 1", "      Description 1",
                "● 2.  Option 2",
                "      Description 2", "  3.  Enter a custom value", "",
                "Enter to select · ↑/↓ to navigate · Esc to cancel")),
        Shown(
            agent: "gemini", what: "a question with several answers", state: "waiting:question",
            rows: ShownScreen.box(
                "Answer Questions", "", "Which features?", "(Select all that apply)", "", "  1. [x] TypeScript",
                "● 2. [ ] ESLint", "   Done", "   Finish selection", "",
                "Enter to select · ↑/↓ to navigate · Esc to cancel")),
        Shown(
            agent: "gemini", what: "the review of several answers", state: "waiting:question",
            rows: ShownScreen.box(
                "Answer Questions", "", "← □ Tests │ □ Docs │ ≡ Review →", "", "Review your answers:", "",
                "Tests → (not answered)", "", "Enter to submit · Tab/Shift+Tab to edit answers · Esc to cancel")),
        Shown(
            agent: "gemini", what: "a folder", state: "waiting:trust", title: "Do you trust the files in this folder?",
            labels: ["Trust folder (p)", "Trust parent folder (home)", "Don't trust"], highlight: 1,
            steps: [.allow: press("1"), .deny: press("3")],
            rows: ShownScreen.box(
                "Do you trust the files in this folder?", "", "Trusting a folder allows Gemini CLI to load its local",
                "",
                "● 1. Trust folder (p)", "  2. Trust parent folder (home)", "  3. Don't trust", "")),
        Shown(
            agent: "gemini", what: "no login", state: "waiting:auth",
            rows: ShownScreen.box(
                "? Get started", "", "How would you like to authenticate for this project?", "",
                "● 1. Sign in with Google", "  2. Use Gemini API Key", "  3. Vertex AI", "", "(Use Enter to select)")),
    ]

    /// QwenLM/qwen-code, `ToolConfirmationMessage.tsx` at 95e24c0, `AskUserQuestionDialog.tsx` at 8d32731, `FolderTrustDialog.tsx` at
    /// 013e660, `BaseSelectionList.tsx` at 5faf36f for the pointer, which was `●` before.
    private static let qwen = [
        Shown(
            agent: "qwen", what: "a command", state: "waiting:permission", title: "Allow execution of: 'cargo'?",
            labels: ["Yes, allow once", "Yes, allow always ...", "No, suggest changes (esc)"], highlight: 2,
            steps: [.allow: press("1"), .allowAlways: press("2"), .deny: press("3")],
            rows: ShownScreen.box(
                "?  Shell cargo build", "", " cargo build", "", "Allow execution of: 'cargo'?", "",
                "  1. Yes, allow once", "› 2. Yes, allow always ...", "  3. No, suggest changes (esc)", "")
                + ["  ⠏ Waiting for user confirmation...", "", "  ? for shortcuts"]),
        Shown(
            agent: "qwen", what: "a plan", state: "waiting:plan", title: "Would you like to proceed?",
            labels: [
                "Yes, and auto-accept edits", "Yes, and manually approve edits",
                "No, keep planning (esc or type to revise)",
            ],
            highlight: 1, steps: [.allow: press("2"), .allowSession: press("1"), .deny: press("Escape")],
            rows: ShownScreen.box(
                "1. Read the tests", "2. Write the code", "", "Would you like to proceed?", "",
                "› 1. Yes, and auto-accept edits", "  2. Yes, and manually approve edits",
                "  3. No, keep planning (esc or type to revise)", "")),
        Shown(
            agent: "qwen", what: "a question", state: "waiting:question", title: "Which colour?",
            labels: ["Red", "Green"],
            highlight: 1, steps: [.deny: press("Escape")],
            rows: [
                "", " Colour", "", " Which colour?", "", " ❯ 1. Red", "     A warm red", "   2. Green",
                "   3. Type something...", "", " ↑/↓: Navigate | Enter: Select | Esc: Cancel",
            ]),
        Shown(
            agent: "qwen", what: "a question with several answers", state: "waiting:question",
            rows: [
                " Which checks?", "", " ❯ [ ] 1. Lint", "   [✓] 2. Unit", "   [ ] 3. Type something...", "",
                " ↑/↓: Navigate | Space: Toggle | Enter: Confirm | Esc: Cancel",
            ]),
        Shown(
            agent: "qwen", what: "a folder", state: "waiting:trust", title: "Do you trust this folder?",
            labels: ["Trust folder (p)", "Trust parent folder (home)", "Don't trust (esc)"], highlight: 1,
            steps: [.allow: press("1"), .deny: press("3")],
            rows: ShownScreen.box(
                "Do you trust this folder?", "Trusting a folder allows to execute commands it suggests.", "",
                "● 1. Trust folder (p)", "  2. Trust parent folder (home)", "  3. Don't trust (esc)", "", margin: 1)),
    ]

    /// A row with the ground of the option under the highlight, as `permission.tsx` draws it.
    private static func buttons(_ highlight: Int, _ labels: [String], _ hint: String) -> String {
        let drawn = labels.enumerated().map { index, label in
            "\u{1B}[\(index == highlight ? "30;48;5;214" : "90;48;5;236")m \(label) \u{1B}[m"
        }
        return "  ┃  \(drawn.joined(separator: " "))\(hint)"
    }

    /// anomalyco/opencode, `permission.tsx` at f837abb and `question.tsx` at aef6c86; as 1.18 was recorded in k-k1/agent-fleet,
    /// `opencode/testdata/pane-permission*.txt` at f707bc1 and a3e2184.
    private static let opencode = [
        Shown(
            agent: "opencode", what: "a directory", state: "waiting:permission",
            title: "← Access external directory /home/dev/out",
            labels: ["Allow once", "Reject"], highlight: 1, steps: [.allow: press("Enter"), .deny: press("Escape")],
            rows: [
                "  ┃", "  ┃  △ Permission required", "  ┃    ← Access external directory /home/dev/out", "  ┃",
                "  ┃  Patterns",
                "  ┃", "  ┃  - /home/dev/out/*", "  ┃", "  ┃",
                buttons(0, ["Allow once", "Allow always", "Reject"], "   ctrl+f fullscreen  ⇆ select  enter confirm"),
                "  ┃",
            ]),
        Shown(
            agent: "opencode", what: "a directory, in a narrow pane", state: "waiting:permission",
            title: "← Access external directory /home/dev/out", labels: ["Allow once", "Reject"], highlight: 3,
            steps: [.allow: right, .deny: press("Escape")],
            rows: [
                "  ┃", "  ┃  △ Permission required", "  ┃    ← Access external directory /home/dev/out", "  ┃",
                "  ┃  - /home/dev/out/*", "  ┃", buttons(2, ["Allow once", "Allow always", "Reject"], ""), "  ┃",
                "  ┃  ctrl+f fullscreen  ⇆ select  enter confirm", "  ┃",
            ]),
        Shown(
            agent: "opencode", what: "what always means", state: "waiting:permission",
            rows: [
                "  ┃", "  ┃  △ Always allow", "  ┃", "  ┃  - /home/dev/out/*", "  ┃",
                buttons(0, ["Confirm", "Cancel"], "    ⇆ select  enter confirm"), "  ┃",
            ]),
        Shown(
            agent: "opencode", what: "a question", state: "waiting:question", title: "Which animal?",
            labels: ["Dog", "Cat"],
            steps: [.deny: press("Escape")],
            rows: [
                "  ┃", "  ┃  Which animal?", "  ┃", "  ┃  1. Dog", "  ┃     It barks", "  ┃  2. Cat",
                "  ┃     It does not",
                "  ┃  3. Type your own answer", "  ┃", "  ┃  ↑↓ select  enter submit  esc dismiss", "  ┃",
            ]),
        Shown(
            agent: "opencode", what: "several questions", state: "waiting:question",
            rows: [
                "  ┃   Goal   Detail   Confirm", "  ┃", "  ┃  What do you want?", "  ┃", "  ┃  1. Code", "  ┃  2. Text",
                "  ┃",
                "  ┃  ⇆ tab  ↑↓ select  enter confirm  esc dismiss", "  ┃",
            ]),
    ]

    /// github/copilot-cli is closed. The boxes are from tests of ogulcancelik/herdr, `src/detect/mod.rs` at 1676c96; the options for
    /// commands and folders from GitHub's documentation, with the hints of 1.0.60 as other public tools have them.
    private static let copilot = [
        Shown(
            agent: "copilot", what: "a command", state: "waiting:permission", title: "Do you want to run this command?",
            labels: [
                "Yes", "Yes, and approve npm for the rest of the running session",
                "No, and tell Copilot what to do differently (Esc to stop)",
            ], highlight: 1, steps: [.allow: press("Enter"), .allowSession: down, .deny: press("Escape")],
            rows: ShownScreen.box(
                "Run tests", "╭──────────╮", "│ npm test │", "╰──────────╯", "", "Do you want to run this command?", "",
                "❯ 1. Yes", "  2. Yes, and approve npm for the rest of the running session",
                "  3. No, and tell Copilot what to do differently (Esc to stop)", "",
                "↑/↓ to navigate · enter to select · esc to cancel")),
        Shown(
            agent: "copilot", what: "a directory", state: "waiting:permission", title: "Do you want to allow this?",
            labels: ["Yes", "No (Esc)"], highlight: 2, steps: [.allow: down, .deny: press("Escape")],
            rows: ShownScreen.box(
                "Allow directory access", "──────────", "/home/dev/out", "", "Do you want to allow this?", "",
                "  1. Yes",
                "❯ 2. Yes, and add these directories to the allowed list", "  3. No (Esc)", "",
                "↑/↓ to navigate · enter to select · esc to cancel")),
        Shown(
            agent: "copilot", what: "a command, as of 2025", state: "waiting:permission",
            title: "Do you want to run this command?",
            labels: ["Yes", "No, and tell Copilot what to do differently (Esc)"],
            highlight: 1, steps: [.allow: press("Enter"), .deny: press("Escape")],
            rows: [
                "Do you want to run this command?", "", "❯ 1. Yes",
                "  2. No, and tell Copilot what to do differently (Esc)", "",
                "Confirm with number keys or ↑↓ keys and Enter, Cancel with Esc",
            ]),
        Shown(
            agent: "copilot", what: "a question", state: "waiting:question",
            title: "Choose a database for the project:",
            labels: ["PostgreSQL (Recommended)", "SQLite"], highlight: 1, steps: [.deny: press("Escape")],
            rows: ["○ Asking user Choose a database for the project:", ""]
                + ShownScreen.box(
                    "Question", "──────────", "Choose a database for the project:", "", "❯ 1. PostgreSQL (Recommended)",
                    "  2. SQLite", "  3. Other (type your answer)", "",
                    "↑/↓ to select · enter to confirm · esc to cancel")),
        Shown(
            agent: "copilot", what: "a question for a text", state: "waiting:question",
            rows: ShownScreen.box(
                "Question", "──────────", "Enter the name for the new branch:", "", "❯ Type your answer...", "",
                "enter to submit · esc to cancel")),
        Shown(
            agent: "copilot", what: "a plan", state: "waiting:plan", title: "Plan Ready for Review",
            labels: ["Accept plan and build on default permissions (recommended)"], highlight: 1,
            steps: [.allow: press("Enter"), .deny: press("Escape")],
            rows: ShownScreen.box(
                "Plan Ready for Review", "──────────", " - Write a poem", "",
                "❯ 1. Accept plan and build on default permissions (recommended)",
                "  2. Exit plan mode and I will prompt myself", "  3. Suggest changes", "",
                "↑/↓ to navigate · enter to select · ctrl+e to show full plan ·", "esc to cancel")),
        Shown(
            agent: "copilot", what: "another dialog", state: "waiting:input",
            rows: ShownScreen.box(
                "Enable autopilot mode", "──────────", "❯ 1. Enable all permissions (recommended)",
                "  2. Continue with limited permissions", "  3. Cancel (Esc)", "",
                "↑/↓ to navigate · enter to select · esc to cancel")),
        Shown(
            agent: "copilot", what: "a folder", state: "waiting:trust", title: "Do you trust the files in this folder?",
            labels: ["Yes", "Yes, and remember this folder for future sessions", "No (Esc)"], highlight: 1,
            steps: [.allow: press("Enter"), .allowAlways: down, .deny: press("Escape")],
            rows: ShownScreen.box(
                "Confirm folder trust", "──────────", "/home/dev/p", "", "Do you trust the files in this folder?", "",
                "❯ 1. Yes", "  2. Yes, and remember this folder for future sessions", "  3. No (Esc)", "",
                "↑/↓ to navigate · enter to select · esc to cancel")),
    ]

    /// cursor-agent is closed. As 2026.09.28 was recorded in k-k1/agent-fleet, `cursor/testdata/pane-*.txt` at 3acdc54; the dialog of MCP
    /// tools and what `y`, `n` and Tab do are from reports of 2026.07 and 2026.09.10, the folder from another public reader of its screen.
    private static let cursor = [
        Shown(
            agent: "cursor", what: "a command", state: "waiting:permission", title: "Run this command?",
            labels: [
                "Run (once) (y)", "Add Shell(touch) to allowlist? (tab)",
                "Skip & tell the agent what to do instead (esc or n)",
            ], highlight: 2, steps: [.allow: press("y"), .allowAlways: press("Tab"), .deny: press("n")],
            rows: [
                "  $ touch out3.txt Waiting for approval...", "", String(repeating: "─", count: 80),
                " $  touch out3.txt in .",
                "", " Run this command?", " Not in allowlist: touch", "    Run (once) (y)",
                "  → Add Shell(touch) to allowlist? (tab)", "    Run Everything (shift+tab)",
                "    Skip & tell the agent what to do instead (esc or n)", "",
                "                                             ctrl+r to review changed files", "", "",
            ]),
        Shown(
            agent: "cursor", what: "an MCP tool", state: "waiting:permission", title: "Run this MCP tool?",
            labels: ["Run (once) (y)", "Allowlist MCP Tool (tab)", "Skip (esc or n)"], highlight: 1,
            steps: [.allow: press("y"), .allowAlways: press("Tab"), .deny: press("n")],
            rows: [
                String(repeating: "─", count: 80), " lazy-mcp: invoke_command",
                "   {\"command_name\": \"index_status\"}", "",
                " Run this MCP tool?", "  → Run (once) (y)", "    Allowlist MCP Tool (tab)",
                "    Reject & propose changes (p)", "    Skip (esc or n)",
            ]),
        Shown(
            agent: "cursor", what: "a command, in a box", state: "waiting:permission", title: "Run this command?",
            labels: ["Run (once) (y)", "Add Shell(cargo) to allowlist? (tab)", "Skip (esc or n)"], highlight: 1,
            steps: [.allow: press("y"), .allowAlways: press("Tab"), .deny: press("n")],
            rows: ShownScreen.box(
                "Run this command?", "Not in allowlist: cargo test", " → Run (once) (y) (enter)",
                "   Add Shell(cargo) to allowlist? (tab)", "   Skip (esc or n)", corners: "┌┐└┘", margin: 1)
                + ["  Waiting for approval..."]),
        Shown(
            agent: "cursor", what: "what to do instead", state: "waiting:permission", title: "touch out3.txt in .",
            labels: ["Tell the agent what to do instead"], steps: [.deny: press("Enter")],
            rows: ["  $ touch out3.txt Waiting for approval...", ""]
                + ShownScreen.box("$  touch out3.txt in .", corners: "┌┐└┘", margin: 1)
                + [
                    "", "",
                    "  → Tell the agent what to do instead (Enter to send, empty to skip, Esc to cancel)   ctrl+c to stop",
                ]),
        Shown(
            agent: "cursor", what: "a plan", state: "waiting:plan", title: "Ready to build?",
            labels: ["Yes, build locally (b)", "No, propose changes (p or Esc)"], highlight: 1,
            steps: [.allow: press("b"), .deny: press("Escape")],
            rows: ShownScreen.box(
                "Suggested Plan", "", "Write hello to plan.txt in the workspace root.", "──────────", "",
                "Ready to build?", "",
                " → 1. Yes, build locally (b)", "   2. No, propose changes (p or Esc)", "", corners: "┌┐└┘", margin: 1)),
        Shown(
            agent: "cursor", what: "a question", state: "waiting:question",
            rows: ShownScreen.box(
                "Question 1 of 1", "", "Which colour?", "", "↑/↓ option · Enter next/submit · Esc to skip",
                corners: "┌┐└┘",
                margin: 1)),
        Shown(
            agent: "cursor", what: "a folder", state: "waiting:trust", title: "/home/dev/p",
            labels: ["Trust this workspace", "Quit"], highlight: 1, steps: [.allow: press("a"), .deny: press("q")],
            rows: ShownScreen.box("/home/dev/p", "", "▶ [a] Trust this workspace", "  [q] Quit", "", margin: 1)),
    ]

    /// block/goose, `prompt_tool_confirmation` in `crates/goose-cli/src/session/mod.rs`, as fadeevab/cliclack draws a select
    /// (`src/select.rs` at 04cdfab): the hint stands in the row of the highlight only.
    private static let goose = [
        Shown(
            agent: "goose", what: "a tool", state: "waiting:permission",
            title: "Goose would like to call the above tool, do you allow?", labels: ["Allow", "Always Allow", "Deny"],
            highlight: 1, steps: [.allow: press("Enter"), .allowAlways: down, .deny: down],
            rows: [
                "─── shell | developer ──────────────────────────", "command: rm -rf build", "",
                "◆  Goose would like to call the above tool, do you allow?", "│  ● Allow (Allow the tool call once)",
                "│  ○ Always Allow ", "│  ○ Deny ", "│  ○ Cancel ", "└  ", "",
            ]),
        Shown(
            agent: "goose", what: "a tool that looks dangerous", state: "waiting:permission",
            title: "Do you allow this tool call?",
            labels: ["Allow", "Deny"], highlight: 2, steps: [.allow: down, .deny: press("Enter")],
            rows: [
                "this command writes files", "◆  Do you allow this tool call?", "│  ○ Allow ",
                "│  ● Deny (Deny the tool call)", "│  ○ Cancel ", "└  ", "",
            ]),
        Shown(
            agent: "goose", what: "another question", state: "waiting:question",
            rows: ["◆  Do you want to clear message history & act on this plan?", "│  ● Yes  / ○ No ", "└  ", ""]),
    ]

    /// Amp is closed. From tests of ogulcancelik/herdr, `src/detect/mod.rs` at 1676c96.
    private static let amp = [
        Shown(
            agent: "amp", what: "a command", state: "waiting:permission", title: "Run this command?",
            labels: ["Approve [Alt+1]", "Allow All for This Session [Alt+2]", "Allow All for Every Session [Alt+3]"],
            highlight: 1, steps: [.allow: press("Alt+1"), .allowSession: press("Alt+2"), .allowAlways: press("Alt+3")],
            rows: [
                "Run this command?", "rg --files", "▸● Approve [Alt+1]", " ○ Allow All for This Session [Alt+2]",
                " ○ Allow All for Every Session [Alt+3]", " ○ Deny with feedback [Alt+4]", "Waiting for approval...",
            ]),
        Shown(
            agent: "amp", what: "an edit", state: "waiting:permission", title: "Allow editing file:",
            labels: ["Approve [Alt+1]", "Allow File for Every Session [Alt+2]", "Allow All for This Session [Alt+3]"],
            highlight: 1, steps: [.allow: press("Alt+1"), .allowSession: press("Alt+3"), .allowAlways: press("Alt+2")],
            rows: [
                "Allow editing file:", "src/detect.rs", "▸● Approve [Alt+1]", " ○ Allow File for Every Session [Alt+2]",
                " ○ Allow All for This Session [Alt+3]", " ○ Deny with feedback [Alt+4]",
            ]),
    ]

    /// Input boxes that wait for a prompt, after the same sources; Gemini's after `InputPrompt-Snapshots.test.tsx.snap` at 7df8c88.
    static let boxes: [String: [String]] = [
        "gemini": [
            "  ? for shortcuts", String(repeating: "▀", count: 60), " >   Type your message or @path/to/file",
            String(repeating: "▄", count: 60), " ~/p (main*)      no sandbox      gemini-3-pro",
        ],
        "qwen": [
            "────────────────────", ">   Type your message or @path/to/file", "────────────────────",
            "  ? for shortcuts",
        ],
        "opencode": [
            "  ┃", "  ┃", "  ┃", "  ┃  Build · Big Pickle OpenCode Zen", "  ╹▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀",
            "   /home/dev/p                  8.4K (4%)  ctrl+p commands",
        ],
        "copilot": [
            " ~/p                                   claude-sonnet", "────────────────────", "❯ ",
            "────────────────────",
            " / commands · ? help",
        ],
        "cursor": ["  → Add a follow-up", "", "  Auto · 3.7%", "  /home/dev/repos/proj", ""],
        "goose": ["🪿 "],
        "amp": ["╭─100% of 272k · $1.20──────╮", "│                           │", "╰─────────~/p (main)────────╯"],
    ]
}
