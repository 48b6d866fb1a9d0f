import TendCore
import TendScreen

extension Model {
    mutating func performPane(_ command: Command) throws(Refusal) -> [Effect] {
        let word = command.arguments.first ?? ""
        switch command.name {
        case .paneSplit:
            let pane = try pane(needed: "split")
            guard let direction = Direction(rawValue: word) else {
                throw Refusal("split where? right, down, left or up")
            }
            guard currentTab?.floating != pane.id else { throw Refusal("a floating pane cannot be split") }
            let place = Scene(self).places.first { $0.pane == pane.id }
            guard isRoomy(place?.content, direction) else { throw Refusal("the pane is too small to be split") }
            return make(Array(command.arguments.dropFirst()), .split(pane.id, direction))
        case .paneClose: return try closePane()
        case .paneHide: return changing(.close(pane: try pane(needed: "hide").id))
        case .paneFocus: return try focusPane(word)
        case .paneResize:
            let pane = try pane(needed: "resize")
            if word == "high" || word == "wide" { return try stretch(pane, word == "high" ? .rows : .columns) }
            guard let direction = Direction(rawValue: word) else {
                throw Refusal("resize where? left, right, up or down")
            }
            let cells = command.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
            if let place = floatingPlace(pane) {
                let isVertical = direction.axis == .rows
                return try placing(place) {
                    $0.moving(isVertical ? .down : .right, by: direction.isForward ? cells : -cells, in: $1)
                }
            }
            return changing(.resize(pane: pane.id, direction, cells: cells, area: Scene(self).tabArea))
        case .paneSwap:
            let pane = try pane(needed: "swap")
            if let direction = Direction(rawValue: word), let place = floatingPlace(pane) {
                let step = direction.isForward ? 1 : -1
                let isVertical = direction.axis == .rows
                return try placing(place) {
                    $0.moved(rows: isVertical ? 2 * step : 0, columns: isVertical ? 0 : 4 * step, in: $1)
                }
            }
            let other = try neighbour(of: pane, word)
            return changing(.swap(pane.id, other))
        case .paneRotate:
            return changing(.rotate(tab: try tab(needed: "rotate").id, isForward: word != "previous"))
        case .paneZoom:
            let (tab, pane) = (try tab(needed: "zoom in"), try pane(needed: "zoom"))
            guard tab.zoomed != nil || tab.panes.count > 1 else { throw Refusal("the only pane fills the tab already") }
            return changing(.zoom(tab: tab.id, tab.zoomed == nil ? pane.id : nil))
        case .paneMove: return try movePane(to: word)
        case .paneBreak: return try movePane(to: "new")
        case .paneFloat: return try float(command.arguments)
        case .paneEmbed: return try embed()
        case .paneMark: return try mark(word)
        case .paneLayout: return try arrange(word)
        default: return changing(.equalise(tab: try tab(needed: "equalise").id))
        }
    }

    /// Moves the pane's borders on both sides as far as they go.
    private func stretch(_ pane: Pane, _ axis: Layout.Axis) throws(Refusal) -> [Effect] {
        guard var next = workspace else { return [] }
        let sides: [Direction] = axis == .rows ? [.down, .up] : [.right, .left]
        let (tab, area) = (try tab(needed: "resize in"), Scene(self).tabArea)
        var actions: [WorkspaceAction] = []
        // Where there is no other pane the command would move the opposite border.
        for side in sides where tab.neighbour(of: pane.id, side, in: area) != nil {
            let action = WorkspaceAction.resize(pane: pane.id, side, cells: 10_000, area: area)
            do throws(WorkspaceError) {
                _ = try next.apply(action)
                actions.append(action)
            } catch {
                // There is no room on this side; on the other one there may be.
                continue
            }
        }
        guard !actions.isEmpty else {
            throw Refusal("the pane is as \(axis == .rows ? "high" : "wide") as it can be")
        }
        return [.change(workspace: next.name, actions)]
    }

    // MARK: The floating pane

    /// Where the pane floats; nil if it does not, or fills the tab.
    func floatingPlace(_ pane: Pane) -> PanePlace? {
        Scene(self).place(of: pane.id).flatMap { $0.isFloating ? $0 : nil }
    }

