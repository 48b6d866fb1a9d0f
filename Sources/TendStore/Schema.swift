import GRDB

/// The tables, as they grew. A migration that was ever released is never edited.
enum Schema {
    /// Kept as `user_version`; one more with each migration.
    static let version = 7
    /// "TEND" as `application_id`: tells our files from others.
    static let applicationID = 0x5445_4E44

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 sessions") { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(applicationID);
                    PRAGMA user_version = 1;
                    CREATE TABLE session (
                        position INTEGER PRIMARY KEY,   -- the order of creation
                        id TEXT NOT NULL UNIQUE,
                        name TEXT NOT NULL,
                        command TEXT NOT NULL,
                        arguments TEXT NOT NULL,        -- JSON array
                        directory TEXT NOT NULL,
                        environment TEXT NOT NULL,      -- JSON object; null removes a variable
                        rows INTEGER NOT NULL,
                        columns INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        activity TEXT NOT NULL,
                        title TEXT NOT NULL,
                        pid INTEGER,
                        started_at REAL NOT NULL,       -- seconds since 1970
                        ended_at REAL,
                        exit_code INTEGER,
                        exit_signal INTEGER,
                        byte_count INTEGER NOT NULL,    -- the bits of an unsigned number
                        line_count INTEGER NOT NULL
                    );
                    CREATE TABLE note (
                        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                        number INTEGER NOT NULL,
                        text TEXT NOT NULL,
                        PRIMARY KEY (session, number)
                    ) WITHOUT ROWID;
                    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2 workspaces") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 2;
                    CREATE TABLE workspace (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("3 agents") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 3;
                    ALTER TABLE session ADD COLUMN agent TEXT;      -- JSON of an agent card; null: not an agent
                    -- What the owner has set for an agent, as JSON. No secrets.
                    CREATE TABLE provider (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("4 attention") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 4;
                    ALTER TABLE session ADD COLUMN started_by TEXT;   -- the session in which it was asked for
                    CREATE TABLE attention (
                        position INTEGER PRIMARY KEY,   -- the order of opening
                        id TEXT NOT NULL UNIQUE,
                        json TEXT NOT NULL
                    );
                    CREATE TABLE audit (                -- only ever added to
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        time REAL NOT NULL,             -- seconds since 1970
                        item TEXT NOT NULL,
                        session TEXT NOT NULL,
                        agent TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        happening TEXT NOT NULL,
                        json TEXT NOT NULL
                    );
                    """)
        }
        migrator.registerMigration("5 registry") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 5;
                    -- MCP servers, LLM providers and accounts as JSON; secrets in it are sealed.
                    CREATE TABLE registry (
                        kind TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, name)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("6 worktrees") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 6;
                    ALTER TABLE session ADD COLUMN worktree TEXT;   -- JSON of a session's worktree; null: none
                    """)
        }
        migrator.registerMigration("7 buffers") { db in
            try db.execute(
                sql: """
                    PRAGMA user_version = 7;
                    CREATE TABLE buffer (               -- what was copied
                        name TEXT PRIMARY KEY,
                        is_automatic INTEGER NOT NULL,
                        time REAL NOT NULL,             -- seconds since 1970
                        bytes BLOB NOT NULL
                    );
                    """)
        }
        return migrator
    }

    /// Refuses files that are not ours or that a newer tend has made, before anything is written to them.
    static func check(_ db: Database, path: String) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let owner = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
        if isEmpty { return }
        if owner != applicationID { throw StoreProblem.foreign(path: path) }
        if try found > version || migrator.hasBeenSuperseded(db) {
            throw StoreProblem.newerSchema(path: path, found: max(found, version + 1), known: version)
        }
    }
}
