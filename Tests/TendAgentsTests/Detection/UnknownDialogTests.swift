import TendAgents
import TendCore
import Testing

/// Lists that no rule of an agent's own knows.
@Suite struct UnknownDialogTests {
    private static let hint = ["", "Enter to select · Esc to cancel"]

    @Test(arguments: [
        (["Overwrite it?", "", "❯ 1. Yes", "  2. No"] + hint, "waiting:permission"),
        (["│ ● 1. Yes, allow once │", "│   2. No (esc)        │", "╰──────────────────────╯"], "waiting:permission"),
        (
            ["Run it?", "> 1. Approve", "  2. Approve for this session", "  3. Reject", "Press Enter to confirm"],
            "waiting:permission"
        ),
        (["Which one?", "› 1. Red", "     warm", "  2. Green", "     calm"] + hint, "waiting:question"),
        (["Allow", "  1. Red", "▸ 2. Green", "  3. Blue"] + hint, "waiting:question"),
    ])
    func `a list with a pointer and a hint asks something`(rows: [String], state: String) throws {
        let seen = try ShownScreen.look(.common, rows)
        #expect(seen.state?.description == state)
        #expect(seen.dialog?.kind == (state.hasSuffix("permission") ? .permission : .question))
    }

    @Test func `it is answered by arrows and Enter`() throws {
        let rows =
            ["Run it?", "  1. Yes", "❯ 2. Yes, for this session", "  3. Always allow", "  4. No"]
            + UnknownDialogTests.hint
        let dialog = try #require(try ShownScreen.look(.common, rows).dialog)
        #expect(dialog.title == "Run it?")
        #expect(dialog.verdicts == [.allow, .allowSession, .allowAlways, .deny])
        let plan = try DialogPlan(Decision(.allowSession), for: dialog)
        #expect(plan.next(dialog) == .press(["Enter"], isLast: true))
        #expect(try DialogPlan(Decision(.deny), for: dialog).next(dialog) == .press(["Down"], isLast: false))
        let list = try #require(
            try ShownScreen.look(.common, ["Which?", "❯ 1. Red", "  2. Green"] + UnknownDialogTests.hint).dialog)
        let green = try DialogPlan(Decision(.answer, answers: [["Green"]]), for: list)
        #expect(green.next(list) == .press(["Down"], isLast: false))
    }

    private static let dialog = ["Overwrite it?", "❯ 1. Yes", "  2. No", "Esc to cancel"]

    @Test(arguments: [
        ["Steps:", "1. Press Enter", "2. Wait", "3. Press Esc"],  // Prose
        ["> 1. quoted", "> 2. as well", "Press Enter"],
        ["❯ 1. Yes", "  2. No"],  // No hint
        ["❯ 1. Yes", "", "Press Enter"],  // One option
        ["❯ 1. Yes", "  2. No", "❯ 3. Both", "Press Enter"],
        ["● 1. A list in a message", "    2. further in", "Press Enter"],
        ["❯ 1. Yes", "a", "b", "c", "d", "  2. No", "Press Enter"],
        dialog + ["user@host:~$ "], dialog + ["", "❯ "], dialog + ["╭────╮", "│ >  │", "╰────╯", "  ? for shortcuts"],
        dialog + ["> go on", "────", " status"], dialog + (1...8).map { "line \($0)" },
        ["commit 1", "", "    ❯ 1. Yes", "      2. No", "", "    Enter selects", "commit 2"]
            + (1...9).map { "    \($0) more" } + [":"],
    ])
    func `what only looks like one asks nothing`(rows: [String]) throws {
        let seen = try ShownScreen.look(.common, rows)
        #expect(seen.state == nil, "\(seen.rule)")
    }
}
