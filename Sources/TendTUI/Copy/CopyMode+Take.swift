import TendScreen

extension CopyMode {
    /// Takes what the server answered to a request of ``CopyEffect/fetch(_:)``. Answers that nobody waits for any more do nothing.
    package mutating func take(_ page: Page) -> [CopyEffect] {
        let effects = answered(page)
        // The rest was for a mode that is left.
        if effects.contains(.leave) { waiting = [] }
        return effects + catchUp() + finish()
    }

    private mutating func answered(_ page: Page) -> [CopyEffect] {
        switch (page.request, page.answer) {
        case (.latest, .latest(let history, let count, let screen, let anchor)):
            guard !isReady else { return [] }
            return begin(
                with: CopyRows(
                    screen: screen, width: anchor.width, history: history, historyCount: count, anchor: anchor))
        case (.latest, .refused(let reason)):
            guard !isReady else { return [] }
            return [.refuse(reason)] + begin(with: rows)
        case (.rows(let anchor, let skip, _), .rows(let rows)): return take(rows, anchor, skip)
        case (.rows(let anchor, let skip, _), .refused(let reason)):
            return take(nil, anchor, skip, refusal: reason)
        case (.match, let answer):
            guard travel == nil, page.request == pendingSearch?.request else { return [] }
            if case .place(let place) = answer { return take(match: place) }
            pendingSearch = nil
            return refusal(answer)
        case (.prompt, let answer):
            guard travel == nil, page.request == pendingPrompt?.request else { return [] }
            if case .place(let place) = answer { return take(prompt: place) }
            pendingPrompt = nil
            return refusal(answer)
        case (.text, .text(let text)): return [.openEditor(text)]
        case (.text, .refused(let reason)): return [.refuse(reason)]
        case (.moments, .moments(let moments)): return take(moments)
        case (.screen(let offset), .screen(let screen)): return take(screen, at: offset)
        case (.moments, .refused(let reason)), (.screen, .refused(let reason)):
            endStep()
            return [.refuse(reason)]
        default: return []
        }
    }

    private func refusal(_ answer: Page.Answer) -> [CopyEffect] {
        if case .refused(let reason) = answer { [.refuse(reason)] } else { [] }
    }

    /// The history is known.
    private mutating func begin(with new: CopyRows) -> [CopyEffect] {
        cursor.row += new.historyCount - rows.historyCount
        origin.row += new.historyCount - rows.historyCount
        rows = new
        isReady = true
        settle()
        return []
    }

    private mutating func take(
        _ new: [Row]?, _ anchor: Anchor, _ skip: Int, refusal: String = ""
    ) -> [CopyEffect] {
        if rows.anchor == anchor {
            rows.take(new, skip: skip)
            // A part of what is selected would be missing.
            if new == nil, isYankPending {
                giveUp()
                return [.refuse("nothing was copied: \(refusal)")] + resumeSearch()
            }
        } else if travel?.home.rows.anchor == anchor {
            travel?.home.rows.take(new, skip: skip)
        }
        let effects: [CopyEffect] = new == nil ? [.refuse(refusal)] : []
        return effects + (isYankPending ? yank() : []) + resumeSearch()
    }
}
