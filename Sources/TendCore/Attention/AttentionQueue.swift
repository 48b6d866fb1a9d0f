/// What waits for a person, and what waited lately: a value without clock or tasks. Every change is one synchronous turn, so of two answers
/// one is the first.
///
/// An item is open, then ended for ever: answered, withdrawn or expired. Ended ones are kept for a while, so that a late answer learns who
/// was first, and an asker that lost its connection finds the decision under the key it asked with.
package struct AttentionQueue: Sendable {
    /// So many ended items are kept, the newest ones.
    package static let endedLimit = 200
    /// So many items may be open in all and of one session: no person answers more, and a mad asker must not fill the memory.
    package static let openLimit = 1000
    package static let sessionLimit = 100
    /// Bytes of UTF-8 that each text of an item keeps.
    package static let textLimit = 64 << 10

    private struct Key: Hashable {
        var session: SessionID
        var key: String
    }

    private var items: [AttentionID: AttentionItem] = [:]
    private var byKey: [Key: AttentionID] = [:]
    /// In the order of opening.
    private var open: [AttentionID] = []
    /// In the order of ending.
    private var ended: [AttentionID] = []

    package init() {}

    package subscript(_ id: AttentionID) -> AttentionItem? { items[id] }

    /// The open ones, oldest first.
    package var openItems: [AttentionItem] { open.compactMap { items[$0] } }

    /// Also the ended ones that are still kept, in the order in which they were opened.
    package var allItems: [AttentionItem] {
        items.values.sorted { ($0.openedAt, $0.id.rawValue) < ($1.openedAt, $1.id.rawValue) }
    }

    /// What the asker named so before.
    package func item(of session: SessionID, key: String) -> AttentionItem? {
        byKey[Key(session: session, key: key)].flatMap { items[$0] }
    }

    /// Seconds since 1970 at which the next open item expires.
    package var nextDeadline: Double? { open.lazy.compactMap { items[$0]?.deadline }.min() }

    /// The item that a person or program means: an id or a unique beginning of one.
    ///
    /// - Throws: ``ServiceError`` with code `notFound` or `ambiguous`.
    package func resolve(_ reference: String) throws(ServiceError) -> AttentionItem {
        let reference = reference.lowercased()
        if let item = items[AttentionID(rawValue: reference)] { return item }
        let named = DisplayText.excerpt(reference)
        let found = items.keys.map(\.rawValue).filter { !reference.isEmpty && $0.hasPrefix(reference) }.sorted()
        if found.count == 1, let item = items[AttentionID(rawValue: found[0])] { return item }
        guard found.isEmpty else {
            throw ServiceError(
                .ambiguous, "'\(named)' fits \(found.count) items (\(found.prefix(5).joined(separator: ", ")))")
        }
        let candidates = open.map(\.rawValue) + ended.reversed().map(\.rawValue)
        throw ServiceError(
            .notFound,
            "there is no item '\(named)'\(CommandError.hint(reference, among: candidates)) — 'tend inbox' lists them")
    }

    /// An id that no item has.
    package func newID(using generator: inout some RandomNumberGenerator) -> AttentionID {
        while true {
            let id = AttentionID(rawValue: String(SessionID.random(using: &generator).rawValue.prefix(6)))
            if items[id] == nil { return id }
        }
    }

    // MARK: Changes

    /// Whether there is room for another item of the session.
    package func checkRoom(for session: SessionID) throws(ServiceError) {
        let own = open.count { items[$0]?.session == session }
        guard open.count < AttentionQueue.openLimit, own < AttentionQueue.sessionLimit else {
            throw ServiceError(.limit, "\(own) items of this session and \(open.count) in all wait already")
        }
    }

    /// Takes an item in, with its texts cut to what is kept. False if its id, or its session's key, is known: then nothing changes.
    package mutating func insert(_ item: AttentionItem) -> Bool {
        let key = Key(session: item.session, key: item.key)
        guard items[item.id] == nil, byKey[key] == nil else { return false }
        items[item.id] = item.bounded
        byKey[key] = item.id
        if item.isOpen { open.append(item.id) } else { ended.append(item.id) }
        return true
    }

    /// Ends an open item. Nil if it is not open.
    package mutating func end(_ id: AttentionID, _ state: AttentionItem.State) -> AttentionItem? {
        guard items[id]?.isOpen == true, state != .open else { return nil }
        items[id]?.state = state
        open.removeAll { $0 == id }
        ended.append(id)
        return items[id]
    }

    /// Notes what became of an answer. Nil if that is no news: what was applied stays so.
    package mutating func settle(_ id: AttentionID, _ outcome: Answer.Outcome) -> AttentionItem? {
        guard case .answered(var answer)? = items[id]?.state, answer.outcome != outcome,
            answer.outcome != .applied, outcome != .pending
        else { return nil }
        answer.outcome = outcome
        items[id]?.state = .answered(answer)
        return items[id]
    }

    /// Ends the open items whose deadline has come. Nothing was approved.
    package mutating func expire(at now: Double) -> [AttentionItem] {
        let due = open.filter { items[$0]?.deadline.map { $0 <= now } ?? false }
        return due.compactMap { end($0, .expired(at: now)) }
    }

    /// The open items of a session.
    package func open(of session: SessionID) -> [AttentionItem] { openItems.filter { $0.session == session } }

    /// Lets go of the oldest ended items beyond the limit. Returns their ids.
    package mutating func trim() -> [AttentionID] {
        let excess = Array(ended.prefix(max(0, ended.count - AttentionQueue.endedLimit)))
        ended.removeFirst(excess.count)
        for id in excess {
            guard let item = items.removeValue(forKey: id) else { continue }
            byKey[Key(session: item.session, key: item.key)] = nil
        }
        return excess
    }
}

extension AttentionItem {
    /// With texts of at most ``AttentionQueue/textLimit``; a cut one says how much is missing.
    var bounded: AttentionItem {
        var item = self
        let limit = AttentionQueue.textLimit
        item.title = DisplayText.cleaned(title, limit: 256)
        item.tool = tool?.cut(to: 1024)
        item.command = command?.cut(to: limit)
        item.diff = diff?.cut(to: limit)
        item.path = path?.cut(to: 4096)
        item.directory = directory?.cut(to: 4096)
        item.detail = detail.cut(to: limit)
        return item
    }

    /// Whether a person would see less than the agent asked for.
    package var isCut: Bool {
        [command, diff, detail].contains { ($0?.utf8.count ?? 0) > AttentionQueue.textLimit }
            || (path?.utf8.count ?? 0) > 4096 || (tool?.utf8.count ?? 0) > 1024
    }
}

extension String {
    /// The text, or its first `limit` bytes and a line that says what is missing.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end]) + "\n… (\(utf8.distance(from: end, to: endIndex)) more bytes are not shown)"
    }
}

extension AttentionItem {
    /// Bytes of its larger texts.
    var textByteCount: Int {
        [title, tool, command, diff, path, directory, detail].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }
}
