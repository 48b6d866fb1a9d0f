import CLinux
import Glibc
import TendAgents
import TendClient
import TendCore

/// Codex with an app server behind its TUI and `tend` as the second client of that: what it asks waits in the inbox while its own dialog
/// stays open, and the first answer counts.
///
/// Whatever goes wrong with the inbox or the app server, the TUI goes on.
actor CodexCompanion {
    private var conversation: CodexConversation
    private var link: WebSocketLink?
    private let inbox: CompanionInbox
    private let socket: CodexSocket?
    /// Told with every report, until the app server runs again.
    private var trouble: String?
    private var report = CodexReport(.starting)
    private var waker: Task<Void, Never>?

    private init(session: String, inbox: CompanionInbox, socket: CodexSocket?) {
        conversation = CodexConversation(session: session)
        self.inbox = inbox
        self.socket = socket
    }

    /// Runs Codex and ends as it ends.
    static func run(program name: String, _ words: [String], _ caller: Caller) async throws {
        guard let program = ChildProcess.find(name, path: caller.environment["PATH"]) else {
            throw Failure("'\(name)' is not installed: there is no such program in PATH")
        }
        let session = caller.environment["TEND_SESSION"]
        let server = caller.environment["TEND_SOCKET"]
        let arguments = CodexArguments(words)
        // Outside of a session nobody could be asked.
        let directory = session == nil ? nil : server.map(CodexCompanion.directory(of:))
        if let directory { CodexSocket.sweep(directory) }
        let (events, told) = AsyncStream.makeStream(of: CodexProcesses.Event.self)
        let processes = CodexProcesses(
            program: program, session == nil ? CodexCompanion.plain(words) : arguments,
            environment: caller.environment, directory: directory
        ) { told.yield($0) }
        guard processes.start() else { throw Failure("cannot start codex: no thread can be started") }
        guard let session, let server else { return try await end(with: lastEvent(of: events)) }
        let inbox = CompanionInbox(session: session, socket: server)
        let companion = CodexCompanion(session: session, inbox: inbox, socket: processes.socket)
        if case .plain(_, let reason?) = arguments { await companion.isAlone(reason) }
        for await event in events {
            switch event {
            case .listening: await companion.connect()
            case .alone(let reason): await companion.isAlone(reason)
            case .restarting(let how): await companion.lost(how)
            case .ending: await companion.withdrawAll()
            case .ended, .cannotRun:
                await companion.sayGoodbye()
                await companion.finish()
                return try end(with: event)
            }
        }
    }

    /// The directory of `tend`'s own socket, which is private to the user.
    private static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func plain(_ words: [String]) -> CodexArguments {
        if case .plain(let words, _) = CodexArguments(words) { return .plain(words, reason: nil) }
        return .plain(CodexArguments.alone(words), reason: nil)
    }

    private static func lastEvent(of events: AsyncStream<CodexProcesses.Event>) async -> CodexProcesses.Event {
        for await event in events {
            switch event {
            case .ended, .cannotRun: return event
            case .listening, .alone, .restarting, .ending: continue
            }
        }
        return .ended(.status(1))
    }

    /// Ends this process as Codex has ended.
    private static func end(with event: CodexProcesses.Event) throws {
        switch event {
        case .ended(let ending): try ending.repeated()
        case .cannotRun(let reason): throw Failure(reason)
        case .listening, .alone, .restarting, .ending: return
        }
    }

    // MARK: The app server

    /// Connects, and reads until the connection ends.
    private func connect() {
        guard let socket else { return }
        do {
            let link = try WebSocketLink(path: socket.path, target: "/", attempt: "watching Codex")
            self.link = link
            trouble = nil
            carryOut(conversation.connected())
            // Ends with the connection, and that with the app server.
            Task { await self.read(link) }
        } catch {
            isAlone("the app server of Codex cannot be reached: \(error)")
        }
    }

    private func read(_ link: WebSocketLink) async {
        let descriptor = link.socket
        do {
            while true {
                while let message = try link.receive() {
                    guard case .text(let text) = message, let message = CodexMessage(parsing: text) else { continue }
                    carryOut(conversation.receive(message))
                }
                _ = await descriptor.wait(writing: link.hasOutput, until: nil)
                link.flush()
            }
        } catch {
            guard self.link === link else { return }
            self.link = nil
            carryOut(conversation.disconnected("the app server of Codex has ended"))
        }
    }

    private func lost(_ how: String) {
        trouble = how
        publish()
    }

    /// Codex runs without an app server: the screen is all that tells what it wants.
    private func isAlone(_ reason: String) {
        trouble = "only its screen can be watched: \(reason)"
        publish()
    }

    /// Codex says how to connect to an app server that has ended with it.
    private func sayGoodbye() {
        guard isatty(2) == 1, socket != nil, let id = report.conversation, report.text != nil else { return }
        Console.say("[its app server has ended, too: 'codex resume \(id)' goes on with the conversation]")
    }

    private func withdrawAll() {
        // What the connection says from now on is the end that we know.
        link = nil
        carryOut(conversation.disconnected("Codex has ended"))
    }

    private func finish() async {
        withdrawAll()
        report.state = .exited
        trouble = nil
        publish()
        waker?.cancel()
        await inbox.finish()
    }

    // MARK: What is to be done

    private func carryOut(_ effects: [CodexConversation.Effect]) {
        for effect in effects {
            switch effect {
            case .send(let message): link?.send(.text, Array(message.text.utf8))
            case .ask(let question):
                inbox.ask(question) { [weak self] decision in await self?.decide(question.key, decision) }
            case .withdraw(let key, let reason): inbox.withdraw(key, reason)
            case .settle(let key, let outcome): inbox.settle(key, outcome == .applied ? .applied : .unconfirmed)
            case .report(let report):
                self.report = report
                publish()
            case .wakeSoon: wakeSoon()
            case .read(let path):
                var rollout = CodexRollout()
                rollout.feed(FileEnd.read(path, last: CodexCompanion.rolloutLimit))
                carryOut(conversation.remember(rollout))
            }
        }
    }

    /// Bytes at the end of a rollout file that are looked at: it has every output of every tool.
    private static let rolloutLimit = 1 << 20

    private func decide(_ key: String, _ decision: Decision) {
        let effects = conversation.decide(key, decision)
        // The question is over, or cannot be answered like that: whoever answered is told that nothing came of it.
        if effects.isEmpty { inbox.settle(key, .unconfirmed) }
        carryOut(effects)
    }

    private func publish() {
        var report = report
        if let trouble { report.detail = [report.detail, trouble].compactMap(\.self).joined(separator: "; ") }
        inbox.publish(EvidenceJSON(report))
    }

    private func wakeSoon() {
        guard waker == nil else { return }
        waker = Task {
            // Felt right: a rollout file is there some milliseconds after the prompt.
            try? await Task.sleep(for: .milliseconds(200))
            waker = nil
            guard !Task.isCancelled else { return }
            carryOut(conversation.wake())
        }
    }
}
