import TendCore
import TendScreen

/// What a card says, in lines of so many columns.
struct CardText {
    private(set) var lines: [[Span]] = []
    /// For each line the choice of the question that it belongs to.
    private(set) var owners: [Int?] = []
    /// Behind the last line of what would be done.
    private(set) var commandEnd = 0
    private let columns: Int
    private let marks: Marks

    /// - Parameter isTight: there is room for a few lines only: what would be done comes first.
    init(_ item: AttentionJSON, _ card: Card, _ model: Model, columns: Int, isTight: Bool) {
        self.columns = max(1, columns)
        marks = Marks(model.theme)
        if isTight {
            addTightHeading(item)
        } else {
            addHeading(item, model)
        }
        let isSaid = isTight && (item.command ?? item.path ?? item.questions.first?.text) != nil
        if item.title != item.command, !isSaid { addFolded(item.title, .popup) }
        if let command = item.command { addCommand(command) }
        if let path = item.path { addExact(path, lead: "file ") }
        if let directory = item.cwd, directory != item.path { addExact(directory, lead: "in ") }
        if let diff = item.diff { addDiff(diff) }
        if item.command != nil || item.diff != nil { commandEnd = lines.count }
        // Of a question on the screen it is that very dialog, which is shown below as choices.
        if !item.detail.isEmpty, item.kind != .question || item.way != .keys {
            if item.kind == .plan { add([]) }
            addFolded(item.detail, item.kind == .plan ? .popup : .popupDim)
            if item.kind == .plan { commandEnd = lines.count }
        }
        if item.questions.indices.contains(card.question) { addQuestion(item, card) }
    }

    private mutating func add(_ line: [Span], of choice: Int? = nil) {
        lines.append(line)
        owners.append(choice)
    }

    private mutating func addFolded(_ text: String, _ role: Role) {
        for line in AttentionText.folded(text, to: columns) { add([Span(line, role)]) }
    }

    // MARK: What would be done

    /// `△ deletes  Bash  5m ago  58s left`.
    private mutating func addHeading(_ item: AttentionJSON, _ model: Model) {
        var spans: [Span] = []
        if let risk = item.risk {
            spans.append(Span("\(marks.glyph(risk)) \(risk.rawValue)  ", AttentionText.role(risk)))
        }
        if let tool = item.tool { spans.append(Span("\(DisplayText.cleaned(tool, limit: 60))  ", .popupTitle)) }
        let age = model.age(item.openedAt)
        spans.append(Span(age == "now" ? age : "\(age) ago", .popupDim))
        if let left = AttentionText.left(item, model.now) {
            let isSoon = (item.deadline?.milliseconds ?? 0) - model.now < 60_000
            spans += isSoon ? [Span("  ", .popup), Span(" \(left) ", .messageWarning)] : [Span("  \(left)", .popupDim)]
        }
        add(spans.cut(to: columns, mark: marks.ellipsis))
    }

    /// Who asks, and how risky it is: no box says the former.
    private mutating func addTightHeading(_ item: AttentionJSON) {
        let risk = item.risk.map { [Span("\(marks.glyph($0)) \($0.rawValue) ", AttentionText.role($0))] } ?? []
        let name = DisplayText.cleaned(item.sessionName, limit: 40)
        let verb = risk.isEmpty ? " \(AttentionText.verb(item.kind))" : ""
        add((risk + [Span(name + verb, .popupTitle)]).cut(to: columns, mark: marks.ellipsis))
    }

    /// Nothing of it is left out: what is allowed is what was seen.
    private mutating func addCommand(_ command: String) {
        for (index, line) in AttentionText.folded(command, to: columns - 2, isExact: true).enumerated() {
            add([Span(index == 0 ? "$ " : "  ", .popupKey), Span(line, .popup)])
        }
    }

