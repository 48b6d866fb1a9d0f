import Logging
import TendAgents
package import TendCore
import TendScreen

// What agents do, and who says so.
extension Hub {
    package func observe(
        _ reference: String, _ source: Evidence.Source, _ state: AgentState, detail: String, news: AgentNews
    ) throws(ServiceError) {
        let session = try world.resolve(reference)
        guard session.state == .running else {
            throw ServiceError(.conflict, "'\(session.name)' has ended: its agent does nothing")
        }
        var news = news
        if !news.usage.isEmpty, let agent = session.agent {
            // An agent whose manifest has gone meanwhile has no prices.
            news.estimate = try? agents.library.shelf.entry(agent.name).manifest.estimate(of: news.usage)
        }
        apply(.observed(session.id, Evidence(source, state, detail: detail, at: clock.now), news))
    }

    package func explain(_ reference: String) throws(ServiceError) -> AgentExplanation {
        let session = try world.resolve(reference)
        guard var explanation = world.explanation(of: session.id, now: clock.now) else {
            throw ServiceError(.notFound, "session \(session.id) has been removed meanwhile")
        }
        explanation.session = filled(session)
        return explanation
    }

    /// Has an agent's screen watched by the rules of its manifest. Wrong rules are told as a note: the agent runs all the same.
    func watchScreen(of session: Session) {
        guard let card = session.agent, let runtime = runtimes[session.id] else { return }
        var rules = DetectionRules.common
        do {
            let (_, manifest) = try agents.library.shelf.entry(card.name)
            rules = try DetectionRules(manifest: manifest)
            for problem in rules.problems { apply(.noted(session.id, "manifest of '\(card.name)': \(problem)")) }
        } catch let error as ServiceError {
            logger.warning("session \(session.id): \(error.message)")
        } catch {
            apply(.noted(session.id, "manifest of '\(card.name)': detection: \(error)"))
        }
        // Not awaited: the lane does it before it looks at anything that comes later.
        Task { [rules] in await runtime.watchScreen(by: rules) }
    }

    /// Some agents say at their end how the conversation goes on, and nowhere else.
    func learnConversation(of id: SessionID) async {
        guard let card = world.session(id)?.agent, let runtime = runtimes[id],
            // A manifest that has gone or is wrong says nothing of this.
            let resume = try? agents.library.shelf.entry(card.name).manifest.resume, resume.printed != nil
        else { return }
        let rows = await runtime.excerpt(historyRows: 0).screen.rows.map(\.text)
        guard let conversation = resume.conversation(in: rows) else { return }
        apply(.agentLearned(id, conversation: conversation, model: nil))
    }

    /// Some agents hold a file open that is named after the conversation, and say of it nowhere else.
    func lookForConversation(of id: SessionID) {
        guard let session = world.session(id), let card = session.agent, let pid = session.pid,
            // A manifest that has gone or is wrong says nothing of this.
            let held = try? agents.library.shelf.entry(card.name).manifest.resume?.held
        else { return }
        let root = root(of: held, in: session.launch.environment)
        Task {
            // An agent that it has started in turn comes behind it.
            let paths = await ProcessTree.openFiles(of: pid)
            guard let conversation = paths.lazy.compactMap({ held.conversation(in: $0, below: root) }).first,
                // Nobody else has begun there meanwhile.
                world.session(id)?.pid == pid
            else { return }
            apply(.agentLearned(id, conversation: conversation, model: nil))
        }
    }

    /// Opens an item that the world asks for.
    func raise(_ draft: AttentionItem) {
        if draft.kind == .exit || draft.kind == .error, isStopping || stopping.contains(draft.session) { return }
        var item = draft
        var generator = SystemRandomNumberGenerator()
        item.id = world.attention.newID(using: &generator)
        item.directory = item.directory ?? world.session(item.session)?.launch.directory
        if item.kind == .permission, let session = world.session(item.session) { judge(&item, session) }
        apply(.asked(item))
        // A rule may have said it already.
        if case .answered(let answer) = world.attention[item.id]?.state, item.way == .keys {
            pressRule(answer.decision, for: item)
        }
    }
}