    /// Puts a floating pane elsewhere in the tab's area.
    private func placing(_ place: PanePlace, _ change: (Area, Area) -> Area) throws(Refusal) -> [Effect] {
        let area = Scene(self).tabArea
        let frame = change(place.frame, area)
        guard frame != place.frame else { throw Refusal("the floating pane cannot go further") }
        return changing(.placeFloating(pane: place.pane, frame: frame, area: area))
    }

    /// The pointer drags the floating pane.
    func dragging(_ pane: PaneID, _ grip: Drag.Grip, from frame: Area, by rows: Int, _ columns: Int) -> [Effect] {
        let scene = Scene(self)
        guard let place = scene.place(of: pane), place.isFloating else { return [] }
        let area = scene.tabArea
        let moved =
            switch grip {
            case .title: frame.moved(rows: rows, columns: columns, in: area)
            case .corner: frame.moving(.right, by: columns, in: area).moving(.down, by: rows, in: area)
            case .border(let side): frame.moving(side, by: side.axis == .rows ? rows : columns, in: area)
            }
        return moved == place.frame ? [] : changing(.placeFloating(pane: pane, frame: moved, area: area))
    }

    /// Whether both halves would still show something.
    func isRoomy(_ area: Area?, _ direction: Direction) -> Bool {
        guard let area else { return true }
        return direction == .left || direction == .right ? area.columns >= 5 : area.rows >= 4
    }

    /// Starts a program for a purpose: what the user gave, or the shell, where the focused one works.
    mutating func make(_ command: [String], _ purpose: AfterMaking) -> [Effect] {
        guard !isReadOnly else {
            say(.warning, "this client only watches")
            return []
        }
        let area = Scene(self).tabArea
        return [
            .makeSession(
                command: command.isEmpty ? configuration.shellCommand : command, directory: focusedSession?.cwd,
                size: Size(rows: area.rows, columns: area.columns).clamped, then: purpose)
        ]
    }

    private mutating func closePane() throws(Refusal) -> [Effect] {
        let pane = try pane(needed: "close")
        let session = session(of: pane.id)
        guard let session, session.state == .running else {
            return changing(.close(pane: pane.id)) + (session.map { [.removeSession($0.id)] } ?? [])
        }
        if configuration.asksBeforeClosing {
            return confirm(
                "end \(session.name) and forget its output?", [.removeSession(session.id)])
        }
        return [.removeSession(session.id)]
    }

    // MARK: Focus

