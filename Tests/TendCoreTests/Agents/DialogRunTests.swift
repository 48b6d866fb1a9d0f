import TendCore
import Testing

/// Answers by keys against a dialog that takes them as Mistral Vibe's do.
@Suite struct DialogRunTests {
    /// A list of choices with a field for text below, and a row that sends if several may be chosen.
    private struct Desk {
        var isMultiple = true
        var choices = ["Lint", "Unit", "E2E"]
        var checked: Set<Int> = []
        /// Rows from 0: the choices, the field, and what sends.
        var row = 0
        var text = ""
        var isOpen = true
        /// What was sent.
        var sent: [String]?
        /// So many presses are lost.
        var deafness = 0
        /// In bytes: a press that is taken has something painted.
        var printed: UInt64 = 0
        var hidesHighlight = false
        var pressed: [String] = []

        var dialog: Dialog? {
            guard isOpen else { return nil }
            var options = choices.enumerated().map { index, label in
                Dialog.Option(
                    label: label, verdict: nil, keys: ["\(index + 1)"], number: index + 1,
                    isChecked: isMultiple ? checked.contains(index) : nil)
            }
            let number = choices.count + 1
            options.append(
                Dialog.Option(
                    label: text.isEmpty ? "Type your answer..." : text, verdict: nil, keys: ["\(number)"],
                    number: number, isChecked: isMultiple ? !text.isEmpty : nil, takesText: text.isEmpty))
            return Dialog(
                kind: .question, title: "Which?", options: options, field: number, isMultiple: isMultiple,
                hasSubmit: isMultiple,
                highlight: hidesHighlight ? nil : row < number ? .option(row + 1) : .submit, cancel: ["Escape"],
                fingerprint: "Which?")
        }

        mutating func take(_ step: DialogPlan.Step) {
            guard isOpen else { return }
            if deafness > 0 { return deafness -= 1 }
            printed += 1
            switch step {
            case .type(let piece):
                pressed.append("'\(piece)'")
                if row == choices.count { text += piece }
            case .press(let keys, _):
                pressed += keys
                for key in keys { press(key) }
            }
        }

        private mutating func press(_ key: String) {
            let rows = choices.count + (isMultiple ? 2 : 1)
            switch key {
            case "Up": row = (row + rows - 1) % rows
            case "Down": row = (row + 1) % rows
            case "Escape": isOpen = false
            case "Enter" where row == choices.count + 1:
                close(choices.indices.filter(checked.contains).map { choices[$0] } + (text.isEmpty ? [] : [text]))
            case "Enter" where !isMultiple: close([row < choices.count ? choices[row] : text])
            case _ where row == choices.count: text += key
            default:
                guard let number = Int(key) else { return }
                row = number - 1
                guard row < choices.count else { return }
                if isMultiple { checked.formSymmetricDifference([row]) } else { close([choices[row]]) }
            }
        }

        private mutating func close(_ answer: [String]) {
            isOpen = false
            sent = answer
        }

        /// Whether the answer was taken.
        mutating func answer(_ decision: Decision) throws -> Bool {
            let dialog = try #require(dialog)
            var run = DialogRun(try DialogPlan(decision, for: dialog), in: dialog)
            while true {
                switch run.next(self.dialog, printed: printed) {
                case .end(let isTaken): return isTaken
                case .make(let step): take(step)
                }
            }
        }

        mutating func choose(_ labels: String...) throws -> Bool { try answer(Decision(.answer, answers: [labels])) }
    }

    private var desk = Desk()

    @Test mutating func `several choices and an own text are ticked, typed and sent`() throws {
        #expect(try desk.choose("Unit", "Fuzz 2", "E2E"))
        #expect(desk.sent == ["Unit", "E2E", "Fuzz 2"])
        #expect(desk.pressed == ["2", "3", "4", "'Fuzz 2'", "Down", "Enter"])
    }

