import Dispatch
import GRDB
import Synchronization
package import TendCore

/// What the books hold when a server starts.
package struct StoredState: Sendable {
    /// In the order of their creation.
    package var sessions: [Session]
    /// By name.
    package var workspaces: [Workspace]
    /// By name.
    package var providers: [ProviderSettings]
    /// By kind and name.
    package var registry: [RegistryEntry]
    /// In the order in which they were opened, the ended ones that are still kept too.
    package var attention: [AttentionItem]
    /// The newest first.
    package var buffers: [CopyBuffer]
    /// The first event id that no earlier server has used; ``World/eventReservation`` ids from it on are reserved already.
    package var firstEventID: UInt64
    /// What the owner should know about this start, such as a damaged file that was replaced.
    package var problems: [StoreProblem]

    /// Of a home that no server has written to.
    static let empty = StoredState(
        sessions: [], workspaces: [], providers: [], registry: [], attention: [], buffers: [], firstEventID: 1,
        problems: [])
}

/// What the store has to say outside of an answer.
package enum StoreNews: Sendable {
    /// Changes cannot be written for now. Told once, not with each attempt.
    case problem(StoreProblem)
    /// Everything is written again.
    case resolved
    /// The books could not be read at the start, and now they can: these are the sessions of earlier servers.
    case loaded(StoredState)
}

