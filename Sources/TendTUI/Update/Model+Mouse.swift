import TendCore
import TendScreen

extension Model {
    mutating func take(_ mouse: MouseInput) -> [Effect] {
        if let drag { return follow(drag, mouse) }
        let hit = Scene(self).hit(mouse.point)
        let isBeside = overlays.last == .welcome && [.workspace, .status].contains(hit)
        if !overlays.isEmpty, !isBeside { return takeOverlay(mouse, hit) }
        switch (mouse.action, mouse.button) {
        case (.press, .left): return press(mouse, hit)
        case (.press, .right): return openMenu(mouse, hit)
        case (.press, .wheelUp), (.press, .wheelDown): return wheel(mouse, hit)
        default: return forward(mouse, hit) ?? []
        }
    }

    // MARK: Pressing

    private mutating func press(_ mouse: MouseInput, _ hit: Hit) -> [Effect] {
        switch hit {
        case .pane(let pane, let point):
            sidebar.hasFocus = false
            focus(on: pane)
            if let effects = forward(mouse, hit) {
                drag = .program(pane)
                return effects
            }
            let count = countClick(mouse.point)
            if count > 1 || copies[pane] != nil {
                drag = .selection(pane, row: mouse.point.row)
                return enterCopy(pane) + changeCopy(pane) { $0.press(at: point, clicks: count) }
            }
            pressed = (pane, point)
            drag = .selection(pane, row: mouse.point.row)
        case .title(let pane):
            sidebar.hasFocus = false
            focus(on: pane)
            if countClick(mouse.point) == 2 { return run(Command(.paneZoom)) }
            if hold(pane, .title, mouse.point) { break }
            drag = .border(pane, .up, last: mouse.point)
        case .border(let pane, let direction):
            if hold(pane, .border(direction), mouse.point) { break }
            drag = .border(pane, direction, last: mouse.point)
        case .corner(let pane): _ = hold(pane, .corner, mouse.point)
        case .workspace: return run(Command(.workspaceGo))
        case .tab(let id):
            go(to: id)
            if countClick(mouse.point) == 2 { return run(Command(.tabRename)) }
            drag = .tab(id)
        case .sidebar(let index):
            sidebar.hasFocus = true
            guard let index else { break }
            sidebar.selected = index
            if let session = selectedSession { return run(Command(.sessionOpen, [session.id])) }
        case .sidebarEdge: drag = .sidebarEdge
        case .status, .overlay, .nothing: break
        }
        return []
    }

    /// Takes the floating pane; false if the pane does not float.
    private mutating func hold(_ pane: PaneID, _ grip: Drag.Grip, _ point: Point) -> Bool {
        guard let place = Scene(self).place(of: pane), place.isFloating else { return false }
        sidebar.hasFocus = false
        focus(on: pane)
        drag = .floating(pane, grip, frame: place.frame, start: point)
        return true
    }

    mutating func focus(on pane: PaneID) {
        guard let tab = workspace?.tab(of: pane) else { return }
        go(to: tab.id)
        setFocus(pane, in: tab.id)
    }

    /// Clicks at one place within this time count as one double or triple click.
    private static let clickTime: Int64 = 400

    private mutating func countClick(_ point: Point) -> Int {
        let isNear = lastClick.map { $0.point == point && now - $0.time <= Model.clickTime } ?? false
        let count = isNear ? (lastClick?.count ?? 0) % 3 + 1 : 1
        lastClick = Click(point: point, time: now, count: count)
        return count
    }

    // MARK: Dragging

    private mutating func follow(_ drag: Drag, _ mouse: MouseInput) -> [Effect] {
        if mouse.action == .release {
            self.drag = nil
            pressed = nil
        }
        switch drag {
        case .program(let pane):
            let scene = Scene(self)
            guard let place = scene.place(of: pane) else { return [] }
            let offset = scene.offset(of: place)
            var inner = mouse
            inner.point = Point(
                row: min(max(0, mouse.point.row - place.content.row), place.content.rows - 1) + offset.row,
                column: min(max(0, mouse.point.column - place.content.column), place.content.columns - 1)
                    + offset.column)
            return session(of: pane).map { [.send(session: $0.id, .mouse(inner))] } ?? []
        case .selection(let pane, let row): return select(pane, mouse, from: row)
        case .border(let pane, let direction, let last):
            guard mouse.action == .motion else { return [] }
            let isVertical = direction == .up || direction == .down
            let moved = isVertical ? mouse.point.row - last.row : mouse.point.column - last.column
            guard moved != 0 else { return [] }
            self.drag = .border(pane, direction, last: mouse.point)
            let grows = direction == .right || direction == .down
            return changing(
                .resize(pane: pane, direction, cells: grows ? moved : -moved, area: Scene(self).tabArea))
        case .floating(let pane, let grip, let frame, let start):
            guard mouse.action == .motion else { return [] }
            return dragging(
                pane, grip, from: frame, by: mouse.point.row - start.row, mouse.point.column - start.column)
        case .sidebarEdge:
            configuration.sidebarWidth = min(max(12, mouse.point.column), max(12, size.columns / 2))
        case .tab(let id):
            guard case .tab(let other) = Scene(self).hit(mouse.point), other != id,
                let index = workspace?.tabs.firstIndex(where: { $0.id == other })
            else { return [] }
            return changing(.moveTab(id, to: index))
        }
        return []
    }

