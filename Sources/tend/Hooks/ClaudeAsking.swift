import Glibc
import TendAgents
import TendClient
import TendCore

/// A question of Claude Code that waits for a person: holds it until somebody answers, here or at the desk.
///
/// The question lives in this process, not in the server: when the server is killed, it is asked again with the same key.
struct ClaudeAsking: Sendable {
    private enum Ending: Sendable {
        case decided(AttentionJSON)
        /// Nobody here needs to answer any more; why.
        case gone(String)
        /// Nobody can be asked.
        case unreachable
    }

    private let request: ClaudeRequest
    private let server: HookServer
    private let question: AskJSON
    /// When the agent gives up waiting for its hook.
    private let end: ContinuousClock.Instant
    private let sight: Sight
    /// The item, as soon as there is one.
    private let item = Item()

    /// Between two looks at what the agent writes of itself: a desk that answered shows elsewhere that much later.
    private static let pause = Duration.milliseconds(400)
    /// How long a server that is being started may take until it is first asked.
    private static let patience = Duration.seconds(10)
    private static let fileLimit = 1 << 20
    /// The item expires so much before the agent gives up: an answer in the last moment would reach nobody.
    private static let reserve = Duration.seconds(30)

    init(_ request: ClaudeRequest, _ server: HookServer) {
        self.request = request
        self.server = server
        end = .now + .seconds(ClaudeHooks.timeout(of: "PermissionRequest")) - ClaudeAsking.reserve
        sight = Sight(ClaudeSight(request, environment: server.environment))
        var random = SystemRandomNumberGenerator()
        question = request.ask(session: server.session, nonce: String(random.next(), radix: 36)) { path in
            FileTail.contents(of: path, limit: ClaudeAsking.fileLimit).flatMap { String(validating: $0, as: UTF8.self) }
        }
    }

    func run() async {
        let signals = SignalBell([SIGTERM, SIGINT, SIGHUP])
        let ending = await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await ask() }
            group.addTask { await watch() }
            group.addTask {
                // esc at the desk; the day is over; the agent ends.
                await signals.wait() ? .gone("answered at the desk") : nil
            }
            var first: Ending?
            while first == nil, let next = await group.next() { first = next }
            group.cancelAll()
            return first
        }
        switch ending {
        case .decided(let item): await hand(item)
        case .gone(let reason): await withdraw(reason)
        case .unreachable, nil: return
        }
    }

    // MARK: Asking

    private func ask() async -> Ending? {
        let begin = ContinuousClock.now
        var pause = Duration.milliseconds(20)
        while !Task.isCancelled {
            do throws(ClientError) {
                var question = question
                question.deadline = max(0, (end - .now) / .seconds(1))
                let known = try await server.quick.ask(question)
                item.set(known.id)
                var found = known
                while found.state == .open {
                    found = try await server.patient.waitForAttention(known.id, timeout: HookServer.turn)
                    pause = .milliseconds(20)
                }
                return found.state == .answered ? .decided(found) : .gone("")
            } catch {
                guard mayComeBack(error, since: begin) else { return .unreachable }
            }
            // Cancelled: the loop ends.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
        return nil
    }

    private func mayComeBack(_ error: ClientError, since begin: ContinuousClock.Instant) -> Bool {
        // As long as the agent waits, whoever comes back may answer.
        let isKnown = item.id != nil
        switch error {
        case .service(let error): return error.code == .unavailable && (isKnown || .now < begin + ClaudeAsking.patience)
        case .connectionLost, .timedOut: return isKnown || .now < begin + ClaudeAsking.patience
        case .notRunning: return isKnown
        case .unreachable, .unexpected: return false
        }
    }

    /// Tells the server that nobody needs to answer any more; a server that is gone for good has nobody who could.
    private func withdraw(_ reason: String) async {
        let begin = ContinuousClock.now
        while .now < begin + ClaudeAsking.patience {
            do throws(ClientError) {
                // A question that was on its way may have arrived, and its answer not: asked again, it is the same item.
                let id = if let id = item.id { id } else { try await server.quick.ask(question).id }
                return try await server.quick.withdrawAttention(id, reason: reason)
            } catch {
                guard mayComeBack(error, since: begin) else { return }
            }
            try? await Task.sleep(for: .milliseconds(200))  // Nobody cancels this.
        }
    }

    // MARK: Watching the agent

    private func watch() async -> Ending? {
        let parent = getppid()
        while !Task.isCancelled {
            switch sight.look() {
            case .isOpen: break
            case .isGone: return .gone("answered at the desk")
            case .isDecided(_, let byHook): return .gone(byHook ? "answered by another hook" : "answered at the desk")
            }
            if getppid() != parent { return .gone("the agent has ended") }
            // Cancelled: the loop ends.
            try? await Task.sleep(for: ClaudeAsking.pause)
        }
        return nil
    }

    // MARK: Handing over

    private func hand(_ item: AttentionJSON) async {
        let decision = item.ending.flatMap { ending in
            ending.verdict.map { Decision($0, reason: ending.reason, answers: ending.answers ?? []) }
        }
        // Put aside: the dialog stays.
        guard let decision, decision.verdict != .dismiss else { return }
        guard let output = request.output(for: decision), sight.look() == .isOpen else {
            return await settle(item.id, .unconfirmed)
        }
        do {
            try Console.write(output + "\n")
        } catch {
            // The agent has gone away.
            return await settle(item.id, .unconfirmed)
        }
        // It takes the answer when we end; so somebody else has to see whether it did.
        let settling = ClaudeSettling(
            item: item.id, isAllowing: decision.verdict != .deny, sight: sight.value)
        if !settling.start() { await settle(item.id, .unconfirmed) }
    }

    private func settle(_ id: String, _ outcome: OutcomeJSON.Outcome) async {
        // Whoever answered is told `unconfirmed` as well when nobody says anything.
        try? await server.quick.settleAttention(id, outcome)
    }
}
