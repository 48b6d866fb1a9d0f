import TendCore
import TendScreen

extension Model {
    // MARK: Lists to choose from

    /// All commands that make sense without more words, and all sessions.
    func palette() -> Palette {
        let commands = CommandSpec.all.flatMap { spec in items(of: spec) }
        return chooser("commands", commands + sessionItems())
    }

    func chooser(_ title: String, _ items: [Palette.Item]) -> Palette {
        var palette = Palette(title: title, items: items)
        palette.search()
        return palette
    }

    private func items(of spec: CommandSpec) -> [Palette.Item] {
        guard spec.noun != "copy" || spec.name == .copyEnter else { return [] }
        return spec.choices.map { item($0, spec.summary) }
    }

    private func item(_ command: Command, _ summary: String) -> Palette.Item {
        Palette.Item(
            text: command.text, detail: summary, key: keymap.keys(for: command), command: command,
            refusal: refusal(of: command))
    }

    /// Why a command cannot be carried out now: found by trying it on a copy.
    private func refusal(of command: Command) -> String? {
        // Trying it would make this list again, without end.
        if command.name == .showPalette { return nil }
        var copy = self
        do throws(Refusal) {
            _ = try copy.perform(command)
            return nil
        } catch {
            return error.text
        }
    }

    func sessionItems() -> [Palette.Item] {
        sessions.map { session in
            var item = Palette.Item(
                text: session.name,
                detail:
                    "\(session.state == .running ? session.activity.rawValue : session.state.rawValue)  \(session.title)",
                key: nil, command: Command(.sessionOpen, [session.id]))
            item.context = session.context
            return item
        }
    }

    // MARK: Files to choose from

    /// The one in use is selected.
    mutating func take(_ choices: [Choice], of kind: Choosable) {
        let (title, name): (String, Command.Name) =
            switch kind {
            case .themes: ("themes", .themeSet)
            case .keymaps: ("keymaps", .keymapSet)
            case .layouts: ("layouts", .layoutLoad)
            }
        let items = choices.map { choice in
            Palette.Item(
                text: choice.name, detail: choice.summary, key: choice.isCurrent ? "in use" : nil,
                command: Command(name, [choice.name]))
        }
        var palette = chooser(title, items)
        palette.selected = choices.firstIndex(where: \.isCurrent) ?? 0
        if kind == .themes {
            palette.isPreview = true
            themeBefore = themeBefore ?? theme
            previewed = choices.first(where: \.isCurrent)?.name
        }
        overlays.append(.palette(palette))
    }

    /// Whether themes are being looked at.
    private var isPreviewing: Bool {
        overlays.contains { if case .palette(let palette) = $0 { palette.isPreview } else { false } }
    }

    mutating func preview(_ theme: Theme) {
        if isPreviewing { self.theme = theme }
    }

    /// Asks for the theme that is selected to be shown; when nobody chooses any more, the old one is back.
    mutating func settlePreview() -> [Effect] {
        guard let before = themeBefore else { return [] }
        guard isPreviewing else {
            theme = before
            (themeBefore, previewed) = (nil, nil)
            return []
        }
        guard case .palette(let palette) = overlays.last, palette.isPreview,
            palette.matches.indices.contains(palette.selected)
        else { return [] }
        let name = palette.items[palette.matches[palette.selected].item].text
        guard name != previewed else { return [] }
        previewed = name
        return [.previewTheme(name)]
    }

    // MARK: Menus

