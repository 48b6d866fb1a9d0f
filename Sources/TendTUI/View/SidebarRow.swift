import TendCore

/// A row of the sidebar: sessions under the directory that they work in.
package struct SidebarRow: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// The heading of a directory, an absolute path.
        case project(String)
        /// The id of a session.
        case session(String)
    }

    package var content: Content

    package init(_ content: Content) { self.content = content }

    /// All rows that fit the filter, from the top. A directory stands where its oldest session puts it, so that a new session never moves
    /// what is there already; empty directories are left out.
    package static func list(_ model: Model) -> [SidebarRow] {
        let filter = model.sidebar.filter.lowercased()
        var directories: [String] = []
        var sessions: [String: [SessionJSON]] = [:]
        for session in model.sessions where fits(session, filter) {
            if sessions[session.cwd] == nil { directories.append(session.cwd) }
            sessions[session.cwd, default: []].append(session)
        }
        return directories.flatMap { directory in
            [SidebarRow(.project(directory))] + (sessions[directory] ?? []).map { SidebarRow(.session($0.id)) }
        }
    }

    /// Every word of the filter is somewhere in what the row shows or stands for.
    private static func fits(_ session: SessionJSON, _ filter: String) -> Bool {
        if filter.isEmpty { return true }
        let text = "\(session.name) \(session.context)".lowercased()
        return filter.split(separator: " ").allSatisfy { text.contains($0) }
    }
}

extension SessionJSON {
    /// What else than by its name somebody looks for it.
    var context: String {
        ([title, command] + args + [cwd, worktree?.branch ?? ""]).joined(separator: " ")
    }
}
