import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Answers without a card, and what becomes of answers.
extension AttentionTests {
    // MARK: Commands

    @Test(arguments: [
        ("attention.allow", "one allow"), ("attention.allow session", "one allow_session"),
        ("attention.deny", "one deny"), ("attention.deny not now", "one deny not now"),
        ("attention.dismiss", "one dismiss"),
    ])
    func `the command line answers what the focused session asks`(line: String, decision: String) {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 2)))
        desk.type("C-b :")
        desk.write(line)
        desk.type("Enter")
        #expect(decisions(desk) == [decision])
    }

    @Test func `an answer that the agent does not know is refused, and a second one while the first is on its way`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 2)))
        desk.type("C-b :")
        desk.write("attention.allow always")
        desk.type("Enter")
        #expect(desk.model.message?.text.contains("does not take that") == true)
        for _ in 1...2 {
            desk.type("C-b :")
            desk.write("attention.allow")
            desk.type("Enter")
        }
        #expect(decisions(desk) == ["one allow"])
        #expect(desk.model.message?.text == "an answer is on its way")
    }

    @Test(arguments: [
        ("2", "one answer Julian"), ("gregorian", "one answer Gregorian"), ("neither", "one answer neither"),
    ])
    func `a question takes a number, a label or an own text`(text: String, decision: String) {
        var desk = desk()
        desk.happen(
            .attentionChanged(
                item("one", of: 2, .question) {
                    $0.questions = [.init(text: "?", choices: [.init(label: "Gregorian"), .init(label: "Julian")])]
                }))
        desk.type("C-b :")
        desk.write("attention.answer \(text)")
        desk.type("Enter")
        #expect(decisions(desk) == [decision])
    }

    @Test(arguments: [("4", "one answer 4"), ("3", "one answer 4"), ("8", "one answer 8")])
    func `a number that is a choice is that one, and else the choice of that number`(text: String, decision: String) {
        var desk = desk()
        desk.happen(
            .attentionChanged(
                item("one", of: 2, .question) {
                    $0.questions = [
                        .init(text: "?", choices: ["1", "2", "4", "8"].map { .init(label: $0) })
                    ]
                }))
        desk.type("C-b :")
        desk.write("attention.answer \(text)")
        desk.type("Enter")
        #expect(decisions(desk) == [decision])
    }

    @Test func `going to what waits takes no card away from under somebody's fingers`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.happen(.attentionChanged(item("two", of: 2)))
        desk.type("C-b :")
        desk.write("attention.card one")
        desk.type("Enter")
        desk.effects = []
        desk.run("attention.next")
        #expect(desk.refusal == "somebody is at a card")
        #expect(desk.model.overlays.last?.item == "one")
    }

    @Test func `several choices are parted by commas, and without a text only choices are answers`() {
        var desk = desk()
        desk.happen(
            .attentionChanged(
                item("one", of: 2, .question) {
                    $0.questions = [
                        .init(
                            text: "?", choices: [.init(label: "red"), .init(label: "green"), .init(label: "blue")],
                            isMultiple: true, takesText: false)
                    ]
                }))
        desk.type("C-b :")
        desk.write("attention.answer red, pink")
        desk.type("Enter")
        #expect(desk.model.message?.text == "bash2 takes one of its choices only")
        desk.type("C-b :")
        desk.write("attention.answer blue, 1")
        desk.type("Enter")
        #expect(decisions(desk) == ["one answer blue+red"])
    }

    @Test func `nobody from outside answers or opens a card here; going there is possible`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 1)))
        desk.effects = []
        for text in [
            "attention.allow", "attention.deny", "attention.answer x", "attention.dismiss", "attention.card",
            "attention.card one", "attention.list",
        ] {
            desk.run(text)
            #expect(desk.refusal?.contains("is for keys only") == true, "\(text)")
        }
        #expect(decisions(desk) == [])
        desk.effects = []
        desk.run("attention.next")
        #expect(desk.refusals == [nil])
        #expect(desk.model.focusedSession?.name == "bash1")
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `a client that only watches may look, not answer`() {
        var desk = desk()
        desk.model.isReadOnly = true
        desk.happen(.attentionChanged(item("one", of: 2)))
        desk.type("C-b i")
        #expect(card(desk) == "one")
        desk.type("a")
        #expect(decisions(desk) == [])
        #expect(desk.model.message?.text == "this client only watches")
    }

    // MARK: What becomes of an answer

    @Test(arguments: [
        (AnsweredJSON.Result.applied, "bash2: allowed by you at 00:16"),
        (.stale, "bash2: allowed by you at 00:16 — your answer did nothing"),
        (.unconfirmed, "bash2: allowed, and nothing tells yet that the agent took it — look at its pane"),
    ])
    func `it is said what became of the answer`(result: AnsweredJSON.Result, text: String) {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 2)))
        desk.type("C-b i a")
        #expect(desk.model.attention.answering == ["one"])
        desk.happen(.answered(AnsweredJSON(result, item("one", of: 2, state: ended(.allow, by: "you", at: 1000)))))
        #expect(desk.model.message?.text == text)
        #expect(desk.model.attention.answering.isEmpty)
        #expect(desk.model.attention.open.isEmpty)
    }

    @Test func `an answer that the server refuses leaves the item open`() {
        var desk = desk()
        desk.happen(.attentionChanged(item("one", of: 2)))
        desk.type("C-b i a")
        desk.happen(.answerRefused(id: "one", "answering 'one': the server is away"))
        #expect(desk.model.message?.level == .error)
        #expect(desk.model.attention.answering.isEmpty)
        desk.wait(500)
        desk.type("C-b i d")
        #expect(decisions(desk) == ["one allow", "one deny"])
    }
}
