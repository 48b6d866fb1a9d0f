import ArgumentParser
import Glibc
import TendClient
import TendCore

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
        try AttachCommand.checkTerminal(Caller().environment)
        let client = try await Connector.connect()
        let found: SessionJSON
        if let session {
            found = try await client.session(session)
        } else if let last = SessionChoice.last(of: try await client.sessions().filter({ $0.state == .running })) {
            found = last
        } else {
            throw Failure("no session runs — 'tend new' starts one")
        }
        guard found.state == .running else {
            let ending = SessionTable.state(of: found).dropFirst(2)
            throw Failure(
                "\(found.name) does not run any more (\(ending)) — 'tend screen \(found.name)' shows what it left, "
                    + "'tend restart \(found.name)' runs it again")
        }
        try await AttachCommand.attach(to: found, with: client, isReadOnly: isReadOnly)
    }

    /// Shows the session on the terminal of this process until it is detached or ends, and says which.
    ///
    /// - Throws: ``Failure`` when that cannot begin, ``Outcome`` when the session was lost meanwhile.
    static func attach(to session: SessionJSON, with client: Client, isReadOnly: Bool = false) async throws {
        let environment = Caller().environment
        let kind = try checkTerminal(environment)
        if isSame(session, client.socketPath, environment) {
            throw Failure(
                "this terminal is \(session.name) itself: attached, it would show itself without end"
                    + " — attach from another terminal, or name another session")
        }
        let tty = try Tty()
        let attachment = Attachment(session, with: client, on: tty, kind: kind, isReadOnly: isReadOnly)
        let ending = try await attachment.run()
        // To the terminal, not to standard error: it tells why the screen is gone, and one that stands still must not hold it up.
        if let line = line(for: ending, of: attachment.session) { tty.write(Array((line + "\n").utf8), isLast: true) }
        switch ending {
        case .detached, .ended, .removed: break
        case .lost: throw Outcome(status: 1)
        case .signal(let number):
            // As if it had never been caught, so that whoever waits for this process sees how it ended.
            raise(number)
            throw Outcome(status: 128 + number)
        }
    }

    @discardableResult private static func checkTerminal(_ environment: [String: String]) throws -> TerminalKind {
        guard Console.isTerminal else {
            throw Failure(
                "cannot attach: input and output are not a terminal"
                    + " — 'tend screen' prints a screen, 'tend send' types into it")
        }
        guard let kind = TerminalKind(environment: environment) else {
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
    static func line(for ending: Attachment.Ending, of session: SessionJSON) -> String? {
        let name = session.name
        return switch ending {
        case .detached: "[detached from \(name) (\(session.id))]"
        case .ended(let last):
            last.state == .interrupted
                ? "[\(name) was interrupted]" : "[\(name) ended: \(SessionTable.state(of: last).dropFirst(2))]"
        case .removed: "[\(name) was removed]"
        case .lost(let reason): "[lost \(name): \(reason)]"
        case .signal: nil
        }
    }
}