    @Test mutating func `what somebody ticked at the desk is taken back if it is not meant`() throws {
        desk.checked = [0]
        desk.row = 2
        #expect(try desk.choose("Unit"))
        #expect(desk.sent == ["Unit"])
    }

    @Test mutating func `a digit is not typed into the field for text`() throws {
        desk.row = 3
        #expect(try desk.choose("Lint"))
        #expect(desk.sent == ["Lint"])
        #expect(desk.pressed.prefix(2) == ["Up", "1"])
        desk = Desk(isMultiple: false)
        desk.row = 3
        #expect(try desk.choose("Lint"))
        #expect(desk.sent == ["Lint"])
    }

    @Test mutating func `one choice is its key, an own text the field and Enter`() throws {
        desk.isMultiple = false
        #expect(try desk.choose("E2E"))
        #expect(desk.pressed == ["3"])
        desk = Desk(isMultiple: false)
        #expect(try desk.choose("mauve"))
        #expect(desk.sent == ["mauve"])
        desk = Desk()
        #expect(try desk.answer(Decision(.deny)))
        #expect(desk.pressed == ["Escape"])
    }

    @Test mutating func `a key that is lost is pressed once more, and no further`() throws {
        desk.deafness = 1
        #expect(try desk.choose("Unit"))
        #expect(desk.sent == ["Unit"])
        desk = Desk()
        desk.deafness = 2
        #expect(try !desk.choose("Unit"))
        #expect(desk.sent == nil && desk.isOpen)
    }

    @Test mutating func `nothing is sent that is not seen to be right`() throws {
        // Half a text of somebody at the desk.
        desk.text = "half"
        #expect(try !desk.choose("Unit"))
        #expect(desk.sent == nil)
        // Nobody sees where a text would go, or where Enter.
        desk = Desk()
        desk.hidesHighlight = true
        #expect(try !desk.choose("own"))
        #expect(desk.pressed.isEmpty)
        #expect(try !desk.choose("Unit"))
        #expect(desk.pressed == ["2"])
    }

    @Test mutating func `a dialog that changes after the last key is left alone`() throws {
        let dialog = try #require(desk.dialog)
        var run = DialogRun(try DialogPlan(Decision(.deny), for: dialog), in: dialog)
        #expect(run.next(dialog, printed: 0) == .make(.press(["Escape"], isLast: true)))
        desk.row = 1
        #expect(run.next(desk.dialog, printed: 0) == .end(isTaken: false))
        #expect(run.next(nil, printed: 0) == .end(isTaken: true))
        // Gone before anything was sent: somebody else was first.
        run = DialogRun(try DialogPlan(Decision(.answer, answers: [["Unit"]]), for: dialog), in: dialog)
        #expect(run.next(nil, printed: 0) == .end(isTaken: false))
    }

    @Test mutating func `a question that was asked again after the last key gets no second one`() throws {
        let dialog = try #require(desk.dialog)
        let first = DialogRun(try DialogPlan(Decision(.deny), for: dialog), in: dialog)
        var run = first
        #expect(run.next(dialog, printed: 10) == .make(.press(["Escape"], isLast: true)))
        #expect(run.next(dialog, printed: 10) == .make(.press(["Escape"], isLast: true)))
        run = first
        #expect(run.next(dialog, printed: 10) == .make(.press(["Escape"], isLast: true)))
        #expect(run.next(dialog, printed: 11) == .end(isTaken: false))
    }

    @Test(arguments: [
        Decision(.allow), Decision(.deny, reason: "why"), Decision(.answer, answers: [["Lint"], ["Unit"]]),
        Decision(.answer, answers: [["two\nlines"]]), Decision(.answer, answers: [["a\u{1B}[Z"]]),
        Decision(.answer, answers: [["one", "two"]]),
    ])
    func `what a dialog cannot take is refused before a key is pressed`(decision: Decision) throws {
        let dialog = try #require(desk.dialog)
        #expect(throws: ServiceError.self) { try DialogPlan(decision, for: dialog) }
    }
}
