import TendCore
import TendScreen

/// What waits for somebody: the card over a pane, and the banner in its border while there is no card.
extension View {
    mutating func draw(_ card: Card, _ popup: Popup) {
        guard let item = model.attention.item(card.item) else { return }
        drawFrame(popup, title: heading(of: item), note: popup.isCommandCut ? "" : position(in: popup))
        for row in 0..<max(0, min(popup.list.rows, popup.count - popup.first)) {
            let line = popup.lines[popup.first + row]
            put(line, row: popup.list.row + row, column: popup.list.column, columns: popup.list.columns)
        }
        var row = popup.list.row + popup.list.rows
        if popup.hasRule {
            drawRule(popup, row: row)
            if popup.isCommandCut {
                let rest = popup.count - popup.first - popup.list.rows
                let hint = " \(marks.below) \(rest) more line\(rest == 1 ? "" : "s") to read "
                put([Span(hint, .messageWarning)], row: row, column: popup.list.column, columns: popup.list.columns)
            }
            row += 1
        }
        for (index, line) in popup.footer.enumerated() where row + index <= popup.inside.lastRow {
            put(line, row: row + index, column: popup.list.column, columns: popup.list.columns)
        }
    }

    private func heading(of item: AttentionJSON) -> String {
        let order = model.attention.inOrder
        let number = order.firstIndex { $0.id == item.id }.map { $0 + 1 } ?? 1
        let place = order.count > 1 ? " (\(number) of \(order.count))" : ""
        return "\(line(item.sessionName)) \(AttentionText.verb(item.kind))\(place)"
    }

    private func position(in popup: Popup) -> String {
        let last = min(popup.count, popup.first + popup.list.rows)
        guard popup.first > 0 || last < popup.count else { return "" }
        let arrows = (popup.first > 0 ? marks.above : " ") + (last < popup.count ? marks.below : " ")
        return "\(popup.first + 1)-\(last) of \(popup.count) \(arrows)"
    }

    // MARK: Banner

    /// What a session asks, or what became of it a moment ago, behind its name. Nil: nothing.
    func banner(of session: SessionJSON, columns: Int) -> [Span]? {
        guard var spans = bannerText(of: session) else { return nil }
        // The mark before the name says that it asks; how risky that is, only the banner says.
        if columns < 24, spans.count > 2 { spans.removeFirst() }
        if spans[0].text.hasPrefix(" ") { spans[0].text.removeFirst() }
        return columns >= 4 ? cut(spans, to: columns - 1) + [Span(" ", .title)] : []
    }

    /// `asks △ deletes: rm -rf build`.
    private func bannerText(of session: SessionJSON) -> [Span]? {
        guard let item = model.attention.first(of: session.id) else {
            guard let ended = model.attention.ended[session.id]?.item,
                let text = AttentionText.ending(ended, model)
            else { return nil }
            return [Span(text, .textAccent)]
        }
        if model.attention.answering.contains(item.id) { return [Span("answering" + marks.ellipsis, .stateWaiting)] }
        var spans = [Span(AttentionText.verb(item.kind), item.kind.isUrgent ? .stateWaiting : .stateIdle)]
        if let risk = item.risk {
            spans.append(Span(" \(marks.glyph(risk)) \(risk.rawValue)", AttentionText.role(risk)))
        }
        let text = line(item.command ?? item.title)
        if !text.isEmpty { spans.append(Span(": " + text, .textAccent)) }
        return spans
    }

    /// The keys that show the card of the session; nil when there is none, or it is shown.
    func cardKey(of session: SessionJSON) -> String? {
        guard let item = model.attention.first(of: session.id), !model.isCardShown(item.id) else { return nil }
        return model.keymap.keys(for: Command(scene.focusedSessionID == session.id ? .attentionCard : .attentionNext))
    }

    /// A pane without a title has its banner at the right of its first row.
    mutating func drawBanner(of session: SessionJSON, _ content: Area) {
        guard let text = bannerText(of: session) else { return }
        if let item = model.attention.first(of: session.id), model.isCardShown(item.id) { return }
        let (mark, role) = (model.look(of: session), Role.message)
        let key = cardKey(of: session).map { " \(marks.dash) \($0) " } ?? " "
        let room = content.columns - Width.of(text: key) - 3
        guard room >= 1 else { return }
        let spans =
            [Span(" \(marks.glyph(mark.state)) ", mark.role)] + cut(text, to: room) + [Span(key, role)]
        let area = Area(
            row: content.row, column: content.lastColumn + 1 - spans.columns, rows: 1, columns: spans.columns)
        canvas.fill(area, theme[.message])
        put(spans, row: area.row, column: area.column, columns: area.columns)
    }
}

extension Scene {
    /// The session whose pane gets the keys.
    var focusedSessionID: String? { focused.flatMap(pane)?.session }
}

extension Model {
    func isCardShown(_ item: String) -> Bool {
        overlays.contains { if case .card(let card) = $0 { card.item == item } else { false } }
    }

    func hasBanner(_ session: SessionJSON) -> Bool {
        attention.ended[session.id] != nil || attention.first(of: session.id) != nil
    }

    func look(of session: SessionJSON) -> SessionLook { SessionLook(session, asking: attention.first(of: session.id)) }

    func isWaiting(_ session: SessionJSON) -> Bool { look(of: session).state == .waiting }

    /// How many things somebody has to do something about. A program that waits without having said what for is one, too.
    var waitingCount: Int {
        attention.urgentCount
            + sessions.count { session in
                session.state == .running && session.activity == .waiting
                    && attention.first(of: session.id)?.kind.isUrgent != true
            }
    }

    /// Before the terminal's title: `(2) `.
    var attentionTitle: String {
        let count = attention.urgentCount
        return count > 0 && configuration.attentionNotify.contains(.title) ? "(\(count)) " : ""
    }
}