    /// What can be done with the focused pane.
    func paneMenu(at origin: Point?) throws(Refusal) -> Menu {
        let pane = try pane(needed: "show a menu for")
        let place = Scene(self).places.first { $0.pane == pane.id }
        let isRunning = session(of: pane.id)?.state == .running
        var items = [
            Menu.Item(label: "Split right", command: Command(.paneSplit, ["right"])),
            Menu.Item(label: "Split down", command: Command(.paneSplit, ["down"])),
            Menu.Item(label: "Start an agent", command: Command(.sessionDialog)),
            Menu.Item(label: currentTab?.zoomed == nil ? "Zoom" : "Unzoom", command: Command(.paneZoom)),
            Menu.Item(label: "Look back", command: Command(.copyEnter)),
            Menu.Item(label: pane.isMarked ? "Unmark" : "Mark", command: Command(.paneMark)),
            Menu.Item(label: "Rename session", command: Command(.sessionRename)),
        ]
        if isRunning {
            items.append(Menu.Item(label: "Stop program", command: Command(.sessionStop)))
        } else {
            items.append(Menu.Item(label: "Restart program", command: Command(.sessionRestart)))
        }
        items.append(Menu.Item(label: "Close pane", command: Command(.paneClose)))
        let corner = place.map { Point(row: $0.content.row, column: $0.content.column + 1) }
        return Menu(
            title: session(of: pane.id)?.name ?? "pane", items: items, about: .pane(pane.id, session: pane.session),
            origin: origin ?? corner ?? Point(row: 0, column: 0))
    }

    /// What the keys of the sidebar do with the session that is selected there.
    func sessionMenu(_ session: SessionJSON, at origin: Point) -> Menu {
        let isRunning = session.state == .running
        return Menu(
            title: session.name,
            items: [
                Menu.Item(label: "Open", command: Command(.sessionOpen, [session.id])),
                Menu.Item(label: "Rename", command: Command(.sessionRename)),
                isRunning
                    ? Menu.Item(label: "Stop program", command: Command(.sessionStop))
                    : Menu.Item(label: "Restart program", command: Command(.sessionRestart)),
                Menu.Item(label: "Show changes", command: Command(.sessionDiff)),
                Menu.Item(label: "Remove", command: Command(.sessionRemove)),
            ], about: .session(session.id), origin: origin)
    }

    func workspaceMenu(at origin: Point) -> Menu {
        let others = workspaceNames.filter { $0 != workspace?.name }
        return Menu(
            title: workspace?.name ?? "workspace",
            items: [
                Menu.Item(label: "Rename", command: Command(.workspaceRename)),
                Menu.Item(label: "New workspace", command: Command(.workspaceNew)),
                Menu.Item(label: "Close", command: Command(.workspaceClose)),
            ]
                + others.map { name in
                    Menu.Item(
                        label: "Go to \(DisplayText.cleaned(name, limit: 32))", command: Command(.workspaceGo, [name]))
                }, about: .workspace, origin: origin)
    }

    func tabMenu(_ tab: TabID, at origin: Point) -> Menu {
        Menu(
            title: "tab",
            items: [
                Menu.Item(label: "New tab", command: Command(.tabNew)),
                Menu.Item(label: "Start an agent", command: Command(.sessionDialog)),
                Menu.Item(label: "Rename", command: Command(.tabRename)),
                Menu.Item(label: "Move left", command: Command(.tabMove, ["left"])),
                Menu.Item(label: "Move right", command: Command(.tabMove, ["right"])),
                Menu.Item(label: "Close", command: Command(.tabClose)),
            ], about: .tab(tab), origin: origin)
    }

    /// Does what was chosen with what the menu is about.
    mutating func choose(_ menu: Menu, _ index: Int) -> [Effect] {
        overlays.removeLast()
        guard menu.items.indices.contains(index) else { return [] }
        switch menu.target {
        case .pane(let pane, _):
            sidebar.hasFocus = false
            focus(on: pane)
        case .session(let id):
            guard let row = SidebarRow.list(self).firstIndex(where: { $0.content == .session(id) }) else {
                say(.warning, "\(menu.title) is not in the list any more")
                return []
            }
            sidebar.hasFocus = true
            sidebar.selected = row
        case .tab(let tab): go(to: tab)
        case .workspace: break
        }
        return run(menu.items[index].command)
    }

    /// A menu goes with what it is about.
    mutating func settleMenus() {
        guard case .menu(let menu) = overlays.last else { return }
        let isGone =
            switch menu.target {
            case .pane(let pane, let session): workspace?.pane(pane)?.session != session
            case .session(let id): !sessions.contains { $0.id == id }
            case .tab(let tab): workspace?.tab(tab) == nil
            case .workspace: false
            }
        if isGone { closeAtOnce { $0 == .menu(menu) } }
    }
}
