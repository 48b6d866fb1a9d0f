import Testing

@testable import TendCore

struct WorkspaceApplyTests {
    private let area = Area(row: 0, column: 0, rows: 12, columns: 41)

    private func widths(_ workspace: Workspace) -> [Int] {
        workspace.tabs[0].places(in: area).map(\.frame.columns)
    }

    @Test func `what is made gets a number of its own, and every change raises the version`() throws {
        var workspace = Workspace(name: "main")
        #expect(try workspace.apply(.newTab(session: "a", name: " build ", at: nil)) == pane(1))
        #expect(try workspace.apply(.split(1, .right, new: 2)) == pane(2))
        #expect(try workspace.apply(.close(pane: pane(2))) == nil)
        #expect(try workspace.apply(.split(1, .down, new: 3)) == pane(3))
        #expect(workspace.version == 4)
        #expect(workspace.tabs[0].name == "build")
        #expect(try workspace.apply(.renameTab(firstTab, "build")) == nil)
        #expect(try workspace.apply(.zoom(tab: firstTab, nil)) == nil)
        #expect(workspace.version == 4)
    }

    @Test func `the panes that somebody turned to are remembered, one of each tab, and nobody is told`() throws {
        var workspace = try Workspace.made(.split(1, .right, new: 2), .newTab(session: "c", name: nil, at: nil))
        let version = workspace.version
        for number in [1, 3, 2] { #expect(try workspace.apply(.focus(pane: pane(number))) == nil) }
        #expect(workspace.focused == [pane(3), pane(2)])
        #expect(workspace.version == version && workspace.tabOfArrival == workspace.tabs[0])
        _ = try workspace.apply(.close(pane: pane(2)))
        _ = try workspace.apply(.focus(pane: pane(3)))
        #expect(workspace.focused == [pane(3)])
        #expect(workspace.tabOfArrival == workspace.tabs[1])
        workspace.focused.append(pane(9))
        #expect(workspace.tabOfArrival == workspace.tabs[1], "what is no more does not count")
        workspace.focused = []
        #expect(workspace.tabOfArrival == workspace.tabs[0])
        #expect(throws: WorkspaceError("there is no pane with the id 2")) {
            try workspace.apply(.focus(pane: pane(2)))
        }
    }

    @Test func `what cannot be says why and changes nothing`() throws {
        let workspace = try Workspace.made(.split(1, .right, new: 2), .float(tab: firstTab, session: "f"))
        let cases: [(WorkspaceAction, String)] = [
            (.close(pane: pane(9)), "there is no pane with the id 9"),
            (.closeTab(TabID(rawValue: 9)), "there is no tab with the id 9"),
            (.split(3, .right, new: 4), "a floating pane cannot be split"),
            (.float(tab: firstTab, session: "x"), "the tab has a floating pane already"),
            (.swap(pane(1), pane(1)), "a pane cannot be swapped with itself"),
            (.move(pane: pane(1), to: firstTab), "the pane is in this tab already"),
            (.zoom(tab: firstTab, pane(9)), "the tab has no pane with the id 9"),
            (.renameTab(firstTab, String(repeating: "x", count: 65)), "a tab's name has at most 64 characters"),
            (.resize(pane: pane(1), .down, cells: 1, area: area), "the pane has the whole height of the tab"),
            (
                .resize(pane: pane(1), .right, cells: 99, area: Area(row: 0, column: 0, rows: 3, columns: 2)),
                "there is no room to move the border"
            ),
            (
                .resize(pane: pane(3), .left, cells: 1, area: area),
                "a floating pane has no neighbours: it is placed by its frame"
            ),
            (.placeFloating(pane: pane(1), frame: area, area: area), "the pane does not float"),
        ]
        for (action, words) in cases {
            var changed = workspace
            #expect(throws: WorkspaceError(words)) { try changed.apply(action) }
            #expect(changed == workspace, "\(action)")
        }
    }

    @Test func `the last pane takes its tab along`() throws {
        var workspace = try Workspace.made(.newTab(session: "s2", name: nil, at: 0))
        #expect(workspace.tabs.map(\.id.rawValue) == [2, 1])
        _ = try workspace.apply(.close(pane: pane(1)))
        #expect(workspace.tabs.map(\.id.rawValue) == [2])
        _ = try workspace.apply(.close(pane: pane(2)))
        #expect(workspace.tabs.isEmpty)
    }

