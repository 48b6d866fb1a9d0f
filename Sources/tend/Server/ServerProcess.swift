import Glibc
import Logging
import TendAPI
import TendCore
import TendKeeper
import TendServer
import TendStore

/// The server as a process: started by the keeper with its channel and the listening socket, ended by a signal, by a request
/// or by the loss of the keeper.
enum ServerProcess {
    /// The descriptors that the keeper hands over (`CKeeper/server.c`).
    private static let keeperDescriptor: Int32 = 3
    private static let listenerDescriptor: Int32 = 4

    /// Serves until told to end. The return value is the exit status.
    static func run(home: Home, environment: [String: String]) async throws -> Int32 {
        let ends = Endings()
        ends.catchSignals()
        let keeperNews = AsyncStream.makeStream(of: KeeperNews.self)
        let keeper = Keeper(
            descriptor: keeperDescriptor,
            onExit: { id, exit in keeperNews.continuation.yield(.exit(id, exit)) },
            onLost: { keeperNews.continuation.yield(.lost) })
        // Before anything else is begun: the keeper is woken on this processor, and would wait until all of that is done.
        let state = try await keeper.hello()
        let preparation = APIServer.Preparation()
        let books = Books()
        let store = Store(path: home.database, wallClock: { Timekeeper.sinceEpoch / .seconds(1) }) { books.take($0) }
        let stored = await books.load(store)

        // Replaced while it starts: then whatever is found under that name.
        let executable = (try? ServerLauncher.executable()) ?? "tend"
        let configuration = Hub.Configuration(
            home: home, version: Version.text, environment: environment, executable: executable)
        var logger = Logger(label: "tend") { _ in ServerLog(path: home.log) }
        logger.logLevel = configuration.settings.logLevel
        let lanes = try LanePool.make()
        let hub = Hub(
            configuration: configuration, keeper: keeper, store: store, lanes: lanes,
            firstEventID: stored?.firstEventID ?? 1, logger: logger)
        await books.attach(hub)
        let reports = Task { await hub.run() }
        await hub.recover(stored: stored?.sessions ?? [], keeper: state)
        await hub.recover(workspaces: stored?.workspaces ?? [])
        await hub.recover(providers: stored?.providers ?? [])
        await hub.recover(registry: stored?.registry ?? [])
        await hub.recover(attention: stored?.attention ?? [])
        await hub.recover(buffers: stored?.buffers ?? [])
        let news = Task {
            for await item in keeperNews.stream {
                switch item {
                case .exit(let id, let exit): await hub.keeperReported(id, exit)
                case .lost: ends.end(.keeperLost)
                case .mark(let reached): reached.resume()
                }
            }
        }

        let api = try await APIServer(
            socket: listenerDescriptor, service: hub, control: ServerLifecycle(hub: hub, ends: ends), reactor: lanes[0],
            logger: logger, preparation: preparation)
        let serving = Task { await api.run() }
        logger.info("server \(Version.text) (pid \(getpid())) serves \(home.socket)")

        store.begin()
        Footprint.shrinkAfterStart()

        let reason = await ends.wait()
        logger.info("server (pid \(getpid())) ends: \(reason)")
        if reason == .keeperLost {
            await hub.keeperLost()
        } else {
            // A keeper that ends its sessions tells their ends, and then us to go: they belong in the books.
            await keeper.catchUp()
            await withCheckedContinuation { keeperNews.continuation.yield(.mark($0)) }
        }
        await hub.settleEvents()
        api.shutdown()
        // A program that reads gets what was typed; one that does not holds up no end.
        let impatience = Task {
            guard (try? await lanes[0].sleep(until: .now + .seconds(1))) != nil else { return }
            await hub.abandonInput()
        }
        await serving.value
        impatience.cancel()
        await hub.save()
        news.cancel()
        reports.cancel()
        return 0
    }

    private enum KeeperNews: Sendable {
        case exit(String, KeeperExit)
        case lost
        /// All that came before has been taken.
        case mark(CheckedContinuation<Void, Never>)
    }
}
