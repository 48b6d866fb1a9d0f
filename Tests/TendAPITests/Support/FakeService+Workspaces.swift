import Synchronization
import TendCore
import TendServer

/// Workspaces in memory, with those who follow them.
final class FakeWorkspaces: Sendable {
    let byName = Mutex<[String: Workspace]>([:])
    let mailboxes = Mutex<[String: [WorkspaceMailbox]]>([:])

    func put(_ workspace: Workspace) {
        byName.withLock { $0[workspace.name] = workspace }
        for mailbox in mailboxes.withLock({ $0[workspace.name] ?? [] }) { mailbox.put(workspace) }
    }
}

extension FakeService {
    func workspaces() async -> [Workspace] { shelf.byName.withLock { $0.values.sorted { $0.name < $1.name } } }

    func workspace(_ name: String) async throws(ServiceError) -> Workspace {
        guard let workspace = shelf.byName.withLock({ $0[name] }) else {
            throw ServiceError(.notFound, "no workspace '\(name)'")
        }
        return workspace
    }

    func createWorkspace(_ name: String) async throws(ServiceError) -> Workspace {
        guard shelf.byName.withLock({ $0[name] }) == nil else { throw ServiceError(.conflict, "taken") }
        shelf.put(Workspace(name: name))
        return Workspace(name: name)
    }

    func renameWorkspace(_ name: String, to newName: String) async throws(ServiceError) -> Workspace {
        var workspace = try await workspace(name)
        workspace.name = newName
        shelf.byName.withLock { $0[name] = nil }
        shelf.mailboxes.withLock { $0[newName] = $0.removeValue(forKey: name) }
        shelf.put(workspace)
        return workspace
    }

    func removeWorkspace(_ name: String) async throws(ServiceError) {
        _ = try await workspace(name)
        shelf.byName.withLock { $0[name] = nil }
        for mailbox in shelf.mailboxes.withLock({ $0.removeValue(forKey: name) }) ?? [] { mailbox.finish() }
    }

    func change(
        _ name: String, _ actions: [WorkspaceAction]
    ) async throws(ServiceError) -> (workspace: Workspace, panes: [PaneID?]) {
        var workspace = try await workspace(name)
        var panes: [PaneID?] = []
        for action in actions {
            do throws(WorkspaceError) { panes.append(try workspace.apply(action)) } catch {
                throw ServiceError(.conflict, error.description)
            }
        }
        shelf.put(workspace)
        return (workspace, panes)
    }

    func followWorkspace(_ name: String) async throws(ServiceError) -> any WorkspaceReader {
        let known = shelf.byName.withLock { $0[name] }
        if known == nil { shelf.put(Workspace(name: name)) }
        let mailbox = WorkspaceMailbox(known ?? Workspace(name: name))
        shelf.mailboxes.withLock { $0[name, default: []].append(mailbox) }
        return mailbox
    }
}
