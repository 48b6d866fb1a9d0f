import Glibc
import TendAPI
import TendCore
import TendServer

/// What `POST /server/…` does.
final class ServerLifecycle: ServerControl {
    private let hub: Hub
    private let ends: Endings

    init(hub: Hub, ends: Endings) {
        self.hub = hub
        self.ends = ends
    }

    func stop(force: Bool) async throws(ServiceError) {
        let running = await hub.sessions().filter { $0.state == .running }
        if !force, !running.isEmpty {
            let names = running.prefix(5).map(\.name).joined(separator: ", ")
            let sessions = running.count == 1 ? "1 session runs" : "\(running.count) sessions run"
            throw ServiceError(
                .conflict, "\(sessions) (\(names)) — stop with --force to end them, or detach and leave them")
        }
        try await hub.stopAll()
        ends.end(.stop)
    }

    func upgrade(executable: String?) async throws(ServiceError) {
        let path: String
        do {
            path = try executable ?? ServerLauncher.executable()
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
        guard path.hasPrefix("/"), access(path, X_OK) == 0 else {
            throw ServiceError(.invalid, "'\(path)' is not a program that can be run — give its full path")
        }
        try await hub.useExecutable(path)
        ends.end(.restart)
    }

    func restart() async throws(ServiceError) { ends.end(.restart) }
}
