import Synchronization
import TendCore

/// What waits for a person, in memory. Answers are taken at once; who answers is not looked at.
final class FakeAttention: Sendable {
    /// Whether all peers are programs in sessions, which may not type.
    let isInside = Mutex(false)
    let queue = Mutex(AttentionQueue())
    let peers = Mutex<[Int32]>([])
    /// The processes of which somebody asked whether they may type.
    let asked = Mutex<[Int32]>([])
}

extension FakeService {
    func ask(_ question: NewAttention) async throws(ServiceError) -> (item: AttentionItem, isNew: Bool) {
        let session = try await session(question.session)
        var item = question.draft
        if let known = inbox.queue.withLock({ $0.item(of: session.id, key: item.key) }) { return (known, false) }
        item.id = AttentionID(rawValue: "it" + item.key)
        item.session = session.id
        item.openedAt = 1_700_000_000
        item.deadline = question.patience.map { item.openedAt + $0 }
        let asked = item
        _ = inbox.queue.withLock { $0.insert(asked) }
        publish(.attention(.opened, item), session)
        return (item, true)
    }

    func attention(all: Bool) async -> [AttentionItem] { inbox.queue.withLock { all ? $0.allItems : $0.openItems } }

    func attention(_ reference: String) async throws(ServiceError) -> AttentionItem { try found(reference) }

    func waitForAttention(_ reference: String, timeout: Duration) async throws(ServiceError) -> AttentionItem {
        try found(reference)
    }

    func answer(
        _ reference: String, _ decision: Decision, peer: Int32
    ) async throws(ServiceError) -> (result: AnsweredJSON.Result, item: AttentionItem) {
        let item = try found(reference)
        inbox.peers.withLock { $0.append(peer) }
        guard item.isOpen else { return (.stale, item) }
        if decision.reason == "myself" { throw ServiceError(.forbidden, "an agent may not answer its own question") }
        try item.check(decision)
        let answer = Answer(decision, by: Origin(.localUser, name: "you"), at: 1_700_000_001, outcome: .applied)
        let ended = inbox.queue.withLock { $0.end(item.id, .answered(answer)) }
        return (.applied, ended ?? item)
    }

    func isInSession(peer: Int32) async -> Bool { inbox.isInside.withLock(\.self) }

    func checkTyping(into reference: String, peer: Int32) async throws(ServiceError) {
        inbox.asked.withLock { $0.append(peer) }
        if await isInSession(peer: peer) { throw ServiceError(.forbidden, "\(reference) asks something") }
    }

    func checkSpeaking(for reference: String, peer: Int32) async throws(ServiceError) {
        if await isInSession(peer: peer) { throw ServiceError(.forbidden, "you do not speak for \(reference)") }
    }

    func checkConfiguring(peer: Int32) async throws(ServiceError) {
        if await isInSession(peer: peer) { throw ServiceError(.forbidden, "an agent may not") }
    }

    func settleAttention(_ reference: String, _ outcome: Answer.Outcome) async throws(ServiceError) {
        let item = try found(reference)
        _ = inbox.queue.withLock { $0.settle(item.id, outcome) }
    }

    func withdrawAttention(_ reference: String, reason: String) async throws(ServiceError) {
        let item = try found(reference)
        _ = inbox.queue.withLock { $0.end(item.id, .withdrawn(reason: reason, at: 1_700_000_002)) }
    }

    func audit(limit: Int, since: Int64) async throws(ServiceError) -> [AuditLine] {
        let items = await attention(all: true)
        return items.enumerated().map { index, item in
            AuditLine(
                number: Int64(index + 1),
                entry: AuditEntry(.asked, item, sessionName: "a", agent: "claude", at: item.openedAt))
        }.filter { $0.number > since }.suffix(limit)
    }

    func testApproval(_ question: ApprovalQuestion) async -> (ruling: ApprovalRuling, problems: [String]) {
        (ApprovalRules([ApprovalRule(.allow, command: "git status")]).ruling(question), [])
    }

    private func found(_ reference: String) throws(ServiceError) -> AttentionItem {
        try inbox.queue.withLock { $0 }.resolve(reference)
    }
}
