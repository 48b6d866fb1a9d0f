import TendCore
import TendScreen

/// Keys of a card. Each answer is one key, and stands in the card.
extension Model {
    mutating func take(_ key: Key, _ card: Card) -> [Effect] {
        guard let item = attention.item(card.item) else {
            overlays.removeLast()
            return []
        }
        guard key.modifiers.subtracting(.shift).isEmpty else { return [] }
        let isQuestion = item.questions.indices.contains(card.question)
        switch key.code {
        case .up: if isQuestion { select(card.selected - 1, card, item) } else { scroll(card, by: -1) }
        case .down: if isQuestion { select(card.selected + 1, card, item) } else { scroll(card, by: 1) }
        case .pageUp: scroll(card, by: -page(card))
        case .pageDown: scroll(card, by: page(card))
        case .home: scroll(card, by: -Int(Int16.max))
        case .end: scroll(card, by: Int(Int16.max))
        case .left where isQuestion: turn(to: card.question - 1, card, item)
        case .right where isQuestion: turn(to: card.question + 1, card, item)
        case .tab: return attention.open.count > 1 ? run(Command(.attentionNext)) : []
        case .enter where isQuestion: return finish(card, item)
        case .character(let scalar): return take(scalar, card, item)
        default: break
        }
        return []
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ card: Card, _ item: AttentionJSON) -> [Effect] {
        let isQuestion = item.questions.indices.contains(card.question)
        func decision(_ verdict: Decision.Verdict) -> [Effect] {
            saying { (model: inout Model) throws(Refusal) in try model.decide(Decision(verdict), on: item) }
        }
        switch scalar {
        case "a": return decision(.allow)
        case "s": return decision(.allowSession)
        case "A": return decision(.allowAlways)
        case "d": return decision(.deny)
        case "x": return decision(.dismiss)
        case "q": overlays.removeLast()
        case "r" where item.verdicts.contains(.deny) && item.takesReason != false && !isReadOnly:
            let label = item.kind == .plan ? "what to change" : "deny because"
            overlays.append(.prompt(Prompt(.denial(item: item.id), label: label)))
        case "t" where isQuestion && item.questions[card.question].takesText && !isReadOnly:
            askForText(card, item)
        case "j": scroll(card, by: 1)
        case "k": scroll(card, by: -1)
        case " " where isQuestion: return pick(card.selected, card, item)
        case " ": scroll(card, by: page(card))
        case "0"..."9" where isQuestion:
            let index = scalar == "0" ? 9 : Int(scalar.value) - 49
            return item.questions[card.question].choices.indices.contains(index) ? pick(index, card, item) : []
        default: break
        }
        return []
    }

    // MARK: Looking

    private func page(_ card: Card) -> Int { max(1, (Popup(card, Scene(self))?.list.rows ?? 2) - 1) }

    mutating func scroll(_ card: Card, by rows: Int) {
        guard let popup = Popup(card, Scene(self)) else { return }
        var card = card
        card.scroll = max(0, min(popup.first + rows, popup.count - popup.list.rows))
        replaceTop(.card(card))
    }

    private mutating func select(_ index: Int, _ card: Card, _ item: AttentionJSON) {
        var card = card
        let count = item.questions[card.question].rowCount
        card.selected = max(0, min(index, count - 1))
        show(card)
    }

    private mutating func turn(to question: Int, _ card: Card, _ item: AttentionJSON) {
        guard item.questions.indices.contains(question) else { return }
        var card = card
        (card.question, card.selected, card.scroll) = (question, 0, 0)
        replaceTop(.card(card))
    }

    /// With all lines of the selected choice in sight.
    private mutating func show(_ card: Card) {
        var card = card
        if let popup = Popup(card, Scene(self)), let first = popup.owners.firstIndex(of: card.selected),
            let last = popup.owners.lastIndex(of: card.selected)
        {
            card.scroll = max(min(popup.first, first), last - popup.list.rows + 1)
        }
        replaceTop(.card(card))
    }

