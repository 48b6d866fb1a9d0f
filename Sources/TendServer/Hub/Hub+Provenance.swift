import Logging
package import TendCore
import TendStore

// Where a request comes from. An agent, and what it starts, may do much, but not answer itself.
extension Hub {
    private enum Provenance {
        case owner
        case session(SessionID)
        /// From some session, and nobody can tell from which: in words. `hint` is what it says itself.
        case stray(String, hint: SessionID? = nil)
    }

    private func provenance(of pid: Int32) -> Provenance { provenance(of: pid, PeerProcess(pid)) }

    private func provenance(of pid: Int32, _ process: PeerProcess?) -> Provenance {
        // Who has left its connection to somebody else and is gone could have been anybody.
        guard let process else {
            return .stray("process \(pid), of which nothing can be told any more,")
        }
        let found = world.sessions.first { session in session.pid.map(process.relatives.contains) ?? false }
        if let found { return .session(found.id) }
        // Before the hint, which anybody can set for himself.
        if process.relatives.contains(keeperPid) {
            return .stray("process \(pid) was left behind by a session: it", hint: process.hint)
        }
        if let hint = process.hint, let session = world.session(hint) { return .session(session.id) }
        return .owner
    }

    /// From where a new session is started; nil: by its owner.
    func starter(_ pid: Int32?) -> SessionID? {
        guard let pid else { return nil }
        return switch provenance(of: pid) {
        case .owner: nil
        case .session(let id): id
        case .stray: .stray
        }
    }

    package nonisolated func isInSession(peer: Int32) async -> Bool {
        // Here, so that nobody waits for the hub while files are read.
        await isInSession(peer, PeerProcess(peer))
    }

    private func isInSession(_ pid: Int32, _ process: PeerProcess?) -> Bool {
        if case .owner = provenance(of: pid, process) { false } else { true }
    }

    /// - Throws: with code `forbidden` if a process there may not answer the item.
    func origin(ofPeer pid: Int32, answering item: AttentionItem) throws(ServiceError) -> Origin {
        let id: SessionID
        switch provenance(of: pid) {
        case .owner: return Origin(.localUser, name: "you in the terminal")
        case .stray(let reason, _): throw refuse(item, "\(reason) may not answer", nil)
        case .session(let found): id = found
        }
        let origin = origin(of: id)
        let remedy = "answer from another terminal or the multiplexer"
        if id == item.session {
            throw refuse(item, "an agent may not answer its own question — \(remedy)", origin)
        }
        let lineage = lineage(of: id)
        guard !lineage.contains(.stray) else {
            throw refuse(
                item, "this is \(origin.name), and it cannot be told what started it: it may not answer — \(remedy)",
                origin)
        }
        guard lineage.isDisjoint(with: self.lineage(of: item.session)) else {
            let asker = world.session(item.session)?.name ?? item.session.rawValue
            throw refuse(
                item,
                "this is \(origin.name), which '\(asker)' belongs to or comes from: it may not answer for it — \(remedy)",
                origin)
        }
        return origin
    }

    package func checkTyping(into reference: String, peer: Int32) async throws(ServiceError) {
        let session = try world.resolve(reference)
        let item = world.attention.open(of: session.id).first { $0.kind.isAnswerable }
        let isShown = await runtimes[session.id]?.dialog != nil
        let isWaiting = session.status?.state.isWaiting ?? (session.activity == .waiting)
        let isAsking = item != nil || isShown || isWaiting
        // Else there is nothing that keys could answer, now or in a moment.
        guard isAsking || session.agent != nil, let objection = objection(to: peer, typingInto: session) else { return }
        guard isAsking else {
            guard objection.isLasting else { return }
            throw ServiceError(
                .forbidden,
                "\(objection.who) may not type into the agent it may come from — type into '\(session.name)' from elsewhere"
            )
        }
        let reason =
            "\(objection.who) may not type there now — '\(session.name)' asks something:"
            + " answer from another terminal or the multiplexer"
        if let item { throw refuse(item, reason, objection.origin) }
        logger.warning("session \(session.id): \(reason)")
        throw ServiceError(.forbidden, reason)
    }

    /// Why a process may not type into a session that asks something.
    private struct Objection {
        var who: String
        var origin: Origin?
        /// Also while nothing is asked: whoever an agent starts could hide its question, and press keys before it is shown again.
        var isLasting: Bool
    }

    private func objection(to peer: Int32, typingInto session: Session) -> Objection? {
        let isAgent = session.agent != nil
        switch provenance(of: peer) {
        case .owner: return nil
        case .stray(let who, _): return Objection(who: who, isLasting: isAgent)
        case .session(let id):
            let (origin, lineage) = (origin(of: id), lineage(of: id))
            // Programs without an agent in them are tools of whoever started them.
            let isRelated = lineage.contains(.stray) || !lineage.isDisjoint(with: self.lineage(of: session.id))
            guard id == session.id || isAgent && isRelated else { return nil }
            return Objection(
                who: "a program in \(origin.name)", origin: origin,
                isLasting: isAgent && (lineage.contains(session.id) || lineage.contains(.stray)))
        }
    }

    package func checkSpeaking(for reference: String, peer: Int32) throws(ServiceError) {
        let session = try world.resolve(reference)
        switch provenance(of: peer) {
        case .owner, .session(session.id), .stray(_, hint: session.id): return
        case .session(let id):
            throw ServiceError(.forbidden, "a program in \(origin(of: id).name) does not speak for '\(session.name)'")
        case .stray(let who, _):
            throw ServiceError(.forbidden, "\(who) does not speak for '\(session.name)'")
        }
    }

    package func checkConfiguring(peer: Int32) throws(ServiceError) {
        let remedy = "do it from a terminal without an agent"
        switch provenance(of: peer) {
        case .owner: return
        case .stray(let who, _):
            throw ServiceError(.forbidden, "\(who) may not change what agents are run with — \(remedy)")
        case .session(let id):
            let lineage = lineage(of: id)
            guard lineage.contains(.stray) || lineage.contains(where: { world.session($0)?.agent != nil }) else {
                return
            }
            throw ServiceError(
                .forbidden,
                "\(origin(of: id).name) belongs to an agent: it may not change what agents are run with — \(remedy)")
        }
    }

    private func origin(of id: SessionID) -> Origin {
        Origin(.session, name: "session '\(world.session(id)?.name ?? id.rawValue)'", session: id)
    }

    /// The session and those that it was started from, also those that have been removed.
    private func lineage(of id: SessionID) -> Set<SessionID> {
        var found: Set<SessionID> = []
        var next: SessionID? = id
        while let id = next, found.insert(id).inserted { next = world.session(id)?.startedBy }
        return found
    }

    /// Writes the attempt down.
    private func refuse(_ item: AttentionItem, _ reason: String, _ origin: Origin?) -> ServiceError {
        var entry = world.entry(.refused, item, world.session(item.session), clock.now)
        (entry.origin, entry.reason) = (origin, reason)
        store.append(entry)
        logger.warning("item \(item.id) of session \(item.session): \(reason)")
        return ServiceError(.forbidden, reason)
    }
}
