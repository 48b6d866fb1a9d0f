import TendCore
import TendScreen

extension Model {
    mutating func performTab(_ command: Command) throws(Refusal) -> [Effect] {
        let word = command.arguments.first ?? ""
        switch command.name {
        case .tabNew: return make(command.arguments, .tab(name: nil))
        case .tabClose:
            let tab = try tab(needed: "close")
            let running = tab.panes.compactMap { session(of: $0.id) }.filter { $0.state == .running }
            if !running.isEmpty, configuration.asksBeforeClosing {
                let what = running.count == 1 ? "\(running[0].name) goes" : "\(running.count) sessions go"
                return confirm("close the tab? \(what) on without a pane", changing(.closeTab(tab.id)))
            }
            return changing(.closeTab(tab.id))
        case .tabRename:
            let tab = try tab(needed: "rename")
            guard !command.arguments.isEmpty else { return ask(command, "rename tab", text: tab.name ?? "") }
            let name = command.arguments.joined(separator: " ")
            return changing(.renameTab(tab.id, name.isEmpty ? nil : name))
        case .tabGo: try goToTab(word)
        default: return try moveTab(word)
        }
        return []
    }

    private mutating func goToTab(_ word: String) throws(Refusal) {
        guard let workspace, !workspace.tabs.isEmpty else { throw Refusal("no tab to go to") }
        let tabs = workspace.tabs
        let index = tabs.firstIndex { $0.id == tab } ?? 0
        switch word {
        case "next", "previous":
            guard tabs.count > 1 else { throw Refusal("no other tab") }
            go(to: tabs[(index + (word == "next" ? 1 : tabs.count - 1)) % tabs.count].id)
        case "last":
            guard let lastTab, workspace.tab(lastTab) != nil else { throw Refusal("no tab was shown before") }
            go(to: lastTab)
        default:
            guard let number = Int(word), tabs.indices.contains(number - 1) else { throw Refusal("no tab \(word)") }
            go(to: tabs[number - 1].id)
        }
    }

    private func moveTab(_ word: String) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "move")
        guard let tabs = workspace?.tabs, let index = tabs.firstIndex(where: { $0.id == tab.id }) else { return [] }
        let target: Int
        switch word {
        case "left": target = index - 1
        case "right": target = index + 1
        default:
            guard let number = Int(word) else { throw Refusal("move where? left, right or a number") }
            target = number - 1
        }
        guard tabs.indices.contains(target) else { throw Refusal("the tab is at that end already") }
        return changing(.moveTab(tab.id, to: target))
    }

    // MARK: Workspaces

    mutating func performWorkspace(_ command: Command) throws(Refusal) -> [Effect] {
        let name = command.arguments.joined(separator: " ")
        switch command.name {
        case .workspaceGo:
            guard !name.isEmpty else {
                overlays.append(
                    .palette(
                        chooser(
                            "workspaces",
                            workspaceNames.map { name in
                                Palette.Item(
                                    text: name, detail: name == workspace?.name ? "here" : "", key: nil,
                                    command: Command(.workspaceGo, [name]))
                            })))
                return []
            }
            guard workspaceNames.contains(name) else {
                throw Refusal("no workspace '\(name)' — workspace.new makes one")
            }
            return [.follow(workspace: name)]
        case .workspaceNew:
            guard !name.isEmpty else { return ask(command, "new workspace") }
            guard !workspaceNames.contains(name) else { throw Refusal("there is a workspace '\(name)' already") }
            return [.follow(workspace: name)]
        case .workspaceRename:
            guard let workspace else { throw Refusal("no workspace to rename") }
            guard !name.isEmpty else { return ask(command, "rename workspace", text: workspace.name) }
            return [.renameWorkspace(workspace.name, name)]
        default:
            guard let workspace else { throw Refusal("no workspace to close") }
            guard let other = workspaceNames.first(where: { $0 != workspace.name }) else {
                throw Refusal("it is the only workspace")
            }
            let effects: [Effect] = [.follow(workspace: other), .removeWorkspace(workspace.name)]
            guard !workspace.tabs.isEmpty else { return effects }
            return confirm("close workspace \(workspace.name)? its sessions go on without a pane", effects)
        }
    }
}