    /// A click on a line of the card.
    mutating func select(_ line: Int, of card: Card) {
        guard let item = attention.item(card.item), let popup = Popup(card, Scene(self)),
            popup.owners.indices.contains(line), let choice = popup.owners[line]
        else { return }
        select(choice, card, item)
        // Several may be clicked together; one alone is an answer, which takes a key.
        guard item.questions[card.question].multiple, case .card(let shown) = overlays.last else { return }
        _ = pick(choice, shown, item)
    }

    // MARK: Answering questions

    private mutating func pick(_ index: Int, _ old: Card, _ item: AttentionJSON) -> [Effect] {
        var card = old
        let question = item.questions[card.question]
        guard index < question.rowCount else { return [] }
        card.selected = index
        if index == question.textRow {
            if question.multiple, card.texts.removeValue(forKey: card.question) != nil {
                show(card)
            } else {
                show(card)
                askForText(card, item)
            }
            return []
        }
        if question.multiple {
            card.picks[card.question, default: []].formSymmetricDifference([index])
            show(card)
            return []
        }
        card.texts[card.question] = nil
        card.picks[card.question] = [index]
        return goOn(card, item)
    }

    /// For an answer of one's own; one that is there already is edited.
    private mutating func askForText(_ card: Card, _ item: AttentionJSON) {
        guard !isReadOnly else { return }
        let purpose = Prompt.Purpose.answer(item: item.id, question: card.question)
        overlays.append(.prompt(Prompt(purpose, label: "own text", text: card.texts[card.question] ?? "")))
    }

    /// To the next question without an answer; a question alone is answered.
    private mutating func goOn(_ old: Card, _ item: AttentionJSON) -> [Effect] {
        var card = old
        replaceTop(.card(card))
        guard item.questions.count > 1 else { return finish(card, item) }
        let others = item.questions.indices.filter { !card.isAnswered($0) }
        if let next = others.first(where: { $0 > card.question }) ?? others.first {
            (card.question, card.selected, card.scroll) = (next, 0, 0)
            replaceTop(.card(card))
        }
        return []
    }

    /// Sends the answers if all are there.
    private mutating func finish(_ old: Card, _ item: AttentionJSON) -> [Effect] {
        var card = old
        if !card.isAnswered(card.question) {
            guard !item.questions[card.question].multiple || card.selected == item.questions[card.question].textRow
            else {
                say(.plain, "nothing is chosen yet \u{2014} digits or Space do")
                return []
            }
            return pick(card.selected, card, item)
        }
        guard let answers = card.answers(to: item.questions) else {
            guard let next = item.questions.indices.first(where: { !card.isAnswered($0) }) else { return [] }
            (card.question, card.selected, card.scroll) = (next, 0, 0)
            replaceTop(.card(card))
            return []
        }
        return saying { (model: inout Model) throws(Refusal) in
            try model.decide(Decision(.answer, answers: answers), on: item)
        }
    }

    /// An own text for a question of the card, or of an item without one.
    mutating func take(_ text: String, for question: Int, of id: String) -> [Effect] {
        guard !text.isEmpty, let item = attention.item(id) else { return [] }
        guard case .card(var card) = overlays.last, card.item == id else {
            return saying { (model: inout Model) throws(Refusal) in
                try model.decide(Decision(.answer, answers: item.answers(from: text)), on: item)
            }
        }
        card.texts[question] = text
        guard item.questions.indices.contains(question), item.questions[question].multiple else {
            card.picks[question] = nil
            return goOn(card, item)
        }
        // More may be chosen beside it.
        card.selected = item.questions[question].textRow ?? card.selected
        show(card)
        return []
    }
}

extension AttentionJSON.Question {
    /// The row of an answer of one's own, below the choices; nil: there can be none.
    var textRow: Int? { takesText ? choices.count : nil }

    /// Rows that can be selected.
    var rowCount: Int { choices.count + (takesText ? 1 : 0) }
}
