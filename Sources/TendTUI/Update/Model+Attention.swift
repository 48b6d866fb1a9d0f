import TendCore
import TendScreen

/// What waits for somebody: going there and answering it.
extension Model {
    // MARK: What the server says

    mutating func take(_ all: [AttentionJSON]) -> [Effect] {
        let new = attention.take(all)
        closeEndedCards()
        return new.flatMap(tell)
    }

    mutating func take(_ item: AttentionJSON) -> [Effect] {
        let isNew = attention.take(item, at: now)
        closeEndedCards()
        return isNew ? tell(item) : []
    }

    /// What became of an answer from here.
    mutating func take(_ answer: AnsweredJSON) -> [Effect] {
        let item = answer.item
        attention.fail(item.id)
        let effects = take(item)
        let (name, ending) = (item.sessionName, AttentionText.ending(item, self) ?? "")
        switch answer.result {
        case .applied: say(.plain, "\(name): \(ending)")
        case .stale: say(.warning, "\(name): \(ending) \u{2014} your answer did nothing")
        case .unconfirmed:
            let verb = AttentionText.past(item.ending?.verdict)
            say(.warning, "\(name): \(verb), and nothing tells yet that the agent took it \u{2014} look at its pane")
        }
        return effects
    }

    /// A card whose item has an answer from elsewhere goes, and says who gave it.
    mutating func closeEndedCards() {
        let ended = overlays.compactMap(\.item).first { attention.item($0) == nil }
        guard let ended else { return }
        let open = Set(attention.open.map(\.id))
        closeCards { !open.contains($0) }
        guard let item = attention.ended.values.first(where: { $0.item.id == ended })?.item,
            let text = AttentionText.ending(item, self)
        else { return }
        say(.plain, "\(item.sessionName): \(text)")
    }

    private mutating func closeCards(where isEnded: (String) -> Bool) {
        closeAtOnce { $0.item.map(isEnded) ?? false }
    }

    /// Whether it is typed into a pop-up that has just gone. Keys of commands are not.
    mutating func isForGonePopup(_ input: Input) -> Bool {
        guard let until = deafUntil else { return false }
        // A clock that was set back must not make it long.
        guard now < until, until - now <= Model.deafTime else {
            deafUntil = nil
            return false
        }
        guard overlays.isEmpty, mode == .normal else { return false }
        switch input {
        case .text, .paste: return true
        case .key(let key):
            guard key.modifiers.subtracting(.shift).isEmpty else { return false }
            if case .character = key.code { return true }
            return key.code == .enter || key.code == .tab
        default: return false
        }
    }

    /// When something about an item changes on the screen although nothing happens.
    var nextAttentionTime: Int64? {
        let items = overlays.compactMap(\.item).compactMap(attention.item)
        let deadlines = items.compactMap { $0.deadline?.milliseconds }.filter { $0 > now }
        return (deadlines.map { $0 - ($0 - now - 1) / 1000 * 1000 } + [attention.nextEnd].compactMap { $0 }).min()
    }

    // MARK: Telling

    /// Nobody is told of what they look at.
    private func tell(_ item: AttentionJSON) -> [Effect] {
        let isSeen = hasFocus && focusedPane?.session == item.session
        let ways = configuration.attentionNotify.filter { $0 != .title }
        guard !ways.isEmpty, !(configuration.isAttentionQuiet && isSeen) else { return [] }
        let risk = item.risk.map { "\($0.rawValue): " } ?? ""
        return [
            .notify(
                AttentionNotice(
                    ways: ways, id: item.id, title: "\(item.sessionName) \(AttentionText.verb(item.kind))",
                    body: DisplayText.cleaned(risk + (item.command ?? item.title), limit: 200)))
        ]
    }

    // MARK: Commands

    mutating func performAttention(_ command: Command) throws(Refusal) -> [Effect] {
        // An agent can have this client do something: it must not answer itself, nor open a card under somebody's fingers.
        guard !isScripted || command.name == .attentionNext else {
            throw Refusal("\(command.name.rawValue) is for keys only \u{2014} see 'tend inbox'")
        }
        let text = command.arguments.joined(separator: " ")
        switch command.name {
        case .attentionNext: return try goToNext()
        case .attentionList:
            guard !attention.open.isEmpty else { throw Refusal("nothing waits for you") }
            overlays.append(.palette(chooser("waiting for you", attentionItems())))
            return []
        case .attentionCard:
            guard text.isEmpty else {
                guard let item = attention.item(text) else { throw Refusal("that is not asked any more") }
                return try go(to: item)
            }
            if case .card = overlays.last {
                overlays.removeLast()
            } else {
                overlays.append(.card(Card(item: try itemHere().id)))
            }
            return []
        case .attentionAllow:
            let verdict: Decision.Verdict =
                switch text {
                case "session": .allowSession
                case "always": .allowAlways
                default: .allow
                }
            return try decide(Decision(verdict), on: itemHere())
        case .attentionDeny: return try decide(Decision(.deny, reason: text.isEmpty ? nil : text), on: itemHere())
        case .attentionAnswer:
            let item = try itemHere()
            guard !text.isEmpty else {
                overlays.append(.prompt(Prompt(.answer(item: item.id, question: 0), label: "answer")))
                return []
            }
            return try decide(Decision(.answer, answers: item.answers(from: text)), on: item)
        default: return try decide(Decision(.dismiss), on: itemHere())
        }
    }

    /// That of the card, or else what the focused session asks.
    private func itemHere() throws(Refusal) -> AttentionJSON {
        if let item = overlays.last?.item.flatMap(attention.item) { return item }
        guard let session = focusedSession else { throw Refusal("no session that could ask something") }
        guard let item = attention.first(of: session.id) else { throw Refusal("\(session.name) asks nothing") }
        return item
    }

