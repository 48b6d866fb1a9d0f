package import TendCore

extension Store {
    /// Writes the item soon.
    package func persist(_ item: AttentionItem) {
        change { books in
            books.attention[item.id] = item
            books.batch.attention.insert(item.id)
        }
    }

    /// Takes items out of the books soon.
    package func forget(attention ids: [AttentionID]) {
        change { books in
            for id in ids {
                books.attention[id] = nil
                books.batch.attention.insert(id)
            }
        }
    }

    /// Adds a line to the audit log soon.
    package func append(_ entry: AuditEntry) {
        change { books in
            // While nothing can be written; the newest lines count most then.
            if books.batch.audit.count >= Store.auditBacklog { books.batch.audit.removeFirst() }
            books.batch.audit.append(entry)
        }
    }

    /// So many lines of the audit log wait for a disk that cannot be written.
    private static let auditBacklog = 10_000

    /// The newest lines of the audit log, oldest first; those that wait to be written are written before.
    ///
    /// - Parameter since: only lines after the one with this number.
    package func audit(limit: Int, since: Int64) async throws(StoreProblem) -> [AuditLine] {
        try await flush()
        return try await read { db in try AttentionRow.audit(limit: limit, since: since, db) }
    }
}
