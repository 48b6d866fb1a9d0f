import Foundation
import GRDB
import Synchronization
import TendCore
import Testing

@testable import TendStore

struct StoreFailureTests {
    let fixture: Fixture
    let session = makeSession("aaaaaaaa")

    init() throws { fixture = try Fixture() }

    private var aside: String { fixture.path + ".corrupt-20270115-080000" }

    private func expectReplaced(keeping damaged: Data) async throws {
        let store = fixture.store()
        let state = try await store.load()
        #expect(state.sessions.isEmpty)
        guard case .replaced(fixture.path, aside, let reason) = state.problems.first else {
            Issue.record("expected a replacement, got \(state.problems)")
            return
        }
        #expect(!reason.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == damaged)
        store.persist(session)
        try await store.close()
        #expect(try await fixture.store().load().sessions == [session])
    }

    @Test func `a file that is no database is moved aside`() async throws {
        let text = Data(
            "this is a shopping list, and a rather long one at that: milk, bread, more milk, and so on for ever".utf8)
        try fixture.write(text)
        try await expectReplaced(keeping: text)
    }

    @Test func `a damaged header is moved aside with its log`() async throws {
        try await fixture.fill([makeSession("bbbbbbbb")])
        var bytes = try fixture.bytes()
        bytes.replaceSubrange(0..<16, with: Data(repeating: 0x41, count: 16))
        try fixture.write(bytes)
        try await expectReplaced(keeping: bytes)
    }

    @Test func `a cut file is moved aside`() async throws {
        try await fixture.fill((0..<200).map { makeSession("session\($0)") })
        let bytes = try fixture.bytes().prefix(8192 + 100)
        try fixture.write(Data(bytes))
        let store = fixture.store()
        var problems: [StoreProblem] = []
        do {
            problems = try await store.load().problems
        } catch {
            // Closed cleanly, so it was not looked through at once: the next attempt does.
            #expect({ if case .corrupt = error { true } else { false } }())
            try await store.flush()
            problems = fixture.problems
        }
        #expect(problems.contains { if case .replaced(_, aside, _) = $0 { true } else { false } })
        #expect(FileManager.default.fileExists(atPath: aside))
        store.persist(session)
        try await store.flush()
        #expect(try await fixture.store().load().sessions == [session])
    }

    @Test func `damage inside is found after a kill`() async throws {
        try await fixture.fill((0..<200).map { makeSession("session\($0)") })
        try await fixture.alter("UPDATE meta SET value = '0' WHERE key = 'closed'")
        var bytes = try fixture.bytes()
        // A page of the table in the middle, not the first ones, so that the file opens well.
        let page = bytes.count / 4096 / 2 * 4096
        bytes.replaceSubrange(page..<page + 4096, with: Data(repeating: 0xFF, count: 4096))
        try fixture.write(bytes)
        let problems = try await fixture.store().load().problems
        #expect(problems.contains { if case .replaced(_, aside, _) = $0 { true } else { false } })
    }