    mutating func decide(_ decision: Decision, on item: AttentionJSON) throws(Refusal) -> [Effect] {
        guard !isReadOnly else { throw Refusal("this client only watches") }
        // To put it aside needs nobody's agreement: the agent's own dialog stays.
        guard decision.verdict == .dismiss || item.verdicts.contains(decision.verdict) else {
            throw Refusal("\(item.sessionName) does not take that here \u{2014} its own dialog may")
        }
        guard attention.answer(item.id) else { throw Refusal("an answer is on its way") }
        closeCards { $0 == item.id }
        return [.answerAttention(id: item.id, decision)]
    }

    mutating func deny(_ id: String, reason: String) -> [Effect] {
        guard let item = attention.item(id) else { return [] }
        return saying { (model: inout Model) throws(Refusal) in
            try model.decide(Decision(.deny, reason: reason.isEmpty ? nil : reason), on: item)
        }
    }

    /// What cannot be done is said.
    mutating func saying(_ body: (inout Model) throws(Refusal) -> [Effect]) -> [Effect] {
        do throws(Refusal) {
            return try body(&self)
        } catch {
            say(.warning, error.text)
            return []
        }
    }

    // MARK: Going there

    private mutating func goToNext() throws(Refusal) -> [Effect] {
        let order = attention.inOrder
        guard !order.isEmpty else { throw Refusal("nothing waits for you") }
        let card = overlays.last?.item
        let here = order.firstIndex { $0.id == card } ?? order.firstIndex { $0.session == focusedPane?.session }
        let start = here.map { $0 + 1 } ?? 0
        let rest = order[start...] + order[..<start]
        // Another item of the same card's session is as good as one elsewhere; without a card one means another place.
        let next = rest.first { card == nil ? $0.session != focusedPane?.session : $0.id != card } ?? rest.first
        guard let next else { return [] }
        return try go(to: next)
    }

    /// Goes to the pane that shows the item's session and shows its card.
    private mutating func go(to item: AttentionJSON) throws(Refusal) -> [Effect] {
        if isScripted, overlays.contains(where: { $0.item != nil }) {
            throw Refusal("somebody is at a card")
        }
        closeCards { _ in true }
        if !isScripted { deafUntil = nil }
        var effects: [Effect] = []
        if focusedPane?.session != item.session || sidebar.hasFocus {
            let isHere = workspace?.tabs.contains { $0.panes.contains { $0.session == item.session } } == true
            effects = isHere ? try open(item.session) : [.seek(session: item.session)]
        }
        if !isScripted { overlays.append(.card(Card(item: item.id))) }
        return effects
    }

    /// Another workspace may show the session; if none does, a new tab here will.
    mutating func goTo(_ session: String, in name: String?) -> [Effect] {
        guard let name, name != workspace?.name else {
            return saying { (model: inout Model) throws(Refusal) in try model.open(session) }
        }
        expected.insert(session)
        return [.follow(workspace: name)]
    }

    // MARK: List

    private func attentionItems() -> [Palette.Item] {
        let marks = Marks(theme)
        return attention.inOrder.map { item in
            var entry = Palette.Item(
                text: "\(item.sessionName): \(item.command ?? item.title)", detail: "", key: age(item.openedAt),
                command: Command(.attentionCard, [item.id]))
            let noun = AttentionText.noun(item.kind)
            let role: Role = item.kind.isUrgent ? .stateWaiting : .popupDim
            let risk = item.risk.map { risk in
                Palette.Item.Part(
                    text: "\(marks.glyph(risk)) \(risk.rawValue)", role: AttentionText.role(risk), columns: 11)
            }
            let kind = Palette.Item.Part(text: "\(marks.glyph(of: item.kind)) \(noun)", role: role, columns: 12)
            let none = Palette.Item.Part(text: "", role: .popup, columns: 11)
            switch size.columns {
            case ..<30: entry.lead = [Palette.Item.Part(text: marks.glyph(of: item.kind), role: role, columns: 1)]
            case ..<70: entry.lead = [risk ?? Palette.Item.Part(text: kind.text, role: role, columns: 11)]
            default: entry.lead = [kind, risk ?? none]
            }
            return entry
        }
    }
}

extension Overlay {
    /// The item that the pop-up is about.
    var item: String? {
        switch self {
        case .card(let card): card.item
        case .prompt(let prompt):
            switch prompt.purpose {
            case .denial(let item), .answer(let item, _): item
            default: nil
            }
        default: nil
        }
    }
}

extension AttentionJSON {
    /// What a line of text answers: labels or numbers of choices, or else an own text.
    func answers(from text: String) throws(Refusal) -> [[String]] {
        guard let question = questions.first else { throw Refusal("\(sessionName) asks no question") }
        guard questions.count == 1 else {
            throw Refusal("\(sessionName) asks \(questions.count) questions \u{2014} its card takes the answers")
        }
        let words = question.multiple ? text.split(separator: ",").map(String.init) : [text]
        let labels = words.compactMap { word -> String? in
            let word = DisplayText.cleaned(word, limit: 1000)
            let labels = question.choices.map(\.label)
            // A label may be a number, and then it is meant.
            if let label = labels.first(where: { $0.lowercased() == word.lowercased() }) { return label }
            if let number = Int(word), question.choices.indices.contains(number - 1) {
                return labels[number - 1]
            }
            return nil
        }
        if !labels.isEmpty, labels.count == words.count { return [labels] }
        guard question.takesText else {
            throw Refusal("\(sessionName) takes one of its choices only")
        }
        return [[text]]
    }
}
