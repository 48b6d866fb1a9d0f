import Glibc
import TendClient
import TendCore
import TendTUI

/// The full-screen client as a command.
enum Multiplexer {
    /// Shows a workspace on the terminal of this process until it is detached.
    ///
    /// - Throws: ``Failure`` when the terminal cannot be used, ``Outcome`` when the server was lost.
    static func run(workspace: String, isReadOnly: Bool) throws {
        let caller = Caller()
        let home = Connector.home(of: caller)
        if isInside(home, caller.environment) {
            throw Failure(
                "this terminal is a session of tend already: within itself it would show itself without end"
                    + " — C-b c makes a tab, 'tend attach S' shows another session here")
        }
        _ = try Connector.connect(for: caller)
        let app = try open(workspace, isReadOnly, home, caller)
        switch app.run() {
        case .detached: Console.say("[detached from \(workspace)]")
        case .lost(let reason):
            Console.say("tend: \(reason)")
            throw Outcome(status: 1)
        case .failed(let reason): throw Failure(reason)
        case .signal(let number): try Death.of(number)
        }
    }

    private static func open(
        _ workspace: String, _ isReadOnly: Bool, _ home: Home, _ caller: Caller
    ) throws -> App {
        let options = App.Options(
            socketPath: home.socket, workspace: workspace, environment: caller.environment, hostName: hostName,
            isReadOnly: isReadOnly, files: ConfigurationFiles(directory: home.configDirectory),
            detect: detection(caller), started: Footprint.shrinkAfterStart
        ) { command, directory in
            var request = NewCommand.request(for: caller)
            if let directory { request.cwd = directory }
            if let program = command.first {
                request.command = program
                request.args = Array(command.dropFirst())
            }
            return request
        }
        do {
            do {
                return try App(options)
            } catch ClientError.notRunning {
                // A socket is there, and nobody listens on it: the machine ended without a word.
                try ServerLauncher.ensureRunning(home)
                return try App(options)
            }
        } catch {
            TtySignals.release()
            throw Failure("\(error)")
        }
    }

    private static func detection(_ caller: Caller) -> App.Options.Detection {
        let directory = caller.directory ?? "/"
        @Sendable func named(
            _ providers: [ProviderJSON], _ found: [ProviderDetection.Found]
        ) -> [String: Form.Installation] {
            Dictionary(
                zip(providers, found).map { provider, found in
                    (provider.name, Form.Installation(isThere: found.path != nil, version: found.version))
                }
            ) { first, _ in first }
        }
        return App.Options.Detection { providers in
            named(
                providers, ProviderDetection.look(providers, environment: caller.environment, directory: directory))
        } ask: { providers in
            named(providers, ProviderDetection.ask(providers, environment: caller.environment, directory: directory))
        }
    }

    /// Whether this process runs within a session of the same server.
    private static func isInside(_ home: Home, _ environment: [String: String]) -> Bool {
        guard environment["TEND_SESSION"] != nil, let own = environment["TEND_SOCKET"] else { return false }
        if own == home.socket { return true }
        var (one, two) = (stat(), stat())
        return stat(own, &one) == 0 && stat(home.socket, &two) == 0 && one.st_dev == two.st_dev
            && one.st_ino == two.st_ino
    }

    private static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(name.prefix { $0 != "." })
    }
}
