import Foundation
import GRDB

/// The file of the books: opened with the right mode and settings, checked, and moved aside when it is damaged.
struct DatabaseFile: Sendable {
    let path: String
    var busyTimeout: Duration
    /// Seconds since 1970, for the name of a damaged file.
    let wallClock: @Sendable () -> Double

    struct Opened {
        var database: DatabaseQueue
        /// Set when the file was damaged and replaced.
        var replacement: StoreProblem?
    }

    /// Whether there is nothing to be read, and nothing of which something could be missing.
    var isMissing: Bool { ["", "-wal", "-journal"].allSatisfy { access(path + $0, F_OK) != 0 && errno == ENOENT } }

    /// Whether statements wait for another process that holds the file.
    func setPatience(_ isPatient: Bool, of database: DatabaseQueue?) {
        let milliseconds = isPatient ? Int(busyTimeout / .milliseconds(1)) : 0
        // A connection that does not take it waits as before.
        try? database?.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA busy_timeout = \(milliseconds)") }
    }

    /// Opens and migrates the database. A damaged file is moved aside, and a new one begun.
    ///
    /// - Parameter isSuspect: look through the whole file even if it was closed cleanly.
    func open(isSuspect: Bool) throws(StoreProblem) -> Opened {
        do {
            return Opened(database: try openOnce(isSuspect: isSuspect))
        } catch .corrupt(_, let reason) {
            let copy = try moveAside(reason: reason)
            let database = try openOnce(isSuspect: false)
            return Opened(database: database, replacement: .replaced(path: path, keptAs: copy, reason: reason))
        }
    }

    private func openOnce(isSuspect: Bool) throws(StoreProblem) -> DatabaseQueue {
        let isNew = try createPrivately()
        do {
            // Five waits for the disk that keep nothing: of a file that holds no session yet a power cut may leave anything.
            // What is damaged then is moved aside at the next start.
            let database = try isNew ? make() : openExisting(isSuspect: isSuspect)
            try database.write { db in try Meta.markOpen(db) }
            return database
        } catch {
            throw StoreProblem(error, path: path)
        }
    }

    private func make() throws -> DatabaseQueue {
        let database = try DatabaseQueue(path: path, configuration: configuration(synchronous: "OFF"))
        try Schema.migrator.migrate(database)
        try database.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = NORMAL") }
        return database
    }

    private func openExisting(isSuspect: Bool) throws -> DatabaseQueue {
        try examine(isSuspect: isSuspect)
        let database = try DatabaseQueue(path: path, configuration: configuration())
        try Schema.migrator.migrate(database)
        return database
    }

    /// Looks whether the file is ours and whole. Reading only, because to open it for writing may write already: a file that is refused or
    /// moved aside stays as it was.
    private func examine(isSuspect: Bool) throws {
        var configuration = configuration()
        configuration.readonly = true
        let reader = try DatabaseQueue(path: path, configuration: configuration)
        let verdict = try reader.read { db in
            try Schema.check(db, path: path)
            if try !isSuspect && Meta.wasClosed(db) { return "ok" }
            return try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        }
        try reader.close()
        if verdict != "ok" { throw StoreProblem.corrupt(path: path, reason: verdict) }
    }

    /// SQLite makes its files by the umask, and those beside the database with the mode of the database.
    ///
    /// - Returns: whether it is empty, with no log beside it that had anything for it.
    private func createPrivately() throws(StoreProblem) -> Bool {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let cause = errno
            if cause == ENOSPC || cause == EDQUOT { throw .diskFull(path: path) }
            throw .inaccessible(path: path, reason: String(cString: strerror(cause)))
        }
        defer { Foundation.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        if status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
        return status.st_size == 0 && access(path + "-wal", F_OK) != 0 && access(path + "-journal", F_OK) != 0
    }

    /// One connection is enough: all work is done on one thread.
    private func configuration(synchronous: String = "NORMAL") -> Configuration {
        var configuration = Configuration()
        configuration.label = "tend.store"
        configuration.busyMode = .timeout(
            Double(busyTimeout.components.seconds) + Double(busyTimeout.components.attoseconds) * 1e-18)
        configuration.prepareDatabase { db in
            // Not by GRDB's `journalMode`, which writes a table and waits for the disk.
            if !db.configuration.readonly {
                try db.execute(sql: "PRAGMA synchronous = \(synchronous); PRAGMA journal_mode = WAL")
            }
            // A few hundred small rows: 256 KiB of cache hold them all, and a mapping could end in SIGBUS on a failing disk.
            try db.execute(
                sql: """
                    PRAGMA cache_size = -256;
                    PRAGMA mmap_size = 0;
                    PRAGMA wal_autocheckpoint = 256;
                    PRAGMA journal_size_limit = 1048576;
                    """)
        }
        return configuration
    }

    /// Renames the database and what belongs to it. Returns the new path.
    private func moveAside(reason: String) throws(StoreProblem) -> String {
        let stamp = path + ".corrupt-" + timestamp()
        var target = stamp
        var number = 2
        while access(target, F_OK) == 0 {
            target = "\(stamp)-\(number)"
            number += 1
        }
        guard rename(path, target) == 0 else {
            throw .corrupt(path: path, reason: "\(reason); moving it aside: \(String(cString: strerror(errno)))")
        }
        // Often there is none of these.
        for suffix in ["-wal", "-shm"] { rename(path + suffix, target + suffix) }
        return target
    }

    /// `YYYYMMDD-HHMMSS` in UTC.
    private func timestamp() -> String {
        var seconds = time_t(wallClock())
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)\(padded(parts.tm_mon + 1))\(padded(parts.tm_mday))-"
            + padded(parts.tm_hour) + padded(parts.tm_min) + padded(parts.tm_sec)
    }
}

/// Single values about the books themselves.
enum Meta {
    /// The first event id that no server has used.
    static let eventBase = "event_base"
    private static let closed = "closed"

    static func value(_ key: String, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }

    static func set(_ key: String, _ value: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ).execute(arguments: [key, value])
    }

    /// Whether the last server said good-bye; true for a file without tables.
    static func wasClosed(_ db: Database) throws -> Bool {
        guard try db.tableExists("meta") else { return true }
        return try value(closed, db) == "1"
    }

    static func markOpen(_ db: Database) throws { try set(closed, "0", db) }
    static func markClosed(_ db: Database) throws { try set(closed, "1", db) }
}