    @Test func `two damaged files in one second do not overwrite each other`() async throws {
        let text = Data(repeating: 0x41, count: 4096)
        for _ in 0..<2 {
            try fixture.write(text)
            let store = fixture.store()
            _ = try await store.load()
            // Closed here, not whenever it is freed: that would move its log into the file that is damaged next.
            try await store.close()
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: fixture.path + suffix) }
        }
        #expect(
            try fixture.files().filter { $0.contains("corrupt") && !$0.contains("-wal") && !$0.contains("-shm") }.count
                == 2)
    }

    @Test func `a newer schema is refused and kept, byte for byte`() async throws {
        try await fixture.fill([session])
        try await fixture.alter("PRAGMA user_version = 8; CREATE TABLE future (x)")
        let before = try fixture.bytes()
        let store = fixture.store()
        let expected = StoreProblem.newerSchema(path: fixture.path, found: 8, known: Schema.version)
        await #expect(throws: expected) { try await store.load() }
        store.persist(makeSession("bbbbbbbb"))
        await #expect(throws: expected) { try await store.flush() }
        #expect(try fixture.bytes() == before)
        #expect(fixture.problems == [expected])
        #expect(try fixture.files().allSatisfy { !$0.contains("corrupt") })
    }

    @Test func `a migration that is unknown here counts as newer`() async throws {
        try await fixture.fill([session])
        try await fixture.alter("INSERT INTO grdb_migrations VALUES ('2 from the future')")
        let expected = StoreProblem.newerSchema(
            path: fixture.path, found: Schema.version + 1, known: Schema.version)
        await #expect(throws: expected) { try await fixture.store().load() }
    }

    @Test func `the database of another program is left alone`() async throws {
        try await fixture.alter("CREATE TABLE mails (x)")
        let store = fixture.store()
        await #expect(throws: StoreProblem.foreign(path: fixture.path)) { try await store.load() }
        let tables = try await DatabaseQueue(path: fixture.path).read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master")
        }
        #expect(tables == ["mails"])
    }

    @Test func `a file that another process holds is waited for, then read`() async throws {
        try await fixture.fill([session])
        let other = try DatabaseQueue(path: fixture.path)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note; COMMIT")
        }
        let store = fixture.store(busyTimeout: .milliseconds(20))
        let locked = StoreProblem.locked(path: fixture.path)
        await #expect(throws: locked) { try await store.load() }
        let late = makeSession("bbbbbbbb")
        store.persist(late)
        await #expect(throws: locked) { try await store.flush() }
        #expect(fixture.problems == [locked])
        try other.close()
        try await store.flush()
        let loaded = fixture.news.withLock { $0.compactMap { if case .loaded(let state) = $0 { state } else { nil } } }
        #expect(loaded.map(\.sessions) == [[session]])
        #expect(fixture.resolvedCount == 1)
        #expect(try await fixture.store().load().sessions == [session, late])
    }

    @Test func `a workspace that was made because its own could not be read takes nothing from that`() async throws {
        let first = fixture.store()
        _ = try await first.load()
        var main = Workspace(name: "main")
        _ = try main.apply(.newTab(session: "aaaaaaaa", name: "kept", at: nil))
        first.persist(main)
        try await first.close()
        let other = try DatabaseQueue(path: fixture.path)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note; COMMIT")
        }
        let store = fixture.store(busyTimeout: .milliseconds(20))
        await #expect(throws: StoreProblem.locked(path: fixture.path)) { try await store.load() }
        store.persist(Workspace(name: "main"))
        try other.close()
        try await store.flush()
        #expect(try await fixture.store().load().workspaces == [main])
    }

    @Test func `a lock while writing loses nothing`() async throws {
        let store = fixture.store(busyTimeout: .milliseconds(20))
        _ = try await store.load()
        // Only then is there a database.
        try await store.flush()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        store.persist(session)
        await #expect(throws: StoreProblem.locked(path: fixture.path)) { try await store.flush() }
        // Known now: the next one who wants something written need not wait.
        #expect(await store.busyTimeout == 0)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
        try await store.flush()
        #expect(await store.busyTimeout == 20)
        #expect(try await fixture.store().load().sessions == [session])
    }

    @Test func `on a full disk the newest states wait in memory and are written when there is room`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        // Only then is there a database.
        try await store.flush()
        try await store.execute("PRAGMA max_page_count = 1")
        let ids = (0..<50).map { "session\($0)" }
        for round in 0..<20 {
            for id in ids {
                var changed = makeSession(id)
                changed.title = "\(round) " + String(repeating: "x", count: 1000)
                store.persist(changed)
            }
        }
        store.forget(SessionID(rawValue: "session7"))
        let full = StoreProblem.diskFull(path: fixture.path)
        await #expect(throws: full) { try await store.flush() }
        await #expect(throws: full) { try await store.flush() }
        #expect(fixture.problems == [full])
        // The last page there is may have had room for the first of them.
        #expect(try await fixture.store().load().sessions.count < ids.count - 1)
        try await store.execute("PRAGMA max_page_count = 1000000")
        try await store.flush()
        #expect(fixture.resolvedCount == 1)
        let sessions = try await fixture.store().load().sessions
        #expect(sessions.map(\.id.rawValue) == ids.filter { $0 != "session7" })
        #expect(sessions.allSatisfy { $0.title.hasPrefix("19 ") })
    }

    @Test func `a path that cannot be opened is a problem, not an end`() async throws {
        // A directory in its place: permission bits would not stop a test that runs as root.
        try FileManager.default.createDirectory(atPath: fixture.path, withIntermediateDirectories: false)
        let store = fixture.store()
        store.persist(session)
        let error = await #expect(throws: StoreProblem.self) { try await store.load() }
        #expect(error?.description.contains("directory") == true)
        try FileManager.default.removeItem(atPath: fixture.path)
        try await store.flush()
        #expect(try await fixture.store().load().sessions == [session])
    }

    @Test func `books that cannot be begun are a problem that is told, and begun later`() async throws {
        let place = fixture.directory
        try FileManager.default.removeItem(atPath: place)
        let store = fixture.store()
        #expect(try await store.load().sessions.isEmpty)
        store.persist(session)
        let error = await #expect(throws: StoreProblem.self) { try await store.flush() }
        #expect(error.map { fixture.problems == [$0] } == true)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        try await store.flush()
        #expect(fixture.resolvedCount == 1)
        #expect(try await fixture.store().load().sessions == [session])
    }

    @Test(.enabled(if: geteuid() != 0, "root may open everything"))
    func `a file without permission is a problem that names it`() async throws {
        try await fixture.fill([session])
        chmod(fixture.path, 0)
        let error = await #expect(throws: StoreProblem.self) { try await fixture.store().load() }
        #expect(error?.description.contains("Permission denied") == true)
    }

    @Test func `a database that breaks in use is replaced, and everything known is written again`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        let sessions = (0..<30).map { makeSession("session\($0)") }
        for session in sessions { store.persist(session) }
        try await store.flush()
        try await store.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 0; PRAGMA shrink_memory")
        let bytes = try fixture.bytes()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: fixture.path))
        // In place, under the open connection: everything behind the first page.
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xFF, count: bytes.count - 4096))
        try handle.close()
        store.persist(session)
        // The attempt that meets the damage may fail; the one after it looks through the file.
        try? await store.flush()
        try await store.flush()
        #expect(fixture.problems.contains { if case .replaced(_, aside, _) = $0 { true } else { false } })
        #expect(try await fixture.store().load().sessions == sessions + [session])
    }
}