/// The books of a server: its sessions in an SQLite file.
///
/// Callers never wait for the disk: changes are taken into memory and written by one thread, all that have come up in one
/// transaction. Of each session only the newest state is kept for writing, so nothing grows while the disk is full or the file locked;
/// attempts then go on with growing pauses.
package final class Store: Sendable {
    /// Changes that wait, guarded by a lock that is held for moments only.
    struct Books {
        /// The newest state of every session, to write them again if the file has to be replaced.
        var known: [SessionID: Session] = [:]
        var order: [SessionID] = []
        var workspaces: [String: Workspace] = [:]
        var providers: [String: ProviderSettings] = [:]
        var registry: [RegistryEntry.Key: RegistryEntry] = [:]
        var attention: [AttentionID: AttentionItem] = [:]
        var buffers: [String: CopyBuffer] = [:]
        var meta: [String: String] = [:]
        var batch = Batch()
        var isWriteScheduled = false
        var isClosed = false
    }

    struct Batch {
        var changed: Set<SessionID> = []
        var forgotten: Set<SessionID> = []
        /// Names of workspaces that are new, changed or gone.
        var workspaces: Set<String> = []
        /// Names of agents for which something was set.
        var providers: Set<String> = []
        /// Entries that are new, changed or gone.
        var registry: Set<RegistryEntry.Key> = []
        /// Items that are new, changed or gone.
        var attention: Set<AttentionID> = []
        /// Names of buffers that are new, changed or gone.
        var buffers: Set<String> = []
        /// Lines to be added, in order.
        var audit: [AuditEntry] = []
        var meta: Set<String> = []
        var isEmpty: Bool {
            changed.isEmpty && forgotten.isEmpty && workspaces.isEmpty && providers.isEmpty && registry.isEmpty
                && attention.isEmpty && buffers.isEmpty && audit.isEmpty && meta.isEmpty
        }
    }

    /// What of ``load()`` is still to be done.
    enum Load {
        case done
        /// There was no file: it is to be made, and what it holds is known.
        case presumedEmpty
        /// It failed: its result is owed.
        case owed
    }

    /// Touched on the queue only, but for ``load``.
    struct Connection {
        var database: DatabaseQueue?
        var wasOpen = false
        var isSuspect = false
        /// Problems of the opening that the caller of ``Store/load()`` has not heard of.
        var openingProblems: [StoreProblem] = []
        /// The books have been read, or need not be.
        var load = Load.done
        var told: StoreProblem?
        var failures = 0
        var isRetryScheduled = false
    }

    private let file: DatabaseFile
    private let onNews: @Sendable (StoreNews) -> Void
    private let queue = WorkThread()
    private let books = Mutex(Books())
    let connection = Mutex(Connection())
    private let retryLimit: Duration

    /// Opens nothing yet.
    ///
    /// - Parameters:
    ///   - path: the database; its directory exists.
    ///   - busyTimeout: how long to wait for another process that holds the file.
    ///   - retryLimit: the longest pause between attempts to write after a failure; the first is a second.
    ///   - wallClock: seconds since 1970.
    ///   - onNews: called on the store's queue.
    package init(
        path: String, busyTimeout: Duration = .seconds(5), retryLimit: Duration = .seconds(30),
        wallClock: @escaping @Sendable () -> Double, onNews: @escaping @Sendable (StoreNews) -> Void
    ) {
        file = DatabaseFile(path: path, busyTimeout: busyTimeout, wallClock: wallClock)
        self.retryLimit = retryLimit
        self.onNews = onNews
    }

    /// Reads the books, opening them if need be. Where there are none yet nobody waits until they are made, see ``begin()``.
    ///
    /// - Throws: what is wrong. Except for a file that is not ours to touch, attempts go on, and ``StoreNews/loaded(_:)`` follows.
    package func load() async throws(StoreProblem) -> StoredState {
        if file.isMissing {
            connection.withLock { $0.load = .presumedEmpty }
            return .empty
        }
        let result: Result<StoredState, StoreProblem> = await onQueue {
            do throws(StoreProblem) {
                return .success(try self.read())
            } catch {
                if error.isRetried { self.connection.withLock { $0.load = .owed } }
                self.fail(error)
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Makes soon the books that ``load()`` found missing. The first change does so too, and until then they can wait: they are five
    /// milliseconds of work, for which the first program of a new server would have to wait.
    package func begin() { queue.async { _ = self.write() } }

    /// Writes the session soon. A session that is new to the books comes last in their order.
    package func persist(_ session: Session) {
        change { books in
            if books.known.updateValue(session, forKey: session.id) == nil { books.order.append(session.id) }
            books.batch.changed.insert(session.id)
            books.batch.forgotten.remove(session.id)
        }
    }

    /// Takes the session out of the books soon.
    package func forget(_ id: SessionID) {
        change { books in
            if books.known.removeValue(forKey: id) != nil { books.order.removeAll { $0 == id } }
            books.batch.changed.remove(id)
            books.batch.forgotten.insert(id)
        }
    }

    /// Writes the workspace soon.
    package func persist(_ workspace: Workspace) {
        change { books in
            books.workspaces[workspace.name] = workspace
            books.batch.workspaces.insert(workspace.name)
        }
    }

    /// Takes the workspace of this name out of the books soon.
    package func forget(workspace name: String) {
        change { books in
            books.workspaces[name] = nil
            books.batch.workspaces.insert(name)
        }
    }

    /// Writes soon what is set for an agent.
    package func persist(_ settings: ProviderSettings) {
        change { books in
            books.providers[settings.name] = settings
            books.batch.providers.insert(settings.name)
        }
    }

    /// Writes soon that event ids up to this one may be in use.
    package func reserveEventIDs(through id: UInt64) {
        set(Meta.eventBase, to: String(id + 1))
    }

    /// Writes a value about the server soon.
    package func set(_ key: String, to value: String) {
        change { books in
            books.meta[key] = value
            books.batch.meta.insert(key)
        }
    }

    /// A value that was set, by this server or an earlier one; nil if there is none or the books cannot be read.
    package func value(_ key: String) async -> String? {
        if let value = books.withLock({ $0.meta[key] }) { return value }
        return await onQueue {
            let database = self.connection.withLock { $0.database }
            // Without books there is no value; that they cannot be read has been told already.
            return try? database?.read { db in try Meta.value(key, db) }
        }
    }

    /// Returns when everything that was handed over before is on disk.
    ///
    /// - Throws: why it is not; it will be tried again.
    package func flush() async throws(StoreProblem) {
        if let problem = await onQueue({ self.write() }) { throw problem }
    }

    /// Writes what waits and closes the books; nothing is taken after that.
    package func close() async throws(StoreProblem) {
        let problem: StoreProblem? = await onQueue {
            let problem = self.write()
            self.books.withLock { $0.isClosed = true }
            let database = self.connection.withLock { connection in
                defer { connection.database = nil }
                return connection.database
            }
            guard let database else { return problem }
            do {
                if problem == nil { try database.write { db in try Meta.markClosed(db) } }
                // The last connection to close moves the log into the database.
                try database.close()
                return problem
            } catch {
                return problem ?? StoreProblem(error, path: self.file.path)
            }
        }
        if let problem { throw problem }
    }

    /// Reads from the books.
    func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StoreProblem) -> T {
        let result: Result<T, StoreProblem> = await onQueue {
            do {
                return .success(try self.opened().read(body))
            } catch {
                return .failure(StoreProblem(error, path: self.file.path))
            }
        }
        return try result.get()
    }

    func onQueue<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    func change(_ body: (inout Books) -> Void) {
        let mustSchedule = books.withLock { books in
            if books.isClosed { return false }
            body(&books)
            defer { books.isWriteScheduled = true }
            return !books.isWriteScheduled
        }
        if mustSchedule { queue.async { _ = self.write() } }
    }
}

// MARK: - On the queue

extension Store {
    private func read() throws(StoreProblem) -> StoredState {
        let database = try opened()
        do {
            let (sessions, unreadable) = try database.read { db in try SessionRow.readAll(db) }
            let (workspaces, senseless) = try database.read { db in try WorkspaceRow.readAll(db) }
            let (providers, meaningless) = try database.read { db in try ProviderRow.readAll(db) }
            let (registry, strange) = try database.read { db in try RegistryRow.readAll(db) }
            let (attention, odd) = try database.read { db in try AttentionRow.readAll(db) }
            let buffers = try database.read { db in try BufferRow.readAll(db) }
            let first = try database.write { db in
                let first = try Meta.value(Meta.eventBase, db).flatMap { UInt64($0) } ?? 1
                let next = first.addingReportingOverflow(World.eventReservation).partialValue
                try Meta.set(Meta.eventBase, String(next), db)
                return first
            }
            books.withLock { books in
                if !books.batch.meta.contains(Meta.eventBase) {
                    books.meta[Meta.eventBase] = String(first &+ World.eventReservation)
                }
                let earlier = sessions.filter { books.known[$0.id] == nil && !books.batch.forgotten.contains($0.id) }
                for session in earlier { books.known[session.id] = session }
                books.order = earlier.map(\.id) + books.order
                for workspace in workspaces {
                    let isEmpty = books.workspaces[workspace.name]?.tabs.isEmpty == true
                    guard isEmpty || !books.batch.workspaces.contains(workspace.name) else { continue }
                    // One without tabs was only made because this one could not be read.
                    books.workspaces[workspace.name] = workspace
                    books.batch.workspaces.remove(workspace.name)
                }
                for settings in providers where !books.batch.providers.contains(settings.name) {
                    books.providers[settings.name] = settings
                }
                for entry in registry where !books.batch.registry.contains(entry.key) {
                    books.registry[entry.key] = entry
                }
                for item in attention where !books.batch.attention.contains(item.id) { books.attention[item.id] = item }
                for buffer in buffers where !books.batch.buffers.contains(buffer.name) {
                    books.buffers[buffer.name] = buffer
                }
            }
            var problems = connection.withLock { connection in
                connection.load = .done
                defer { connection.openingProblems = [] }
                return connection.openingProblems
            }
            if !unreadable.isEmpty { problems.append(.unreadableRows(path: file.path, sessions: unreadable)) }
            if !senseless.isEmpty { problems.append(.unreadableWorkspaces(path: file.path, names: senseless)) }
            if !meaningless.isEmpty { problems.append(.unreadableProviders(path: file.path, names: meaningless)) }
            if !strange.isEmpty { problems.append(.unreadableRegistry(path: file.path, names: strange)) }
            if !odd.isEmpty { problems.append(.unreadableAttention(path: file.path, items: odd)) }
            return StoredState(
                sessions: sessions, workspaces: workspaces, providers: providers, registry: registry,
                attention: attention, buffers: buffers, firstEventID: first, problems: problems)
        } catch {
            throw drop(StoreProblem(error, path: file.path))
        }
    }

    /// The open database; opens it if it is not.
    private func opened() throws(StoreProblem) -> DatabaseQueue {
        let (database, isSuspect, isAgain, told) = connection.withLock {
            ($0.database, $0.isSuspect, $0.wasOpen, $0.told)
        }
        if let database { return database }
        var file = file
        if told?.isLock == true { file.busyTimeout = .zero }
        let opened = try file.open(isSuspect: isSuspect)
        connection.withLock { connection in
            connection.database = opened.database
            connection.wasOpen = true
            connection.isSuspect = false
            if let problem = opened.replacement, !isAgain { connection.openingProblems.append(problem) }
        }
        if isAgain || opened.replacement != nil {
            // It may be another file than the one that had everything.
            books.withLock { books in
                books.batch.changed.formUnion(books.known.keys)
                books.batch.workspaces.formUnion(books.workspaces.keys)
                books.batch.providers.formUnion(books.providers.keys)
                books.batch.registry.formUnion(books.registry.keys)
                books.batch.attention.formUnion(books.attention.keys)
                books.batch.buffers.formUnion(books.buffers.keys)
                books.batch.meta.formUnion(books.meta.keys)
            }
            if let problem = opened.replacement, isAgain { onNews(.problem(problem)) }
        }
        return opened.database
    }

    /// Closes the database after an error that may mean that it is no longer the one we opened.
    private func drop(_ problem: StoreProblem) -> StoreProblem {
        switch problem {
        case .locked, .diskFull: return problem
        default: break
        }
        let database = connection.withLock { connection in
            defer { connection.database = nil }
            if case .corrupt = problem { connection.isSuspect = true }
            return connection.database
        }
        // It is given up because it does not work; that closing does not work either is no news.
        try? database?.close()
        return problem
    }

    /// Reads what ``load()`` could not, or did not wait for.
    private func catchUp() throws(StoreProblem) {
        let load = connection.withLock { $0.load }
        if load == .done { return }
        let state = try read()
        // Somebody may have put a file there meanwhile.
        if load == .owed || state.firstEventID != StoredState.empty.firstEventID { onNews(.loaded(state)) }
    }

    /// Writes all that waits. Returns why it could not.
    private func write() -> StoreProblem? {
        let isClosed = books.withLock { books in
            books.isWriteScheduled = false
            return books.isClosed
        }
        if isClosed { return nil }
        do throws(StoreProblem) {
            try catchUp()
            try writeBatch(try opened())
        } catch {
            fail(error)
            return error
        }
        let (told, database) = connection.withLock { connection in
            connection.failures = 0
            defer { connection.told = nil }
            return (connection.told, connection.database)
        }
        if told?.isLock == true { file.setPatience(true, of: database) }
        if told != nil { onNews(.resolved) }
        return nil
    }

    private func writeBatch(_ database: DatabaseQueue) throws(StoreProblem) {
        let (batch, sessions, providers, meta, books) = books.withLock { books in
            let batch = books.batch
            books.batch = Batch()
            let sessions = books.order.filter(batch.changed.contains).compactMap { books.known[$0] }
            let providers = batch.providers.compactMap { books.providers[$0] }
            let meta = books.meta.filter { batch.meta.contains($0.key) }
            return (batch, sessions, providers, meta, books)
        }
        if batch.isEmpty { return }
        do {
            try database.write { db in
                for id in batch.forgotten { try SessionRow.delete(id, db) }
                for session in sessions { try SessionRow.write(session, db) }
                for name in batch.workspaces { try WorkspaceRow.write(books.workspaces[name], named: name, db) }
                for settings in providers { try ProviderRow.write(settings, db) }
                for key in batch.registry { try RegistryRow.write(books.registry[key], key, db) }
                // In the order of opening, which is that of the rows.
                let changed = batch.attention.compactMap { books.attention[$0] }
                for item in changed.sorted(by: { $0.openedAt < $1.openedAt }) { try AttentionRow.write(item, db) }
                for name in batch.buffers { try BufferRow.write(books.buffers[name], named: name, db) }
                for id in batch.attention where books.attention[id] == nil { try AttentionRow.delete(id, db) }
                for entry in batch.audit { try AttentionRow.append(entry, db) }
                for (key, value) in meta { try Meta.set(key, value, db) }
            }
        } catch {
            self.books.withLock { books in
                books.batch.changed.formUnion(batch.changed.filter { books.known[$0] != nil })
                books.batch.forgotten.formUnion(batch.forgotten.filter { books.known[$0] == nil })
                books.batch.workspaces.formUnion(batch.workspaces)
                books.batch.providers.formUnion(batch.providers)
                books.batch.registry.formUnion(batch.registry)
                books.batch.attention.formUnion(batch.attention)
                books.batch.buffers.formUnion(batch.buffers)
                books.batch.audit.insert(contentsOf: batch.audit, at: 0)
                books.batch.meta.formUnion(batch.meta)
            }
            throw drop(StoreProblem(error, path: file.path))
        }
    }

    /// Tells of the problem unless it is the one told last, and tries again later.
    private func fail(_ problem: StoreProblem) {
        let (isNews, pause) = connection.withLock { connection in
            let isNews = connection.told != problem
            connection.told = problem
            guard problem.isRetried, !connection.isRetryScheduled else { return (isNews, Duration?.none) }
            connection.isRetryScheduled = true
            connection.failures += 1
            return (isNews, min(.seconds(1 << min(connection.failures - 1, 10)), retryLimit))
        }
        if isNews {
            onNews(.problem(problem))
            // It is known now: whoever wants something written need not wait for it again.
            if problem.isLock { file.setPatience(false, of: connection.withLock { $0.database }) }
        }
        guard let pause else { return }
        // Dispatch wakes up every second from then on: only after a failure.
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + pause.inSeconds) { [weak self] in
            guard let self else { return }
            queue.async {
                self.connection.withLock { $0.isRetryScheduled = false }
                _ = self.write()
            }
        }
    }
}