    private mutating func select(_ pane: PaneID, _ mouse: MouseInput, from first: Int) -> [Effect] {
        guard let place = Scene(self).place(of: pane) else { return [] }
        var point = Point(row: mouse.point.row - place.content.row, column: mouse.point.column - place.content.column)
        // No pointer gets beyond the edge of the screen: there the last row is beyond, for who came to it from elsewhere.
        if mouse.point.row != first {
            if mouse.point.row == 0, place.content.row == 0 { point.row = -1 }
            if mouse.point.row == size.rows - 1, place.content.lastRow == size.rows - 1 {
                point.row = place.content.rows
            }
        }
        switch mouse.action {
        case .motion:
            var effects: [Effect] = []
            if copies[pane] == nil {
                guard let start = pressed?.point else { return [] }
                effects = enterCopy(pane) + changeCopy(pane) { $0.press(at: start, clicks: 1) }
            }
            return effects + changeCopy(pane) { $0.drag(to: point) }
        case .release: return changeCopy(pane) { $0.release() }
        case .press: return []
        }
    }

    /// How long a pointer that is held beyond a pane waits for the next rows, in milliseconds.
    private static let scrollTime: Int64 = 50

    private var scrollingPane: PaneID? {
        guard case .selection(let pane, _) = drag, copies[pane]?.wantsAutoScroll == true else { return nil }
        return pane
    }

    /// Scrolls, if it is time to.
    mutating func scrollOn() -> [Effect] {
        guard let pane = scrollingPane, let time = scrollsAt, time <= now else { return [] }
        scrollsAt = nil
        return changeCopy(pane) { $0.autoScroll() }
    }

    mutating func settleScrolling() {
        if scrollingPane == nil { scrollsAt = nil } else if scrollsAt == nil { scrollsAt = now + Model.scrollTime }
    }

    // MARK: The wheel, menus, programs

    private mutating func wheel(_ mouse: MouseInput, _ hit: Hit) -> [Effect] {
        let isUp = mouse.button == .wheelUp
        switch hit {
        case .pane(let pane, _):
            if copies[pane] == nil {
                if let effects = forward(mouse, hit) { return effects }
                if let session = session(of: pane), let modes = screens[session.id]?.modes,
                    modes.isSuperset(of: [.alternateScreen, .alternateScroll])
                {
                    return Array(repeating: .send(session: session.id, .key(Key(isUp ? .up : .down))), count: 3)
                }
                guard isUp else { return [] }
            }
            focus(on: pane)
            let effects = enterCopy(pane, leavesAtEnd: true)
            return effects + changeCopy(pane) { $0.scroll(by: isUp ? -3 : 3) }
        case .tab, .status, .workspace: return run(Command(.tabGo, [isUp ? "previous" : "next"]))
        case .sidebar, .sidebarEdge:
            moveSidebar(isUp ? -1 : 1, SidebarRow.list(self))
            return []
        default: return []
        }
    }

    private mutating func openMenu(_ mouse: MouseInput, _ hit: Hit) -> [Effect] {
        switch hit {
        case .pane(let pane, _):
            if let effects = forward(mouse, hit) { return effects }
            focus(on: pane)
        case .title(let pane), .corner(let pane): focus(on: pane)
        case .workspace:
            overlays.append(.menu(workspaceMenu(at: mouse.point)))
            return []
        case .tab(let id):
            go(to: id)
            overlays.append(.menu(tabMenu(id, at: mouse.point)))
            return []
        case .sidebar(let index?):
            sidebar.hasFocus = true
            sidebar.selected = index
            if let session = selectedSession { overlays.append(.menu(sessionMenu(session, at: mouse.point))) }
            return []
        default: return []
        }
        do throws(Refusal) { overlays.append(.menu(try paneMenu(at: mouse.point))) } catch { say(.warning, error.text) }
        return []
    }

    /// Hands the event to the program, if it asked for such; nil if not. With Shift it is always ours.
    private func forward(_ mouse: MouseInput, _ hit: Hit) -> [Effect]? {
        guard case .pane(let pane, let point) = hit, let session = session(of: pane), session.state == .running,
            copies[pane] == nil, !isReadOnly, !mouse.modifiers.contains(.shift),
            let modes = screens[session.id]?.modes, !modes.isDisjoint(with: .anyMouse)
        else { return nil }
        if mouse.action == .motion, !modes.contains(.mouseMotion) { return nil }
        var inner = mouse
        inner.point = point
        return [.send(session: session.id, .mouse(inner))]
    }
}
