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
            guard !command.arguments.isEmpty else {
                return ask(nameOf: .tab(tab.id), "rename tab", text: tab.name ?? "")
            }
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
        case "": overlays.append(.palette(tabChooser(tabs, current: index)))
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

    private func tabChooser(_ tabs: [Tab], current: Int) -> Palette {
        let items = tabs.enumerated().map { index, tab in
            Palette.Item(
                text: "\(index + 1) \(name(of: tab))",
                detail: tab.order.compactMap { session(of: $0)?.name }.joined(separator: ", "),
                key: index == current ? "here" : nil, command: Command(.tabGo, ["\(index + 1)"]))
        }
        var palette = chooser("tabs", items)
        palette.selected = current
        return palette
    }

    /// As it was named or, unless it was, as its first session is.
    func name(of tab: Tab) -> String {
        if let name = tab.name, !name.isEmpty { return DisplayText.cleaned(name, limit: 64) }
        guard let first = tab.order.first ?? tab.panes.first?.id, let session = session(of: first) else { return "tab" }
        return DisplayText.cleaned(session.name, limit: 64)
    }

    private mutating func moveTab(_ word: String) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "move")
        guard !word.isEmpty else { return ask(Command(.tabMove), "move the tab to") }
        guard let tabs = workspace?.tabs, let index = tabs.firstIndex(where: { $0.id == tab.id }) else { return [] }
        let target: Int
        switch word {
        case "left": target = index - 1
        case "right": target = index + 1
        default:
            guard let number = Int(word) else { throw Refusal("move where? left, right or a number") }
            guard tabs.indices.contains(number - 1) else { throw Refusal("no tab \(word)") }
            target = number - 1
        }
        guard tabs.indices.contains(target) else { throw Refusal("the tab is at that end already") }
        return changing(.moveTab(tab.id, to: target))
    }

    // MARK: Workspaces

    mutating func performWorkspace(_ command: Command) throws(Refusal) -> [Effect] {
        // As the server does: what it answers has to be that name.
        let name = SessionNaming.trimmed(command.arguments.joined(separator: " "))
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
            return [.follow(workspace: try workspace(named: name))]
        case .workspaceNew:
            guard !name.isEmpty else { return ask(command, "new workspace") }
            guard !workspaceNames.contains(name) else { throw Refusal("there is a workspace '\(name)' already") }
            return [.follow(workspace: name)]
        case .workspaceRename:
            guard let workspace else { throw Refusal("no workspace to rename") }
            guard !name.isEmpty else {
                return ask(nameOf: .workspace(workspace.name), "rename workspace", text: workspace.name)
            }
            return [.renameWorkspace(workspace.name, name)]
        default:
            guard let workspace else { throw Refusal("no workspace to close") }
            guard let other = landing else { throw Refusal("it is the only workspace") }
            let effects: [Effect] = [.follow(workspace: other), .removeWorkspace(workspace.name)]
            guard !workspace.tabs.isEmpty else { return effects }
            return confirm("close workspace \(workspace.name)? its sessions go on without a pane", effects)
        }
    }

    /// By its name or, unless one is called so, by a word.
    private func workspace(named name: String) throws(Refusal) -> String {
        if workspaceNames.contains(name) { return name }
        switch name {
        case "last":
            guard let last = lastWorkspace else { throw Refusal("no workspace was shown before") }
            return last
        case "next", "previous":
            guard let other = neighbour(name == "next" ? 1 : -1) else { throw Refusal("no other workspace") }
            return other
        default: throw Refusal("no workspace '\(name)' — workspace.new makes one")
        }
    }

    private var lastWorkspace: String? { visited.last { $0 != workspace?.name && workspaceNames.contains($0) } }

    /// Of all by their names, around the ends.
    private func neighbour(_ step: Int) -> String? {
        let names = (workspaceNames + [workspace?.name].compactMap(\.self)).sorted()
        let others = names.filter { $0 != workspace?.name }
        guard !others.isEmpty else { return nil }
        let behind = others.firstIndex { $0 > workspace?.name ?? "" } ?? others.count
        return others[(behind + (step > 0 ? 0 : others.count - 1)) % others.count]
    }

    /// Where one is when the workspace is gone: where one was before, or else in the next one.
    var landing: String? { lastWorkspace ?? neighbour(1) }

    /// Notes that another workspace is shown, or the same one by another name.
    ///
    /// - Returns: whether it is another.
    mutating func turn(to new: Workspace) -> Bool {
        guard let old = workspace else { return true }
        guard old.name != new.name else { return false }
        let isRenamed = !workspaceNames.contains(new.name) && new.version == old.version + 1 && new.tabs == old.tabs
        if isRenamed {
            workspaceNames = workspaceNames.map { $0 == old.name ? new.name : $0 }.sorted()
            return false
        }
        visited.removeAll { $0 == old.name || $0 == new.name }
        visited.append(old.name)
        return true
    }
}
