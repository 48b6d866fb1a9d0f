import TendCore
import TendScreen

/// The changes of a session's worktree: looking through them, saying something about lines, sending that.
extension Model {
    func rows(of review: DiffReview) -> [DiffRow] {
        review.diff.map { DiffRow.rows($0, comments[review.session] ?? []) } ?? []
    }

    mutating func showDiff(of session: SessionJSON) throws(Refusal) -> [Effect] {
        guard !isScripted else { throw Refusal("session.diff is for keys only \u{2014} see 'GET /sessions/{id}/diff'") }
        overlays.append(.diff(DiffReview(session: session.id)))
        return [.readDiff(session: session.id)]
    }

    /// The answer to ``Effect/readDiff(session:)``. One keeps to the line that one is at, as far as it is still there.
    mutating func take(_ diff: DiffJSON, of session: String) {
        guard let index = diffIndex, case .diff(var review) = overlays[index], review.session == session else { return }
        let (old, before) = (rows(of: review), review)
        review.diff = diff
        review.problem = nil
        let new = rows(of: review)
        /// Of several that look the same, as closing braces do, the nearest one.
        func same(as index: Int) -> Int? {
            guard old.indices.contains(index) else { return nil }
            let (row, path) = (old[index], old[index].path(in: before.diff))
            let like = new.indices.filter {
                new[$0].text == row.text && new[$0].isLike(row) && new[$0].path(in: diff) == path
            }
            return like.min { abs($0 - index) < abs($1 - index) }
        }
        review.selected = max(0, min(same(as: before.selected) ?? before.selected, new.count - 1))
        review.anchor = before.anchor.flatMap(same)
        overlays[index] = .diff(review)
    }

    mutating func refuseDiff(of session: String, _ problem: String) {
        guard let index = diffIndex, case .diff(var review) = overlays[index], review.session == session else { return }
        review.diff = nil
        review.problem = problem
        overlays[index] = .diff(review)
    }

    private var diffIndex: Int? { overlays.lastIndex { if case .diff = $0 { true } else { false } } }

    // MARK: Keys

    mutating func take(_ key: Key, _ review: DiffReview) -> [Effect] {
        let rows = rows(of: review)
        guard key.modifiers.subtracting(.shift).isEmpty else { return takeControl(key, review, rows.count) }
        switch key.code {
        case .up: move(review, by: -1)
        case .down: move(review, by: 1)
        case .pageUp: move(review, by: -page(review))
        case .pageDown: move(review, by: page(review))
        case .home: move(review, by: -rows.count)
        case .end: move(review, by: rows.count)
        case .left: shift(review, by: -8)
        case .right: shift(review, by: 8)
        case .tab: jump(review, 1) { if case .file = $0.kind { true } else { false } }
        case .enter: enter(review, rows)
        case .character(let scalar): return take(scalar, review, rows)
        default: break
        }
        return []
    }

    private mutating func takeControl(_ key: Key, _ review: DiffReview, _ count: Int) -> [Effect] {
        guard key.modifiers == .control else { return [] }
        switch key.code {
        case .character("d"): move(review, by: page(review) / 2)
        case .character("u"): move(review, by: -page(review) / 2)
        case .character("f"): move(review, by: page(review))
        case .character("b"): move(review, by: -page(review))
        default: break
        }
        return []
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ review: DiffReview, _ rows: [DiffRow]) -> [Effect] {
        func isFile(_ row: DiffRow) -> Bool { if case .file = row.kind { true } else { false } }
        switch scalar {
        case "j": move(review, by: 1)
        case "k": move(review, by: -1)
        case "h": shift(review, by: -8)
        case "l": shift(review, by: 8)
        case " ": move(review, by: page(review))
        case "b": move(review, by: -page(review))
        case "g": move(review, by: -rows.count)
        case "G": move(review, by: rows.count)
        case "n": jump(review, 1, to: isFile)
        case "p", "N": jump(review, -1, to: isFile)
        case "]": jump(review, 1) { $0.kind == .hunk }
        case "[": jump(review, -1) { $0.kind == .hunk }
        case "v":
            var review = review
            review.anchor = review.anchor == nil ? review.selected : nil
            replaceTop(.diff(review))
        case "c": return comment(review, rows)
        case "x": removeComment(review, rows)
        case "s": return sendComments(review)
        case "r": return [.readDiff(session: review.session)]
        case "q": overlays.removeLast()
        default: break
        }
        return []
    }

    private func page(_ review: DiffReview) -> Int { max(2, (Popup(.diff(review), Scene(self))?.list.rows ?? 2) - 1) }

    mutating func move(_ old: DiffReview, by step: Int) {
        var review = old
        let count = rows(of: review).count
        review.selected = max(0, min(review.selected + step, count - 1))
        replaceTop(.diff(review))
    }

    /// Long lines are read by moving all of them.
    private mutating func shift(_ old: DiffReview, by step: Int) {
        var review = old
        review.offset = max(0, min(review.offset + step, 2000))
        replaceTop(.diff(review))
    }

    mutating func select(_ index: Int, of review: DiffReview) { move(review, by: index - review.selected) }

