import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Keys over a card.
struct CardTests {
    /// One session that asks, with its card.
    private func desk(_ item: AttentionJSON) -> Desk {
        var desk = Desk()
        desk.happen(.attention([]))
        desk.happen(.attentionChanged(item))
        // The command line is how a test without a key for it comes there.
        desk.type("C-b :")
        desk.write("attention.card")
        desk.type("Enter")
        desk.effects = []
        return desk
    }

    private func permission(_ kind: AttentionItem.Kind = .permission) -> AttentionJSON {
        makeItem(
            "one", kind, session: "s1aaaaaa", name: "bash1",
            verdicts: [.allow, .allowSession, .allowAlways, .deny])
    }

    private func question(multiple: Bool = false, count: Int = 1) -> AttentionJSON {
        makeItem("one", .question, session: "s1aaaaaa", name: "bash1", verdicts: [.answer]) { item in
            item.questions = (1...count).map { number in
                .init(
                    text: "question \(number)",
                    choices: [.init(label: "red"), .init(label: "green"), .init(label: "blue")], isMultiple: multiple)
            }
        }
    }

    private func decisions(_ desk: Desk) -> [String] {
        desk.effects.compactMap { effect -> String? in
            guard case .answerAttention(_, let decision) = effect else { return nil }
            let answers: [String?] = decision.answers.map { $0.joined(separator: "+") }
            let words = [decision.verdict.rawValue, decision.reason] + answers
            return words.compactMap(\.self).joined(separator: " ")
        }
    }

    private func card(_ desk: Desk) -> Card? {
        if case .card(let card) = desk.model.overlays.last { card } else { nil }
    }

    @Test(arguments: [
        ("a", "allow"), ("s", "allow_session"), ("A", "allow_always"), ("d", "deny"), ("x", "dismiss"),
    ])
    func `one key is an answer`(key: String, verdict: String) {
        for kind in [AttentionItem.Kind.permission, .plan] {
            var desk = desk(permission(kind))
            desk.type(key)
            #expect(decisions(desk) == [verdict])
            #expect(desk.model.overlays.isEmpty)
        }
    }

    @Test func `a reason goes with the denial`() {
        var desk = desk(permission())
        desk.type("r")
        desk.write("use make")
        desk.type("Enter")
        #expect(decisions(desk) == ["deny use make"])
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `no reason is asked for where the agent cannot hear it`() {
        var item = permission()
        item.takesReason = false
        var desk = desk(item)
        desk.type("r")
        desk.type("d")
        #expect(decisions(desk) == ["deny"])
    }

    @Test func `a reason that is not finished leaves the card`() {
        var desk = desk(permission())
        desk.type("r")
        desk.write("us")
        desk.type("Escape")
        #expect(decisions(desk) == [])
        #expect(card(desk) != nil)
    }

    @Test func `Escape leaves it at the agent's own dialog, and the next keys are the program's`() {
        var desk = desk(permission())
        desk.type("Escape a")
        #expect(desk.sent() == ["bash1 a"])
        #expect(decisions(desk) == [])
        #expect(desk.model.attention.open.count == 1)
    }

    @Test func `keys with modifiers are no answers`() {
        var desk = desk(permission())
        desk.type("C-a M-a C-d M-d")
        #expect(decisions(desk) == [])
        #expect(card(desk) != nil)
    }

    @Test func `a new item never opens a card by itself`() {
        var desk = Desk()
        desk.happen(.attention([]))
        desk.happen(.attentionChanged(permission()))
        desk.effects = []
        desk.type("a s d")
        #expect(desk.sent() == ["bash1 a", "bash1 s", "bash1 d"])
    }

    // MARK: Answered elsewhere

    private func answeredElsewhere() -> AttentionJSON {
        let state = ended(.deny, by: "you at the command line", at: 1000)
        return makeItem("one", session: "s1aaaaaa", name: "bash1", state: state)
    }

    @Test func `answered elsewhere, the card goes and says who did`() {
        var desk = desk(permission())
        desk.type("r")
        desk.happen(.attentionChanged(answeredElsewhere()))
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.model.message?.text == "bash1: denied by you at the command line at 00:16")
    }

    @Test func `what is typed into a card that has just gone is not typed into the program`() {
        var desk = desk(permission())
        desk.happen(.attentionChanged(answeredElsewhere()))
        desk.effects = []
        desk.type("a Enter")
        desk.happen(.input(.paste("text")))
        #expect(desk.sent() == [])
        // Keys of commands are meant as they are.
        desk.type("C-b ?")
        #expect(desk.model.overlays == [.help(scroll: 0)])
        desk.type("Escape")
        desk.wait(400)
        desk.type("a")
        #expect(desk.sent() == ["bash1 a"])
    }

    @Test func `a stroke too many after an answer is not typed either`() {
        var desk = desk(permission())
        desk.type("a a")
        #expect(decisions(desk) == ["allow"])
        #expect(desk.sent() == [])
    }

    @Test func `an item that is withdrawn says why, and one that expires too`() {
        var desk = desk(permission())
        desk.happen(
            .attentionChanged(
                makeItem(
                    "one", session: "s1aaaaaa", name: "bash1",
                    state: .withdrawn(reason: "answered at the desk", at: 1000))))
        #expect(desk.model.message?.text == "bash1: answered at the desk at 00:16")
        desk = self.desk(permission())
        desk.happen(
            .attentionChanged(makeItem("one", session: "s1aaaaaa", name: "bash1", state: .expired(at: 1000))))
        #expect(desk.model.message?.text.contains("nobody answered in time") == true)
    }

