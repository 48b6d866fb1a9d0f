package import TendCore
import TendStore

extension Hub {
    /// More than a person keeps in mind.
    private static let workspaceLimit = 100

    package func workspaces() -> [Workspace] { shelf.values.sorted { $0.name < $1.name } }

    package func workspace(_ name: String) throws(ServiceError) -> Workspace {
        guard let workspace = shelf[name] else {
            throw ServiceError(.notFound, "no workspace '\(DisplayText.excerpt(name))'")
        }
        return workspace
    }

    package func createWorkspace(_ name: String) throws(ServiceError) -> Workspace {
        let workspace = Workspace(name: try checkFree(name))
        guard shelf.count < Hub.workspaceLimit else {
            throw ServiceError(.limit, "there are \(shelf.count) workspaces already")
        }
        put(workspace)
        apply(.workspacesChanged(name: workspace.name))
        return workspace
    }

    package func renameWorkspace(_ name: String, to newName: String) throws(ServiceError) -> Workspace {
        var workspace = try workspace(name)
        let newName = try SessionNaming.checked(newName, of: "workspace")
        if newName == name { return workspace }
        workspace.name = try checkFree(newName)
        workspace.version += 1
        shelf[name] = nil
        store.forget(workspace: name)
        for index in followers.indices where followers[index].name == name { followers[index].name = newName }
        put(workspace)
        apply(.workspacesChanged(name: newName))
        return workspace
    }

    package func removeWorkspace(_ name: String) throws(ServiceError) {
        _ = try workspace(name)
        shelf[name] = nil
        store.forget(workspace: name)
        for follower in followers where follower.name == name { follower.mailbox?.finish() }
        followers.removeAll { $0.name == name }
        apply(.workspacesChanged(name: name))
    }

    package func change(
        _ name: String, _ actions: [WorkspaceAction]
    ) throws(ServiceError) -> (workspace: Workspace, panes: [PaneID?]) {
        let before = try workspace(name)
        var workspace = before
        var panes: [PaneID?] = []
        for action in actions {
            let action = try action.mapSessions { session throws(ServiceError) in
                try world.resolve(session).id.rawValue
            }
            do throws(WorkspaceError) {
                panes.append(try workspace.apply(action))
            } catch {
                throw ServiceError(.conflict, error.description)
            }
        }
        if workspace.version != before.version {
            put(workspace)
        } else if workspace != before {
            shelf[name] = workspace
            store.persist(workspace)
        }
        return (workspace, panes)
    }

    package func followWorkspace(_ name: String) throws(ServiceError) -> any WorkspaceReader {
        let workspace: Workspace
        if let known = shelf[name] { workspace = known } else { workspace = try createWorkspace(name) }
        let mailbox = WorkspaceMailbox(workspace)
        followers.removeAll { $0.mailbox == nil }
        followers.append(Follower(name: workspace.name, mailbox: mailbox))
        return mailbox
    }

    /// Who follows a workspace, under the name that it has now, for as long as he keeps his mailbox.
    struct Follower {
        var name: String
        weak var mailbox: WorkspaceMailbox?
    }

    private func put(_ workspace: Workspace) {
        shelf[workspace.name] = workspace
        store.persist(workspace)
        for follower in followers where follower.name == workspace.name { follower.mailbox?.put(workspace) }
    }

    private func checkFree(_ name: String) throws(ServiceError) -> String {
        let name = try SessionNaming.checked(name, of: "workspace")
        guard shelf[name] == nil else { throw ServiceError(.conflict, "there is a workspace '\(name)' already") }
        return name
    }

    // MARK: What the rest of the hub says

    /// Takes workspaces out of the books, once all sessions are known. Panes of sessions that are no more go.
    package func recover(workspaces: [Workspace]) {
        for stored in workspaces {
            var workspace = stored
            for session in Set(stored.tabs.flatMap(\.panes).map(\.session))
            where world.session(SessionID(rawValue: session)) == nil {
                workspace.forget(session: session)
            }
            if let here = shelf[stored.name] {
                recover(workspace, besides: here, of: workspaces)
            } else {
                shelf[stored.name] = workspace
                if workspace != stored { store.persist(workspace) }
            }
        }
    }

    /// Somebody made one of the same name before the books could be read.
    private func recover(_ workspace: Workspace, besides here: Workspace, of stored: [Workspace]) {
        if workspace.tabs.isEmpty { return }
        var workspace = workspace
        let taken = Set(stored.map(\.name)).union(shelf.keys)
        if here.tabs.isEmpty {
            workspace.version = max(workspace.version, here.version) + 1
        } else {
            var number = 2
            while taken.contains("\(here.name)-\(number)") { number += 1 }
            workspace.name = "\(here.name)-\(number)"
        }
        put(workspace)
        apply(.workspacesChanged(name: workspace.name))
    }

    /// The session was removed.
    func forgetPanes(of id: SessionID) {
        for var workspace in shelf.values {
            let version = workspace.version
            workspace.forget(session: id.rawValue)
            if workspace.version != version { put(workspace) }
        }
    }

    /// The server stops: nobody waits for changes any more.
    func endFollowing() {
        for follower in followers { follower.mailbox?.finish() }
        followers = []
    }
}
