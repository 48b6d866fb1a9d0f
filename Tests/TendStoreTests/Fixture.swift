import Foundation
import GRDB
import Synchronization
import TendCore
import TendScreen

@testable import TendStore

/// A directory of its own with a database in it, removed with the value.
final class Fixture: Sendable {
    let directory: String
    let news = Mutex<[StoreNews]>([])

    init() throws {
        directory = NSTemporaryDirectory() + "tend-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var path: String { directory + "/tend.sqlite" }

    /// Attempts are made by the tests, not by the timer.
    func store(busyTimeout: Duration = .seconds(600)) -> Store {
        Store(
            path: path, busyTimeout: busyTimeout, retryLimit: .seconds(3600), wallClock: { 1_800_000_000 },
            onNews: { item in self.news.withLock { $0.append(item) } })
    }

    var problems: [StoreProblem] {
        news.withLock { $0.compactMap { if case .problem(let problem) = $0 { problem } else { nil } } }
    }

    var resolvedCount: Int {
        news.withLock { $0.count { if case .resolved = $0 { true } else { false } } }
    }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

    func bytes(_ name: String = "tend.sqlite") throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
    }

    func write(_ bytes: Data, _ name: String = "tend.sqlite") throws {
        try bytes.write(to: URL(fileURLWithPath: directory + "/" + name))
    }

    /// Changes the database as another program would, and is done with it.
    func alter(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// A database with these sessions in it, closed cleanly.
    func fill(_ sessions: [Session]) async throws {
        let store = store()
        _ = try await store.load()
        for session in sessions { store.persist(session) }
        try await store.close()
    }
}

func makeSession(_ id: String, name: String = "claude") -> Session {
    Session(
        id: SessionID(rawValue: id), name: name, launch: Launch(command: "claude", directory: "/src"),
        size: Size(rows: 40, columns: 120), startedAt: 1000)
}

extension Store {
    /// How long its connection waits for another process, in milliseconds; nil without one.
    var busyTimeout: Int? {
        get async {
            await onQueue {
                try? self.connection.withLock { $0.database }?.read { db in
                    try Int.fetchOne(db, sql: "PRAGMA busy_timeout")
                }
            }
        }
    }

    /// Runs SQL on the store's own connection, the only one that settings such as `max_page_count` hold for.
    func execute(_ sql: String) async throws {
        let error: (any Error)? = await onQueue {
            do {
                try self.connection.withLock { $0.database }?.writeWithoutTransaction { db in try db.execute(sql: sql) }
                return nil
            } catch {
                return error
            }
        }
        if let error { throw error }
    }
}
