import Glibc
import TendAgents
import TendClient
import TendCore

/// The server of the session that a hook runs in. Nothing is started for a hook: without a server it has nobody to tell.
struct HookServer: Sendable {
    let session: String
    let environment: [String: String]
    /// Where hooks of the session leave each other what they have read of the transcripts: with the files of its launch, gone with them. Nil
    /// if it has none.
    let notes: String?
    /// For what is answered at once: an agent waits for it.
    let quick: Client
    /// For what waits for a person.
    let patient: Client

    static let quickTimeout = Duration.seconds(3)
    /// How long one request waits for a person; then it asks anew, lest a server that hangs is waited for in vain.
    static let turn = Duration.seconds(30)

    /// - Returns: nil outside of a session.
    init?(environment: [String: String]) {
        guard let session = environment["TEND_SESSION"], let socket = environment["TEND_SOCKET"], !session.isEmpty,
            !socket.isEmpty
        else { return nil }
        self.session = session
        self.environment = environment
        let folder = LaunchFiles(socket: socket).folder(of: SessionID(rawValue: session))
        notes = session.contains("/") || access(folder, W_OK) != 0 ? nil : folder + "/usage.json"
        quick = Client(socketPath: socket, timeout: HookServer.quickTimeout)
        patient = Client(socketPath: socket, timeout: HookServer.turn + .seconds(15))
    }
}

/// What a hook is told on its standard input.
enum HookInput {
    /// No event is longer, unless it writes a file of that size.
    private static let limit = 16 << 20

    /// Everything up to the end; nil if it is too long, or cannot be read. It is read to its end all the same: the agent writes it.
    static func read() -> [UInt8]? {
        var bytes: [UInt8] = []
        var isTooLong = false
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(0, &buffer, buffer.count)
            if count == 0 { return isTooLong ? nil : bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            isTooLong = isTooLong || bytes.count + count > limit
            if isTooLong { bytes = [] } else { bytes += buffer[..<count] }
        }
    }
}
