import Glibc
import TendAgents
import TendClient
import TendCore

/// OpenCode with a server that its TUI and `tend` share: what it asks waits in the inbox while its own dialog stays open, and the first
/// answer counts.
///
/// Whatever goes wrong with the inbox or that server, the TUI goes on.
actor OpenCodeCompanion {
    private enum Event: Sendable {
        case ended(ChildProcess.Ending)
        case cannotRun(String)
    }

    private var conversation: OpenCodeConversation
    private let inbox: CompanionInbox
    private let server: OpenCodeServer?
    /// Told with every report, until the server answers.
    private var trouble: String?
    private var report = EvidenceJSON(.registry, .starting)
    private var isOver = false

    /// For what is answered at once.
    private static let quickLimit = Duration.seconds(10)
    /// OpenCode says something every 10 or 30 s.
    private static let silence = Duration.seconds(90)
    /// So long a server may take until it answers for the first time; a cold disk has to find 150 MB.
    private static let startLimit = Duration.seconds(60)

    private init(session: String, directory: String?, inbox: CompanionInbox, server: OpenCodeServer?) {
        conversation = OpenCodeConversation(session: session, directory: directory)
        self.inbox = inbox
        self.server = server
    }

    /// Runs OpenCode and ends as it ends.
    static func run(program name: String, _ words: [String], _ caller: Caller) async throws {
        guard let program = ChildProcess.find(name, path: caller.environment["PATH"]) else {
            throw Failure("'\(name)' is not installed: there is no such program in PATH")
        }
        guard let session = caller.environment["TEND_SESSION"], let socket = caller.environment["TEND_SOCKET"] else {
            return try await end(with: start(program, words, caller.environment))
        }
        let (server, obstacle) = server(for: words, of: program, caller.environment)
        let arguments = server.map { OpenCodeArguments.listening(on: $0.port, words) } ?? words
        async let ending = start(program, arguments, server?.environment ?? caller.environment)
        let inbox = CompanionInbox(session: session, socket: socket)
        let companion = OpenCodeCompanion(
            session: session, directory: caller.directory, inbox: inbox, server: server)
        if let obstacle { await companion.isAlone(obstacle) }
        let watching = Task { await companion.watch() }
        let event = await ending
        watching.cancel()
        await companion.finish()
        try end(with: event)
    }

    /// The server that this command line can have, or why it has none; neither if nobody would miss it.
    private static func server(
        for words: [String], of program: String, _ environment: [String: String]
    ) -> (OpenCodeServer?, obstacle: String?) {
        if case .plain(_, let reason) = OpenCodeArguments(words) { return (nil, reason) }
        if let obstacle = OpenCodeServer.obstacle(program, environment: environment) { return (nil, obstacle) }
        let server = OpenCodeServer(environment: environment)
        return (server, server == nil ? "no port is free" : nil)
    }

    /// Runs the TUI on a thread of its own, which the kernel binds it to.
    private static func start(_ program: String, _ words: [String], _ environment: [String: String]) async -> Event {
        await withCheckedContinuation { continuation in
            let error = startThread {
                ChildProcess.leaveKeyboard()
                do throws(ChildProcess.Failure) {
                    let agent = try ChildProcess.inForeground(program, words, environment: environment)
                    continuation.resume(returning: .ended(agent.waitForEnd()))
                } catch {
                    continuation.resume(returning: .cannotRun(error.description))
                }
            }
            if error != 0 { continuation.resume(returning: .cannotRun("no thread can be started")) }
        }
    }

    /// Ends this process as OpenCode has ended.
    private static func end(with event: Event) throws {
        switch event {
        case .cannotRun(let reason): throw Failure(reason)
        case .ended(let ending): try ending.repeated()
        }
    }

    // MARK: The server

    /// Listens until it is cancelled: connects, reads, and connects again when the stream ends.
    private func watch() async {
        guard let server else { return }
        let begin = ContinuousClock.now
        var pause = Duration.milliseconds(50)
        var hasAnswered = false
        while !Task.isCancelled {
            do throws(ClientError) {
                try await server.client.events("/event", timeout: OpenCodeCompanion.silence) {
                    hasAnswered = true
                    pause = .milliseconds(50)
                    trouble = nil
                    await carryOut(conversation.connected())
                    publish()
                } each: { data in
                    await take(data)
                }
            } catch {
                // Not there yet, or gone: the same to us.
            }
            if Task.isCancelled { return }
            if hasAnswered || .now > begin + OpenCodeCompanion.startLimit {
                isAlone("the server of OpenCode cannot be reached")
            }
            guard (try? await Task.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .seconds(2))
        }
    }

    private func take(_ data: String) async {
        guard let event = try? JSONTree(parsing: data.utf8), let type = event["type"]?.text else { return }
        await carryOut(conversation.receive(event: type, event["properties"] ?? .null))
    }

    // MARK: What is to be done

    private func carryOut(_ effects: [OpenCodeConversation.Effect]) async {
        guard !isOver else { return }
        for effect in effects {
            switch effect {
            case .get(let list): await read(list)
            case .post(let call): await send(call)
            case .ask(let question):
                inbox.ask(question) { [weak self] decision in await self?.decide(question.key, decision) }
            case .withdraw(let key, let reason): inbox.withdraw(key, reason)
            case .settle(let key, let outcome): inbox.settle(key, outcome == .applied ? .applied : .unconfirmed)
            case .report(let report):
                self.report = report
                publish()
            }
        }
    }

    private func read(_ list: OpenCodeConversation.List) async {
        // A version that does not have it answers with a page.
        guard let server,
            let bytes = try? await server.client.get(list.rawValue, timeout: OpenCodeCompanion.quickLimit),
            let answer = try? JSONTree(parsing: bytes)
        else { return }
        await carryOut(conversation.receive(list, answer))
    }

    private func send(_ call: OpenCodeConversation.Call) async {
        guard let server else { return }
        do throws(ClientError) {
            let body = Array(call.body.description.utf8)
            let answer = try await server.client.post(call.path, body, timeout: OpenCodeCompanion.quickLimit)
            // Late versions say that nobody waits for it.
            if String(decoding: answer, as: UTF8.self) == "false" { await carryOut(conversation.refused(call)) }
        } catch {
            await carryOut(conversation.refused(call))
        }
    }

    private func decide(_ key: String, _ decision: Decision) async {
        let effects = conversation.decide(key, decision)
        // The question is over, or cannot be answered like that: whoever answered is told that nothing came of it.
        if effects.isEmpty { inbox.settle(key, .unconfirmed) }
        await carryOut(effects)
    }

    /// OpenCode runs without a server that we know: the screen is all that tells what it wants.
    private func isAlone(_ reason: String) {
        trouble = "only its screen can be watched: \(reason)"
        publish()
    }

    private func publish() {
        var report = report
        if let trouble { report.detail = [report.detail, trouble].compactMap(\.self).joined(separator: "; ") }
        inbox.publish(report)
    }

    private func finish() async {
        await carryOut(conversation.ended("OpenCode has ended"))
        isOver = true
        report.state = AgentState.exited.description
        trouble = nil
        publish()
        await inbox.finish()
    }
}
