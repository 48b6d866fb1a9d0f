import Foundation
import GRDB
import TendCore
import TendScreen
import Testing

@testable import TendStore

struct StoreTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    static let full = Session(
        id: SessionID(rawValue: "abcdefgh"), name: "ø 'quoted' \"name\"",
        launch: Launch(
            command: "/bin/sh", arguments: ["-c", "echo 'a\nb' \u{1F600} \\", ""], directory: "/home/a b",
            environment: ["A": "1", "GONE": nil, "EMPTY": "", "Ü": "\u{1}"]),
        size: Size(rows: 1, columns: 1000), state: .exited, activity: .unknown, title: "✳ title", pid: 4_000_000,
        startedAt: 1_800_000_000.123, endedAt: 1_800_000_001.5, exit: .signal(9), byteCount: .max,
        lineCount: 123_456_789,
        notes: ["first", "second"],
        worktree: SessionWorktree(
            repository: "/r", branch: "a/ü", directory: "/r.worktrees/a/ü", setUp: "make", marker: "/r/.git/m"))

    @Test func `every field comes back as it went in, in the order of creation`() async throws {
        var interrupted = makeSession("zzzzzzzz")
        interrupted.state = .interrupted
        interrupted.exit = .code(255)
        let sessions = [makeSession("mmmmmmmm"), StoreTests.full, interrupted, makeSession("aaaaaaaa")]
        try await fixture.fill(sessions)
        let store = fixture.store()
        #expect(try await store.load().sessions == sessions)
        // A change keeps the place, and only the newest state counts.
        var changed = sessions[1]
        changed.notes = []
        changed.exit = .code(0)
        store.persist(sessions[3])
        store.persist(changed)
        store.forget(sessions[0].id)
        try await store.flush()
        #expect(try await fixture.store().load().sessions == [changed, interrupted, sessions[3]])
        try await store.close()
        #expect(fixture.problems.isEmpty)
    }

    @Test func `the files are the user's alone`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        store.persist(makeSession("aaaaaaaa"))
        try await store.flush()
        for name in try fixture.files() {
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.directory + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        #expect(try fixture.files().count == 3)
        try await store.close()
        #expect(try fixture.files() == ["tend.sqlite"])
    }

    @Test func `event ids rise from server to server, also after a kill`() async throws {
        let first = fixture.store()
        #expect(try await first.load().firstEventID == 1)
        first.begin()
        try await first.flush()
        let second = fixture.store()
        #expect(try await second.load().firstEventID == 1025)
        second.reserveEventIDs(through: 5000)
        try await second.flush()
        #expect(try await fixture.store().load().firstEventID == 5001)
    }

    @Test func `workspaces are kept as they were last, and gone when they were removed`() async throws {
        let store = fixture.store()
        #expect(try await store.load().workspaces == [])
        var main = Workspace(name: "main")
        _ = try main.apply(.newTab(session: "a", name: "tab", at: nil))
        store.persist(main)
        store.persist(Workspace(name: "gone"))
        try await store.flush()
        _ = try main.apply(.split(pane: PaneID(rawValue: 1), .right, session: "b"))
        store.persist(main)
        store.forget(workspace: "gone")
        store.persist(Workspace(name: "also"))
        try await store.close()
        #expect(try await fixture.store().load().workspaces == [Workspace(name: "also"), main])
        #expect(fixture.problems.isEmpty)
    }

    @Test func `a workspace that makes no sense is told and not listed`() async throws {
        try await fixture.fill([])
        try await fixture.alter(
            """
            INSERT INTO workspace VALUES ('good', '{"name":"good","tabs":[],"version":3,"next_pane":1,"next_tab":1}');
            INSERT INTO workspace VALUES ('bad', '{"name":"bad"}');
            """)
        let state = try await fixture.store().load()
        #expect(state.workspaces.map(\.name) == ["good"])
        #expect(state.problems == [.unreadableWorkspaces(path: fixture.path, names: ["bad"])])
    }

    @Test func `what a session's agent is and what is set for agents is kept`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        var session = makeSession("aaaaaaaa")
        session.agent = AgentCard(
            name: "claude", conversation: "0d3f", model: "opus", config: ["effort": "low"], arguments: ["--verbose"],
            plannedVariables: ["X"], account: "work", llm: "gate")
        store.persist(session)
        store.persist(ProviderSettings(name: "claude", isEnabled: false, values: ["model": "opus"]))
        store.persist(ProviderSettings(name: "codex"))
        store.persist(ProviderSettings(name: "codex", values: ["sandbox": "read-only"], account: "work"))
        try await store.close()
        let state = try await fixture.store().load()
        #expect(state.sessions == [session])
        #expect(
            state.providers == [
                ProviderSettings(name: "claude", isEnabled: false, values: ["model": "opus"]),
                ProviderSettings(name: "codex", values: ["sandbox": "read-only"], account: "work"),
            ])
        #expect(fixture.problems.isEmpty)
    }

    @Test func `settings that make no sense are told`() async throws {
        try await fixture.fill([])
        try await fixture.alter("INSERT INTO provider VALUES ('bad', '{}')")
        let state = try await fixture.store().load()
        #expect(state.providers.isEmpty)
        #expect(state.problems == [.unreadableProviders(path: fixture.path, names: ["bad"])])
    }

    @Test func `books of the first schema get the later tables`() async throws {
        try await fixture.fill([makeSession("aaaaaaaa")])
        try await fixture.alter(
            """
            DROP TABLE workspace;
            DROP TABLE provider;
            DROP TABLE registry;
            DROP TABLE attention;
            DROP TABLE audit;
            DROP TABLE buffer;
            ALTER TABLE session DROP COLUMN agent;
            ALTER TABLE session DROP COLUMN started_by;
            ALTER TABLE session DROP COLUMN worktree;
            DELETE FROM grdb_migrations WHERE identifier <> '1 sessions';
            PRAGMA user_version = 1;
            """)
        let store = fixture.store()
        #expect(try await store.load().sessions.map(\.id.rawValue) == ["aaaaaaaa"])
        store.persist(Workspace(name: "main"))
        try await store.close()
        #expect(try await fixture.store().load().workspaces == [Workspace(name: "main")])
        #expect(fixture.problems.isEmpty)
    }

    @Test func `values are kept`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        #expect(await store.value("colour") == nil)
        store.set("colour", to: "red")
        #expect(await store.value("colour") == "red")
        try await store.close()
        let next = fixture.store()
        _ = try await next.load()
        #expect(await next.value("colour") == "red")
    }

    @Test func `what is handed over after the end is not taken`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        try await store.close()
        store.persist(makeSession("aaaaaaaa"))
        try await store.flush()
        #expect(try await fixture.store().load().sessions.isEmpty)
    }

    @Test func `the settings that memory and safety rest on are in force`() async throws {
        let file = DatabaseFile(path: fixture.path, busyTimeout: .seconds(5), wallClock: { 0 })
        // A new one is made with less care.
        for age in ["new", "old"] {
            let database = try file.open(isSuspect: false).database
            let values = try await database.writeWithoutTransaction { db in
                try ["journal_mode", "synchronous", "mmap_size", "foreign_keys", "cache_size"].map {
                    try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "-"
                }
            }
            #expect(values == ["wal", "1", "0", "1", "-256"], "\(age)")
            try database.close()
        }
    }

    @Test func `a copy taken in the middle of writing opens whole`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        let ids = (0..<40).map { "session\($0)" }
        for id in ids { store.persist(makeSession(id)) }
        try await store.flush()
        // Without checkpoints only the log grows, so that two copies taken one after the other belong together as after a kill.
        try await store.execute("PRAGMA wal_autocheckpoint = 0")
        for round in 0..<20 {
            for id in ids {
                var session = makeSession(id)
                session.title = String(repeating: "\(round)", count: 500)
                store.persist(session)
            }
            // Database and log, as a kill would leave them: without a word of good-bye.
            let copy = try Fixture()
            try copy.write(try fixture.bytes())
            try copy.write(try fixture.bytes("tend.sqlite-wal"), "tend.sqlite-wal")
            let state = try await copy.store().load()
            #expect(state.sessions.map(\.id.rawValue) == ids)
            #expect(state.problems.isEmpty)
            // One transaction holds a session as a whole.
            #expect(state.sessions.allSatisfy { $0.title.isEmpty || $0.title.utf8.count >= 500 })
            try await store.flush()
        }
        try await store.close()
    }

    @Test func `a row that makes no sense is reported and left alone`() async throws {
        try await fixture.fill([makeSession("aaaaaaaa"), makeSession("bbbbbbbb")])
        try await fixture.alter("UPDATE session SET arguments = '[', state = 'melting' WHERE id = 'aaaaaaaa'")
        for _ in 0..<2 {
            let store = fixture.store()
            let state = try await store.load()
            #expect(state.sessions.map(\.id.rawValue) == ["bbbbbbbb"])
            #expect(state.problems == [.unreadableRows(path: fixture.path, sessions: ["aaaaaaaa"])])
            try await store.close()
        }
    }
}