    /// Whoever goes to another pane wants to see it: a zoomed one goes back to its place.
    private mutating func focusPane(_ word: String) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "look at")
        let target: PaneID
        if let number = Int(word) {
            let panes = tab.numbered
            guard panes.indices.contains(number - 1) else { throw Refusal("no pane \(number) in this tab") }
            target = panes[number - 1]
        } else if let side = ["left-or-tab": "left", "right-or-tab": "right"][word] {
            guard let other = try? neighbour(of: try pane(needed: "leave"), side) else {
                return try perform(Command(.tabGo, [side == "left" ? "previous" : "next"]))
            }
            target = other
        } else if word == "end" {
            guard let end = tab.order.last, end != focusedPane?.id else { throw Refusal("no other pane") }
            target = end
        } else if word == "last" {
            guard let last = lastFocus[tab.id] else { throw Refusal("no pane had the focus before") }
            target = last
        } else {
            target = try neighbour(of: try pane(needed: "leave"), word)
        }
        setFocus(target, in: tab.id)
        if tab.floating == target, !tab.isFloatingShown { return changing(.showFloating(tab: tab.id, true)) }
        return tab.zoomed == nil || tab.zoomed == target ? [] : changing(.zoom(tab: tab.id, nil))
    }

    private func neighbour(of pane: Pane, _ word: String) throws(Refusal) -> PaneID {
        var tab = try tab(needed: "look at")
        tab.zoomed = nil
        if word == "next" || word == "previous" {
            let order = tab.order
            guard order.count > 1, let index = order.firstIndex(of: pane.id) else { throw Refusal("no other pane") }
            return order[(index + (word == "next" ? 1 : order.count - 1)) % order.count]
        }
        guard let direction = Direction(rawValue: word) else {
            throw Refusal("where? left, right, up, down, next or previous")
        }
        guard let other = tab.neighbour(of: pane.id, direction, in: Scene(self).tabArea) else {
            let side =
                [Direction.left: "to the left", .right: "to the right", .up: "above", .down: "below"][direction] ?? ""
            throw Refusal("no pane \(side)")
        }
        return other
    }

    // MARK: Arranging

    private mutating func movePane(to word: String) throws(Refusal) -> [Effect] {
        let (pane, tab) = (try pane(needed: "move"), try tab(needed: "move from"))
        guard word != "new" else {
            guard tab.panes.count > 1 else { throw Refusal("the pane has the tab to itself") }
            expect(pane.session)
            return changing(.move(pane: pane.id, to: nil))
        }
        let tabs = workspace?.tabs ?? []
        let target: Tab
        if word == "next" || word == "previous" {
            guard tabs.count > 1, let index = tabs.firstIndex(where: { $0.id == tab.id }) else {
                throw Refusal("no other tab")
            }
            target = tabs[(index + (word == "next" ? 1 : tabs.count - 1)) % tabs.count]
        } else {
            guard let number = Int(word), tabs.indices.contains(number - 1) else { throw Refusal("no tab \(word)") }
            target = tabs[number - 1]
            guard target.id != tab.id else { throw Refusal("the pane is in tab \(number) already") }
        }
        expect(pane.session)
        return changing(.move(pane: pane.id, to: target.id))
    }

    private mutating func float(_ command: [String]) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "float over")
        guard let floating = tab.floating else { return make(command, .float(tab.id)) }
        guard command.isEmpty else {
            throw Refusal("the tab has a floating pane already — pane.embed or pane.close makes room for another")
        }
        if tab.isFloatingShown {
            if focus[tab.id] == floating, let last = lastFocus[tab.id] ?? tab.order.first { setFocus(last, in: tab.id) }
        } else {
            setFocus(floating, in: tab.id)
        }
        return changing(.showFloating(tab: tab.id, !tab.isFloatingShown))
    }

    private mutating func embed() throws(Refusal) -> [Effect] {
        let (pane, tab) = (try pane(needed: "embed"), try tab(needed: "float over"))
        if tab.floating == pane.id {
            let others = tab.layout?.panes ?? []
            guard let other = lastFocus[tab.id].flatMap({ others.contains($0) ? $0 : nil }) ?? others.first else {
                throw Refusal("the pane has the tab to itself")
            }
            expect(pane.session)
            return changing(.close(pane: pane.id), .split(pane: other, .right, session: pane.session))
        }
        guard tab.panes.count > 1 else { throw Refusal("the pane has the tab to itself") }
        guard tab.floating == nil else { throw Refusal("the tab has a floating pane already") }
        expect(pane.session)
        return changing(.close(pane: pane.id), .float(tab: tab.id, session: pane.session))
    }

    private mutating func mark(_ word: String) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "mark")
        guard let workspace else { return [] }
        let actions: [WorkspaceAction]
        switch word {
        case "all": actions = tab.panes.map { .mark(pane: $0.id, true) }
        case "none": actions = tab.panes.map { .mark(pane: $0.id, false) }
        case "toggle":
            let isOn = !tab.panes.allSatisfy(\.isMarked)
            actions = tab.panes.map { .mark(pane: $0.id, isOn) }
        default:
            let pane = try pane(needed: "mark")
            actions = [.mark(pane: pane.id, !pane.isMarked)]
        }
        return [.change(workspace: workspace.name, actions)]
    }

    private mutating func arrange(_ word: String) throws(Refusal) -> [Effect] {
        let tab = try tab(needed: "arrange")
        let all = WorkspaceAction.Arrangement.allCases
        if word == "next" || word.isEmpty {
            let next = all[(arrangementIndex[tab.id].map { $0 + 1 } ?? 0) % all.count]
            arrangementIndex[tab.id] = all.firstIndex(of: next)
            say(.plain, "layout: \(next.rawValue)")
            return changing(.arrange(tab: tab.id, next))
        }
        guard let arrangement = WorkspaceAction.Arrangement(rawValue: word) else {
            throw Refusal("no layout '\(word)': it is one of \(all.map(\.rawValue).joined(separator: ", "))")
        }
        arrangementIndex[tab.id] = all.firstIndex(of: arrangement)
        return changing(.arrange(tab: tab.id, arrangement))
    }
}