    @Test func `a closed pane's cells go to its neighbour, and a lone part of a split takes its place`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .split(2, .down, new: 3), .split(2, .right, new: 4))
        let before = workspace.tabs[0].layout
        _ = try workspace.apply(.split(4, .right, new: 5))
        _ = try workspace.apply(.close(pane: pane(5)))
        #expect(workspace.tabs[0].layout == before)
        _ = try workspace.apply(.close(pane: pane(3)))
        // 2 and 4 are now in the columns of 1.
        #expect(workspace.tabs[0].order == [pane(1), pane(2), pane(4)])
        guard case .split(.columns, let parts)? = workspace.tabs[0].layout else {
            Issue.record("\(workspace.tabs[0])")
            return
        }
        #expect(parts.map(\.weight) == [1, 0.5, 0.5])
    }

    @Test func `borders move by cells, pushing others, and stop where panes are smallest`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .split(2, .right, new: 3), .equalise(tab: firstTab))
        #expect(widths(workspace) == [13, 13, 13])
        _ = try workspace.apply(.resize(pane: pane(1), .right, cells: 5, area: area))
        #expect(widths(workspace) == [18, 8, 13])
        _ = try workspace.apply(.resize(pane: pane(1), .right, cells: 8, area: area))
        #expect(widths(workspace) == [26, 2, 11])
        _ = try workspace.apply(.resize(pane: pane(2), .left, cells: 3, area: area))
        #expect(widths(workspace) == [23, 5, 11])
        _ = try workspace.apply(.resize(pane: pane(1), .right, cells: -3, area: area))
        #expect(widths(workspace) == [20, 8, 11])
        // The last pane has no border at its right: the left one moves to the right.
        _ = try workspace.apply(.resize(pane: pane(3), .right, cells: 4, area: area))
        #expect(widths(workspace) == [20, 12, 7])
        _ = try workspace.apply(.resize(pane: pane(1), .right, cells: .max, area: area))
        #expect(widths(workspace) == [35, 2, 2])
        _ = try workspace.apply(.equalise(tab: firstTab))
        #expect(widths(workspace) == [13, 13, 13])
    }

    @Test func `equalised panes have equal parts across nested splits`() throws {
        let workspace = try Workspace.made(
            .split(1, .right, new: 2), .split(2, .down, new: 3), .split(3, .right, new: 4), .equalise(tab: firstTab))
        let widths = workspace.tabs[0].places(in: area).map(\.frame.columns)
        #expect(widths == [13, 27, 13, 13])
    }

    @Test func `panes change places within a tab and across tabs`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .newTab(session: "s3", name: nil, at: nil), .swap(pane(1), pane(2)))
        #expect(workspace.tabs[0].order == [pane(2), pane(1)])
        _ = try workspace.apply(.swap(pane(3), pane(2)))
        #expect(workspace.tabs.map(\.order) == [[pane(3), pane(1)], [pane(2)]])
        #expect(workspace.pane(pane(3))?.session == "s3")
        #expect(workspace.tab(of: pane(2))?.id == TabID(rawValue: 2))
    }

    @Test func `sessions rotate, and marks with them`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .split(2, .right, new: 3), .mark(pane: pane(3), true),
            .rotate(tab: firstTab, isForward: true))
        #expect((1...3).map { workspace.pane(pane($0))?.session } == ["s3", "s1", "s2"])
        #expect(workspace.pane(pane(1))?.isMarked == true)
        _ = try workspace.apply(.rotate(tab: firstTab, isForward: false))
        #expect((1...3).map { workspace.pane(pane($0))?.session } == ["s1", "s2", "s3"])
    }

    @Test func `a pane moves to another tab or a new one`() throws {
        var workspace = try Workspace.made(.split(1, .right, new: 2), .newTab(session: "s3", name: nil, at: nil))
        _ = try workspace.apply(.move(pane: pane(2), to: nil))
        #expect(workspace.tabs.map(\.order) == [[pane(1)], [pane(2)], [pane(3)]])
        #expect(throws: WorkspaceError("the pane is alone in its tab already")) {
            try workspace.apply(.move(pane: pane(2), to: nil))
        }
        _ = try workspace.apply(.move(pane: pane(1), to: TabID(rawValue: 2)))
        #expect(workspace.tabs.map(\.order) == [[pane(2)], [pane(3), pane(1)]])
    }

    @Test func `a floating pane that is the last one is shown, and can become part of the layout`() throws {
        var workspace = try Workspace.made(
            .float(tab: firstTab, session: "f"), .showFloating(tab: firstTab, false), .close(pane: pane(1)))
        #expect(workspace.tabs[0].isFloatingShown)
        #expect(throws: WorkspaceError("the floating pane is the only one of its tab")) {
            try workspace.apply(.showFloating(tab: firstTab, false))
        }
        _ = try workspace.apply(.move(pane: pane(2), to: firstTab))
        #expect(workspace.tabs[0].layout == .pane(pane(2)))
        #expect(workspace.tabs[0].floating == nil)
    }

    @Test func `panes of a removed session go, wherever they are`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .newTab(session: "s1", name: nil, at: nil), .zoom(tab: firstTab, pane(1)))
        let version = workspace.version
        workspace.forget(session: "nobody")
        #expect(workspace.version == version)
        workspace.forget(session: "s1")
        #expect(workspace.tabs.map(\.order) == [[pane(2)]])
        #expect(workspace.tabs[0].zoomed == nil)
        #expect(workspace.version == version + 1)
    }

    @Test func `a tab is built at once, in any nesting`() throws {
        func part(_ number: Int, _ weight: Double = 1) -> Layout.Part {
            .init(weight: weight, layout: .pane(pane(number)))
        }
        let layout = Layout.split(
            .columns, [part(2), .init(weight: 2, layout: .split(.columns, [part(0), part(1, 3)])), part(3)])
        var workspace = try Workspace.made()
        let first = try workspace.apply(.build(layout, sessions: ["a", "b", "c", "d"], name: "n", at: 0))
        #expect(workspace.tabs[0].order.map { workspace.pane($0)?.session } == ["c", "a", "b", "d"])
        #expect(first == workspace.tabs[0].order[0])
        #expect(workspace.tabs[0].places(in: area).map(\.frame.columns) == [10, 4, 15, 9])
        #expect(workspace.isSound)
        for sessions in [["a"], ["a", "b", "c", "d", "e"]] {
            #expect(throws: WorkspaceError("the layout must name each of its sessions once, by its index from 0")) {
                try workspace.apply(.build(layout, sessions: sessions, name: nil, at: nil))
            }
        }
    }

    @Test func `there is an end to panes and tabs`() throws {
        var workspace = try Workspace.made()
        while true {
            guard (try? workspace.apply(.split(1, .right, new: 0))) != nil else { break }  // Full: checked below.
        }
        #expect(workspace.tabs[0].panes.count == Workspace.paneLimit)
        #expect(workspace.tabs[0].layout?.panes.count == Workspace.paneLimit)
    }
}
