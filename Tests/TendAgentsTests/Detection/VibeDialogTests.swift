import TendAgents
import TendCore
import TendScreen
import TendTerminal
import Testing

/// Questions as Mistral Vibe 3.0.2 draws them: the highlighted row has a ground of its own and no pointer.
@Suite struct VibeDialogTests {
    private static let ground = "\u{1B}[1;38;5;0;48;5;7m"
    private static let checks = ["1. [ ] Lint - Run the linter", "2. [ ] Unit - Run unit tests"]

    /// - Parameter highlight: the row, from 0.
    private func dialog(
        _ rows: [String], hint: String = "Space/Enter toggle", highlight: Int, sends: Bool = true
    ) throws -> Dialog {
        let terminal = Terminal(
            size: Size(rows: 24, columns: 60), history: try History(directory: nil, byteLimit: 1 << 20))
        var lines = [
            "> mock:askm", "┌" + String(repeating: "─", count: 58) + "┐", " \u{1B}[1mWhich checks should run?", "",
        ]
        for (index, row) in (rows + (sends ? ["   Submit →"] : [])).enumerated() {
            lines.append(index == highlight ? "\(VibeDialogTests.ground)   \(row)    \u{1B}[m" : "   \(row)")
        }
        // Cut where the dialog ends.
        lines += ["", String(" ↑↓/jk navigate  \(hint)  Esc cancel".prefix(50))]
        lines = lines.map { line in line.hasPrefix(" ") ? "│\(line)\u{1B}[m\u{1B}[60G│" : line }
        lines += ["└" + String(repeating: "─", count: 58) + "┘", "/tmp/demo [PID 1]      120/200k tokens"]
        Array(lines.joined(separator: "\u{1B}[m\r\n").utf8).withUnsafeBytes { terminal.feed($0) }
        let seen = ScreenReader(rules: try CorpusRules.of("vibe")).look(at: terminal.screen())
        #expect(seen.state == .waiting(.question))
        return try #require(seen.dialog)
    }

    @Test func `choices, check marks, the field and the highlight are read`() throws {
        let field = "3. [ ] \u{1B}[2mType your answer..."
        let dialog = try dialog(VibeDialogTests.checks + [field], highlight: 0)
        #expect(dialog.title == "Which checks should run?")
        #expect(dialog.options.map(\.label) == ["Lint", "Unit", "Type your answer..."])
        #expect(dialog.options.map(\.isChecked) == [false, false, false])
        #expect(dialog.options.map(\.takesText) == [false, false, true])
        #expect(dialog.isMultiple && dialog.hasSubmit && dialog.field == 3)
        #expect(dialog.highlight == .option(1))
        #expect(dialog.verdicts == [.answer, .deny])
        #expect(dialog.question?.choices.map(\.label) == ["Lint", "Unit"])
        #expect(dialog.question?.isMultiple == true && dialog.question?.takesText == true)
    }

    @Test func `answering does not make it another question`() throws {
        let first = try dialog(VibeDialogTests.checks + ["3. [ ] Type your answer..."], highlight: 1)
        let ticked = try dialog(
            ["1. [ ] Lint - Run the linter", "2. [x] Unit - Run unit tests", "3. [ ] Type your answer..."],
            highlight: 3)
        let typed = try dialog(
            VibeDialogTests.checks + ["3. [x] a text that is as long as", "       to be wrapped - here"],
            hint: "Space/Enter toggle  Ctrl+J newline", highlight: 2)
        #expect(ticked.fingerprint == first.fingerprint && typed.fingerprint == first.fingerprint)
        #expect(ticked.highlight == .submit && ticked.options[1].isChecked == true)
        #expect(typed.options[2].text.hasSuffix("to be wrapped - here") && !typed.options[2].takesText)
        let other = try dialog(
            ["1. [ ] Lint - Run another", "2. [ ] Unit - Run unit tests", "3. [ ] Type your answer..."], highlight: 1)
        #expect(other.fingerprint != first.fingerprint)
    }

    @Test func `a question with one answer is sent by its digit, an own text by Enter`() throws {
        let rows = ["1. Red - A warm red", "2. Green - A calm green"]
        let shown = try dialog(rows + ["3. Type your answer..."], hint: "Enter select", highlight: 2, sends: false)
        #expect(!shown.isMultiple && !shown.hasSubmit)
        let plan = try DialogPlan(Decision(.answer, answers: [["mauve"]]), for: shown)
        #expect(plan.next(shown) == .type("mauve"))
        let typed = try dialog(rows + ["3. mauve"], hint: "Enter select", highlight: 2, sends: false)
        #expect(plan.next(typed) == .press(["Enter"], isLast: true))
        let left = try dialog(rows + ["3. mauve"], hint: "Enter select", highlight: 1, sends: false)
        #expect(plan.next(left) == nil)
        let green = try DialogPlan(Decision(.answer, answers: [["Green"]]), for: shown)
        #expect(green.next(shown) == .press(["Up"], isLast: false))
        #expect(green.next(left) == .press(["2"], isLast: true))
    }
}