    // MARK: Questions

    @Test func `a digit answers a question with one choice`() {
        var desk = desk(question())
        desk.type("2")
        #expect(decisions(desk) == ["answer green"])
    }

    @Test func `arrows and Enter do, too`() {
        var desk = desk(question())
        // The last row is for a text of one's own.
        desk.type("Down Down Down Down Up Up Enter")
        #expect(decisions(desk) == ["answer green"])
    }

    @Test func `a digit without a choice does nothing`() {
        var desk = desk(question())
        desk.type("7 0")
        #expect(decisions(desk) == [])
    }

    @Test func `several choices are toggled, and sent with Enter`() {
        var desk = desk(question(multiple: true))
        desk.type("Enter")
        #expect(decisions(desk) == [])
        desk.type("3 1 Down Space 1 Enter")
        #expect(decisions(desk) == ["answer green+blue"])
    }

    @Test func `an own text is an answer`() {
        var desk = desk(question())
        desk.type("t")
        desk.write("mauve, say")
        desk.type("Enter")
        #expect(decisions(desk) == ["answer mauve, say"])
    }

    @Test func `an own text stands beside the choices where several may be taken, and can be taken back`() {
        var desk = desk(question(multiple: true))
        desk.type("1 3")
        // The row below the choices.
        desk.type("Down Down Down Space")
        desk.write("mauve")
        desk.type("Enter")
        #expect(decisions(desk) == [])
        #expect(card(desk)?.texts == [0: "mauve"])
        desk.type("Enter")
        #expect(decisions(desk) == ["answer red+blue+mauve"])
        desk = self.desk(question(multiple: true))
        desk.type("1 t")
        desk.write("mauve")
        desk.type("Enter Space Enter")
        #expect(decisions(desk) == ["answer red"])
    }

    @Test func `several questions with several choices are answered one after the other`() {
        var desk = desk(question(multiple: true, count: 2))
        desk.type("1 2 Enter")
        #expect(card(desk)?.question == 1)
        #expect(decisions(desk) == [])
        desk.type("Down Space")
        desk.type("t")
        desk.write("mauve")
        desk.type("Enter Enter")
        #expect(decisions(desk) == ["answer red+green green+mauve"])
    }

    @Test func `a question without choices is answered with a text`() {
        var item = question()
        item.questions[0].choices = []
        var desk = desk(item)
        desk.type("Enter")
        desk.write("mauve")
        desk.type("Enter")
        #expect(decisions(desk) == ["answer mauve"])
    }

    @Test func `several questions are sent when all have an answer`() {
        var desk = desk(question(count: 3))
        desk.type("1")
        #expect(card(desk)?.question == 1)
        desk.type("Right 3")
        #expect(card(desk)?.question == 1)
        desk.type("t")
        desk.write("mauve")
        desk.type("Enter")
        #expect(decisions(desk) == [])
        desk.type("Left 2 Enter")
        #expect(decisions(desk) == ["answer green mauve blue"])
    }

    // MARK: Looking

    @Test func `a card that is longer than the screen scrolls, and stops at its ends`() {
        var desk = desk(
            makeItem("one", session: "s1aaaaaa", name: "bash1") { item in
                item.diff = (1...60).map { "+line \($0)" }.joined(separator: "\n")
            })
        func shown() -> String { View.compose(desk.model).rows.map(\.text).joined(separator: "\n") }
        #expect(shown().contains("+line 1 ") && !shown().contains("+line 60"))
        #expect(shown().contains("more lines to read"))
        desk.type("End Down Down")
        #expect(shown().contains("+line 60") && !shown().contains("+line 1 "))
        #expect(!shown().contains("more lines to read"))
        desk.type("Up PageUp Home")
        #expect(card(desk)?.scroll == 0)
        desk.mouse(.press, 20, 10, .wheelDown)
        #expect(card(desk)?.scroll == 3)
    }

    @Test func `a click chooses among several and only points at one`() throws {
        var several = desk(question(multiple: true))
        let popup = try #require(card(several).flatMap { Popup($0, Scene(several.model)) })
        let row = try #require(popup.owners.firstIndex(of: 1)) + popup.list.row
        several.mouse(.press, row, popup.list.column + 4)
        #expect(card(several)?.picks == [0: [1]])
        var one = desk(question())
        let other = try #require(card(one).flatMap { Popup($0, Scene(one.model)) })
        let line = try #require(other.owners.firstIndex(of: 1)) + other.list.row
        one.mouse(.press, line, other.list.column + 4)
        #expect(card(one)?.selected == 1)
        #expect(decisions(one) == [])
    }

    @Test func `while a deadline comes near the card is drawn anew every second`() {
        var desk = Desk()
        desk.happen(.attention([]))
        let now = desk.model.now
        desk.happen(
            .attentionChanged(
                makeItem("one", session: "s1aaaaaa", name: "bash1") { $0.deadline = Double(now) / 1000 + 42.5 }))
        desk.model.overlays = [.card(Card(item: "one"))]
        #expect(desk.model.nextAttentionTime == now + 500)
    }
}
