package import TendCore

/// What waits for a person, as the server tells it, and what came to an end a little while ago.
package struct Attention: Hashable, Sendable {
    /// An item that has an answer now, or needs none any more.
    package struct Ended: Hashable, Sendable {
        package var item: AttentionJSON
        /// Milliseconds since 1970 until when its pane says so.
        package var until: Int64
    }

    /// Oldest first.
    package private(set) var open: [AttentionJSON] = []
    /// The newest of each session, by id.
    package private(set) var ended: [String: Ended] = [:]
    /// Items whose answer from here is on its way, by id.
    package private(set) var answering: Set<String> = []
    /// Whether the server has told all there are.
    package private(set) var isKnown = false
    /// What has changed since all of them were asked for: newer than the answer.
    private var changed: [String: AttentionJSON]?

    /// Long enough to be seen by somebody who looks at it a moment later.
    private static let endedTime: Int64 = 8000

    package init() {}

    // MARK: What the server says

    /// All that are open are being asked for.
    package mutating func ask() { changed = [:] }

    /// - Parameter all: those that were open when the server answered.
    /// - Returns: those that are new.
    package mutating func take(_ all: [AttentionJSON]) -> [AttentionJSON] {
        let known = Set(open.map(\.id))
        let newer = changed ?? [:]
        changed = nil
        open = all.filter { newer[$0.id] == nil } + newer.values.filter { $0.state == .open }
        sort()
        answering.formIntersection(open.map(\.id))
        defer { isKnown = true }
        return isKnown ? open.filter { !known.contains($0.id) } : []
    }

    /// - Returns: whether the item is new.
    package mutating func take(_ item: AttentionJSON, at now: Int64) -> Bool {
        changed?[item.id] = item
        let index = open.firstIndex { $0.id == item.id }
        guard item.state == .open else {
            answering.remove(item.id)
            if let index { open.remove(at: index) }
            // One that was dismissed is out of mind.
            if item.ending?.verdict != .dismiss {
                ended[item.session] = Ended(item: item, until: now + Attention.endedTime)
            }
            return false
        }
        ended[item.session] = nil
        if let index { open[index] = item } else { open.append(item) }
        sort()
        return index == nil
    }

    private mutating func sort() {
        open.sort { ($0.openedAt.milliseconds, $0.id) < ($1.openedAt.milliseconds, $1.id) }
    }

    package mutating func forget(session: String) {
        open.removeAll { $0.session == session }
        ended[session] = nil
    }

    /// - Returns: false when an answer is on its way already.
    package mutating func answer(_ id: String) -> Bool { answering.insert(id).inserted }

    /// The answer did not reach the server.
    package mutating func fail(_ id: String) { answering.remove(id) }

    // MARK: Time

    package mutating func endOld(at now: Int64) { ended = ended.filter { $0.value.until > now } }

    var nextEnd: Int64? { ended.values.map(\.until).min() }

    // MARK: Looking up

    package func item(_ id: String) -> AttentionJSON? { open.first { $0.id == id } }

    /// What the session asks for first: what somebody has to do something about, then what is only told.
    package func first(of session: String) -> AttentionJSON? {
        let own = open.filter { $0.session == session }
        return own.first(where: \.kind.isUrgent) ?? own.first
    }

    /// As one would go through them.
    package var inOrder: [AttentionJSON] { open.filter(\.kind.isUrgent) + open.filter { !$0.kind.isUrgent } }

    package var urgentCount: Int { open.count(where: \.kind.isUrgent) }
}

extension AttentionItem.Kind {
    /// Whether the agent gets no further without a person.
    package var isUrgent: Bool {
        switch self {
        case .permission, .question, .plan, .login, .error: true
        case .idle, .exit, .hint: false
        }
    }
}

/// An item over the panes, and what was chosen of it so far.
package struct Card: Hashable, Sendable {
    /// The item's id.
    package var item: String
    /// The first line that is shown, as far as there are enough.
    package var scroll = 0
    /// Which of the item's questions is shown, and the choice that keys move.
    package var question = 0
    package var selected = 0
    /// For each question what was chosen, as indices of its choices, and an own text: beside them where several may be chosen, else
    /// in their place.
    package var picks: [Int: Set<Int>] = [:]
    package var texts: [Int: String] = [:]

    package init(item: String) { self.item = item }

    package func isAnswered(_ question: Int) -> Bool {
        texts[question] != nil || picks[question]?.isEmpty == false
    }

    /// The answers in the order of the questions; nil: one has none yet.
    package func answers(to questions: [AttentionJSON.Question]) -> [[String]]? {
        guard questions.indices.allSatisfy(isAnswered) else { return nil }
        return questions.indices.map { index in
            let labels = (picks[index] ?? []).sorted().filter(questions[index].choices.indices.contains).map {
                questions[index].choices[$0].label
            }
            return labels + (texts[index].map { [$0] } ?? [])
        }
    }
}

/// Something that the user is told of where this client is not in sight.
package struct AttentionNotice: Hashable, Sendable {
    package var ways: [Configuration.NoticeWay]
    /// Of the item, so that a terminal that knows notices by name shows each once.
    package var id: String
    package var title: String
    package var body: String

    package init(ways: [Configuration.NoticeWay], id: String, title: String, body: String) {
        self.ways = ways
        self.id = id
        self.title = title
        self.body = body
    }
}
