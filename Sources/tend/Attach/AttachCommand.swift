import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendTUI

struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Show a session on this terminal and type into it.",
        discussion: """
            C-b d detaches and leaves the program running, C-b C-b sends C-b. Any number of terminals may be attached; the session
            has the size of the one where somebody typed last. Without S it is the session that was started last.

            Example:
              tend attach build
              tend attach -r build
            """
    )

    @Argument(
        help: ArgumentHelp("Id, beginning of an id, or name of a session.", valueName: "S"),
        completion: SessionChoice.completion)
    var session: String?

    @Flag(
        name: [.customShort("r"), .customLong("read-only")], help: "Only watch: no keys are sent, no size is changed.")
    var isReadOnly = false

    func run() async throws {
        let reference = if let session { session } else { try await AttachCommand.last() }
        try await AttachCommand.attach(to: reference, isReadOnly: isReadOnly)
    }

    /// The session that was started last.
    private static func last() async throws -> String {
        try checkTerminal(Caller().environment)
        let running = try await Connector.connect().sessions().filter { $0.state == .running }
        guard let last = SessionChoice.last(of: running) else {
            throw Failure("no session runs — 'tend new' starts one")
        }
        return last.id
    }

    /// Shows the session on the terminal of this process until it is detached or ends, and says which.
    ///
    /// - Throws: ``Failure`` when that cannot begin, ``Outcome`` when the session was lost meanwhile.
    static func attach(to reference: String, isReadOnly: Bool = false) async throws {
        let environment = Caller().environment
        let kind = try checkTerminal(environment)
        let socket = Connector.home.socket
        let tty = try terminal()
        let attached = try open(reference, socket, tty, kind, isReadOnly)
        guard let session = attached.session else { return }
        guard session.state == .running else {
            let ending = SessionTable.state(of: session).dropFirst(2)
            throw Failure(
                "\(session.name) does not run any more (\(ending)) — 'tend screen \(session.name)' shows what it left, "
                    + "'tend restart \(session.name)' runs it again")
        }
        if isSame(session, socket, environment) {
            throw Failure(
                "this terminal is \(session.name) itself: attached, it would show itself without end"
                    + " — attach from another terminal, or name another session")
        }
        let ending = await fate(attached.run(), session.id)
        // To the terminal, not to standard error: it tells why the screen is gone, and one that stands still must not hold it up.
        if let line = line(for: ending, of: attached.session ?? session) { tty.finish(Array((line + "\n").utf8)) }
        switch ending {
        case .detached, .ended, .removed: break
        case .lost: throw Outcome(status: 1)
        case .signal(let number):
            try Death.of(number)
        }
    }

    private static func terminal() throws -> TerminalLine {
        do throws(TerminalLine.Failure) {
            return try TerminalLine()
        } catch {
            throw Failure("cannot attach: \(error)")
        }
    }

    /// Talks to the server at once: there nearly always is one. Else it is started.
    private static func open(
        _ reference: String, _ socket: String, _ tty: TerminalLine, _ kind: TerminalTraits, _ isReadOnly: Bool
    ) throws -> AttachedSession {
        do {
            let attached = try AttachedSession(reference, at: socket, on: tty, kind: kind, isReadOnly: isReadOnly)
            _ = try attached.open()
            return attached
        } catch ClientError.notRunning {
            try ServerLauncher.ensureRunning(Connector.home)
            let attached = try AttachedSession(reference, at: socket, on: tty, kind: kind, isReadOnly: isReadOnly)
            _ = try attached.open()
            return attached
        }
    }

    /// How it ended, to the one who was attached.
    enum Fate {
        case detached
        case ended(SessionJSON)
        case removed
        case lost(String)
        case signal(Int32)
    }

    /// A server that still answers does so sooner.
    private static let patience = Duration.seconds(2)

    /// What became of a session that is shown no more.
    private static func fate(_ ending: AttachedSession.Ending, _ id: String) async -> Fate {
        switch ending {
        case .detached: return .detached
        case .ended(let session): return .ended(session)
        case .lost(let reason): return .lost(reason)
        case .signal(let number): return .signal(number)
        case .closed(let reason):
            do {
                let last = try await Connector.existing(timeout: patience).session(id)
                return last.state == .running ? .lost(reason) : .ended(last)
            } catch {
                if case .service(let refusal) = error, refusal.code == .notFound { return .removed }
                return .lost(error.description)
            }
        }
    }

    @discardableResult private static func checkTerminal(_ environment: [String: String]) throws -> TerminalTraits {
        guard Console.isTerminal else {
            throw Failure(
                "cannot attach: input and output are not a terminal"
                    + " — 'tend screen' prints a screen, 'tend send' types into it")
        }
        guard let kind = TerminalTraits(environment: environment) else {
            let name = environment["TERM"] ?? ""
            throw Failure(
                "cannot attach: this terminal says that it cannot place a cursor (TERM is '\(DisplayText.excerpt(name))')"
                    + " — set TERM, to xterm-256color for most")
        }
        return kind
    }

    /// Whether this process runs within the session.
    static func isSame(_ session: SessionJSON, _ socket: String, _ environment: [String: String]) -> Bool {
        guard environment["TEND_SESSION"] == session.id, let own = environment["TEND_SOCKET"] else { return false }
        if own == socket { return true }
        var (one, two) = (stat(), stat())
        return stat(own, &one) == 0 && stat(socket, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// What is left on the terminal; nil when there may be none any more.
    static func line(for ending: Fate, of session: SessionJSON) -> String? {
        let name = session.name
        return switch ending {
        case .detached: "[detached from \(name) (\(session.id))]"
        case .ended(let last):
            last.state == .interrupted
                ? "[\(name) was interrupted — 'tend restart \(name)' runs it again]"
                : "[\(name) ended: \(SessionTable.state(of: last).dropFirst(2))]"
        case .removed: "[\(name) was removed]"
        case .lost(let reason): "[lost \(name): \(reason)]"
        case .signal: nil
        }
    }
}