    private mutating func jump(_ review: DiffReview, _ step: Int, to isWanted: (DiffRow) -> Bool) {
        let rows = rows(of: review)
        var index = review.selected + step
        while rows.indices.contains(index), !isWanted(rows[index]) { index += step }
        if rows.indices.contains(index) { move(review, by: index - review.selected) }
    }

    /// From the list at the top to the file; from a comment to its lines.
    private mutating func enter(_ review: DiffReview, _ rows: [DiffRow]) {
        guard rows.indices.contains(review.selected) else { return }
        switch rows[review.selected].kind {
        case .entry(let file):
            if let index = rows.firstIndex(where: { $0.kind == .file(file) }) { select(index, of: review) }
        case .comment(let number):
            guard let comment = comments[review.session]?[number] else { return }
            let index = rows.indices.first { index in
                guard case .line(let file, _, _) = rows[index].kind else { return false }
                return review.diff?.files[file].path == comment.path && rows[index].text == comment.lines.first
            }
            if let index { select(index, of: review) } else { say(.plain, "that line is not there any more") }
        default: move(review, by: 1)
        }
    }

    // MARK: Comments

    private mutating func comment(_ review: DiffReview, _ rows: [DiffRow]) -> [Effect] {
        guard !isReadOnly else {
            say(.plain, "this client only watches")
            return []
        }
        guard DiffReview.quoted(review, rows) != nil else {
            say(.plain, "go to a line of a file, or select some with v")
            return []
        }
        overlays.append(.prompt(Prompt(.comment, label: "comment")))
        return []
    }

    /// The text of the prompt, for the lines that are selected below it.
    mutating func addComment(_ text: String) {
        guard !text.isEmpty, case .diff(var review) = overlays.last,
            var comment = DiffReview.quoted(review, rows(of: review))
        else { return }
        comment.text = text
        let before = rows(of: review)
        comments[review.session, default: []].append(comment)
        // One row more above: the same line stays selected.
        review.selected += rows(of: review).count - before.count
        review.anchor = nil
        replaceTop(.diff(review))
    }

    private mutating func removeComment(_ review: DiffReview, _ rows: [DiffRow]) {
        guard rows.indices.contains(review.selected), case .comment(let index) = rows[review.selected].kind else {
            say(.plain, "go to a comment below the list of files to remove it")
            return
        }
        comments[review.session]?.remove(at: index)
        move(review, by: 0)
    }

    private mutating func sendComments(_ review: DiffReview) -> [Effect] {
        guard !isReadOnly else {
            say(.plain, "this client only watches")
            return []
        }
        let own = comments[review.session] ?? []
        guard !own.isEmpty else {
            say(.plain, "there is no comment to send \u{2014} c makes one")
            return []
        }
        guard let session = sessions.first(where: { $0.id == review.session }), session.state == .running else {
            say(.warning, "the session has ended")
            return []
        }
        guard session.agent != nil else {
            say(.warning, "\(session.name) runs no agent that could read it")
            return []
        }
        guard submitting[session.id] == nil else { return [] }
        submitting[session.id] = own
        say(.plain, "sending\u{2026}")
        return [.submit(session: session.id, text: DiffComment.message(own), isForced: false)]
    }

    /// What became of the comments. While something is asked they are kept, and sent only if somebody says so.
    mutating func take(_ result: SubmittedJSON, of session: String, _ text: String) -> [Effect] {
        let sent = submitting.removeValue(forKey: session) ?? []
        message = nil
        let name = sessions.first { $0.id == session }?.name ?? session
        switch result.result {
        case .submitted, .typed:
            // Others may have been made meanwhile.
            comments[session]?.removeAll(where: sent.contains)
            if comments[session]?.isEmpty == true { comments[session] = nil }
            if let index = diffIndex, case .diff(var review) = overlays[index] {
                review.selected = max(0, min(review.selected, rows(of: review).count - 1))
                overlays[index] = .diff(review)
            }
            let reason = result.reason.map { " \u{2014} \($0)" } ?? ""
            if result.result == .submitted {
                say(.plain, "\(name) went to work with it")
            } else {
                say(.warning, "typed for \(name); nothing tells yet that it took it\(reason)")
            }
            return []
        case .refused:
            // An Enter behind them would answer what it asks.
            say(.plain, "\(result.reason ?? "\(name) asks something") — answer that first; the comments are kept")
            return []
        }
    }
}

extension DiffReview {
    /// A comment without text about the lines that are selected; nil when none of one file is.
    static func quoted(_ review: DiffReview, _ rows: [DiffRow]) -> DiffComment? {
        var lines: [(text: String, old: Int?, new: Int?)] = []
        var chosen: Int?
        for index in review.selection where rows.indices.contains(index) {
            guard case .line(let file, let old, let new) = rows[index].kind, chosen ?? file == file else { continue }
            chosen = file
            lines.append((rows[index].text, old, new))
        }
        guard let chosen, let path = review.diff?.files[chosen].path else { return nil }
        let numbers = lines.compactMap(\.new)
        let places = numbers.isEmpty ? lines.compactMap(\.old) : numbers
        guard let first = places.first, let last = places.last else { return nil }
        let place = first == last ? "\(first)" : "\(first)-\(last)"
        // Lines that are gone have the numbers that they had.
        return DiffComment(
            path: path, place: numbers.isEmpty ? place + " (old)" : place, lines: lines.map(\.text), text: "")
    }
}