    private mutating func addExact(_ text: String, lead: String) {
        let lead = columns > 3 * lead.count ? lead : ""
        let gap = String(repeating: " ", count: lead.count)
        for (index, line) in AttentionText.folded(text, to: columns - lead.count, isExact: true).enumerated() {
            add([Span(index == 0 ? lead : gap, .popupDim), Span(line, .popup)])
        }
    }

    /// The sign at the beginning of a line tells what the colour tells; a line that goes on is indented.
    private mutating func addDiff(_ diff: String) {
        for line in diff.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let role: Role =
                if line.hasPrefix("+++") || line.hasPrefix("---") || line.hasPrefix("@@") {
                    .popupDim
                } else if line.hasPrefix("+") {
                    .diffAdded
                } else if line.hasPrefix("-") {
                    .diffRemoved
                } else {
                    .diffContext
                }
            let sign = line.first.map(String.init) ?? " "
            let pieces = AttentionText.folded(String(line.dropFirst()), to: columns - 1, isExact: true)
            for (index, piece) in pieces.enumerated() { add([Span((index == 0 ? sign : " ") + piece, role)]) }
        }
        // An end of the last line is no line of its own.
        if diff.hasSuffix("\n"), lines.last == [Span(" ", .diffContext)] {
            lines.removeLast()
            owners.removeLast()
        }
    }

    // MARK: Questions

    private mutating func addQuestion(_ item: AttentionJSON, _ card: Card) {
        let question = item.questions[card.question]
        if item.questions.count > 1 {
            let header = question.header.isEmpty ? "" : "  \(DisplayText.cleaned(question.header, limit: 40))"
            let states = item.questions.indices.map { card.isAnswered($0) ? marks.glyph(.working) : marks.glyph(.idle) }
            let number = "question \(card.question + 1) of \(item.questions.count)"
            add([Span(number, .popupTitle), Span(header, .popup), Span("  " + states.joined(), .popupDim)])
        }
        if question.text != item.title { addFolded(question.text, .popup) }
        for (index, choice) in question.choices.enumerated() { add(choice, index, question, card) }
        guard let row = question.textRow else { return }
        let text = card.texts[card.question]
        let label = text.map { "own text: \($0)" } ?? "own text\(marks.ellipsis)"
        add(label, "", row, key: "t", isPicked: text != nil, question, card)
    }

    /// `▸ 1 [x] label — detail`, the detail below where there is no room for it.
    private mutating func add(
        _ choice: AttentionJSON.Choice, _ index: Int, _ question: AttentionJSON.Question, _ card: Card
    ) {
        let isPicked = card.picks[card.question]?.contains(index) == true
        let key = index < 9 ? "\(index + 1)" : index == 9 ? "0" : " "
        add(choice.label, choice.detail, index, key: key, isPicked: isPicked, question, card)
    }

    private mutating func add(
        _ label: String, _ note: String, _ index: Int, key: String, isPicked: Bool,
        _ question: AttentionJSON.Question, _ card: Card
    ) {
        let isSelected = index == card.selected
        let box =
            question.multiple ? (isPicked ? " [x]" : " [ ]") : isPicked ? " (\(marks.glyph(.working)))" : ""
        let pointer = isSelected ? marks.pointer : " "
        let lead = [Span(pointer, .popupTitle), Span(" \(key)", .popupKey), Span(box + " ", .popup)]
        let room = columns - lead.columns
        let role: Role = isSelected ? .popupCurrent : .popup
        let labels = AttentionText.folded(label, to: room)
        let detail = note.isEmpty ? "" : " \(marks.dash) \(note)"
        if labels.count == 1, labels[0] == label, Width.of(text: labels[0] + detail) <= room {
            add(lead + [Span(labels[0], role), Span(detail, .popupDim)], of: index)
            return
        }
        let gap = Span(String(repeating: " ", count: lead.columns), .popup)
        for (number, line) in labels.enumerated() { add((number == 0 ? lead : [gap]) + [Span(line, role)], of: index) }
        guard !note.isEmpty else { return }
        for line in AttentionText.folded(note, to: room) { add([gap, Span(line, .popupDim)], of: index) }
    }
}
