import Testing

@testable import TendCore

/// Random actions on random areas, the same ones for the same seed.
struct WorkspaceFuzzTests {
    private func pick<T>(_ choices: [T], _ dice: inout Dice) -> T {
        choices[Int.random(in: 0..<choices.count, using: &dice)]
    }

    private func area(_ dice: inout Dice) -> Area {
        Area(
            row: pick([0, 3, .max, -1], &dice), column: pick([0, 7, .min], &dice),
            rows: pick([0, 1, 2, 3, 5, 24, 60, .max, -4], &dice),
            columns: pick([0, 1, 2, 3, 20, 80, 200, .max, -4], &dice))
    }

    private func action(on workspace: Workspace, _ dice: inout Dice) -> WorkspaceAction {
        // One of them does not exist.
        let tab = pick(workspace.tabs.map(\.id) + [TabID(rawValue: 999_999)], &dice)
        let panes = workspace.tabs.flatMap(\.panes).map(\.id) + [PaneID(rawValue: 0)]
        let pane = pick(panes, &dice)
        let side = pick(Direction.allCases, &dice)
        let session = "s\(Int.random(in: 0..<30, using: &dice))"
        let number = pick([-5, -1, 0, 1, 2, 7, 100, .max, .min], &dice)
        switch Int.random(in: 0..<28, using: &dice) {
        case 0: return .newTab(session: session, name: pick([nil, "", "a\nb"], &dice), at: pick([nil, number], &dice))
        case 1...7: return .split(pane: pane, side, session: session)
        case 8: return .float(tab: tab, session: session)
        case 9: return .showFloating(tab: tab, Bool.random(using: &dice))
        case 10, 11: return .close(pane: pane)
        case 12: return number == 0 ? .closeTab(tab) : .renameTab(tab, "name")
        case 13: return .moveTab(tab, to: number)
        case 14...16: return .resize(pane: pane, side, cells: number, area: area(&dice))
        case 17, 18: return .swap(pane, pick(panes, &dice))
        case 19: return .rotate(tab: tab, isForward: Bool.random(using: &dice))
        case 20, 21: return .move(pane: pane, to: pick([nil, tab], &dice))
        case 22: return .zoom(tab: tab, pick([nil, pane], &dice))
        case 23: return .arrange(tab: tab, pick(WorkspaceAction.Arrangement.allCases, &dice))
        case 24: return number == 0 ? .equalise(tab: tab) : .focus(pane: pane)
        case 26: return .placeFloating(pane: pane, frame: area(&dice), area: area(&dice))
        case 25:
            let layout = workspace.tabs.first?.layout ?? .pane(PaneID(rawValue: 0))
            let numbers = layout.panes.enumerated().map { ($1, PaneID(rawValue: $0)) }
            let count = pick([layout.panes.count, 1], &dice)
            return .build(
                layout.renaming(Dictionary(uniqueKeysWithValues: numbers)),
                sessions: Array(repeating: session, count: count), name: nil, at: number)
        default: return Bool.random(using: &dice) ? .mark(pane: pane, true) : .show(pane: pane, session: session)
        }
    }

    private func flaw(in layout: Layout, parent: Layout.Axis?) -> String? {
        guard case .split(let axis, let parts) = layout else { return nil }
        if parts.count < 2 { return "a split of \(parts.count)" }
        if axis == parent { return "a split along \(axis) in one along the same axis" }
        for part in parts {
            if !(part.weight > 0 && part.weight.isFinite) { return "weight \(part.weight)" }
            if let flaw = flaw(in: part.layout, parent: axis) { return flaw }
        }
        return nil
    }

    private func flaw(in tab: Tab) -> String? {
        let shown = tab.layout?.panes ?? []
        let placed = shown + (tab.floating.map { [$0] } ?? [])
        if Set(placed) != Set(tab.panes.map(\.id)) || placed.count != tab.panes.count { return "panes \(placed)" }
        if tab.panes.isEmpty { return "no panes" }
        if tab.layout == nil, tab.floating == nil || !tab.isFloatingShown { return "nothing to show" }
        if tab.floating == nil, tab.isFloatingShown { return "nothing floats" }
        if let zoomed = tab.zoomed, !placed.contains(zoomed) { return "zoomed \(zoomed)" }
        return tab.layout.flatMap { flaw(in: $0, parent: nil) }
    }

    /// Frames and borders share no cell and stay within the area; contents are within their frames; if a cell is left, a pane has it.
    private func flaw(in tab: Tab, area: Area) -> String? {
        let places = tab.places(in: area)
        var taken = Array(repeating: false, count: area.rows * area.columns)
        func claim(_ part: Area) -> String? {
            for row in part.row..<part.row + part.rows {
                for column in part.column..<part.column + part.columns {
                    guard area.contains(row: row, column: column) else { return "\(part) leaves \(area)" }
                    let cell = (row - area.row) * area.columns + column - area.column
                    if taken[cell] { return "\(part) overlaps" }
                    taken[cell] = true
                }
            }
            return nil
        }
        for place in places {
            let (frame, content) = (place.frame, place.content)
            if content.rows < 1 || content.columns < 1 { return "empty \(place)" }
            if content.row < frame.row || content.column < frame.column
                || content.row + content.rows > frame.row + frame.rows
                || content.column + content.columns > frame.column + frame.columns
            {
                return "content outside \(place)"
            }
            if place.isFloating {
                if !area.contains(row: frame.row, column: frame.column)
                    || !area.contains(row: frame.row + frame.rows - 1, column: frame.column + frame.columns - 1)
                {
                    return "floating outside \(place)"
                }
            } else if let flaw = claim(frame) {
                return flaw
            }
        }
        for line in tab.borders(in: area) {
            if let flaw = claim(Area(row: line.row, column: line.column, rows: line.rows, columns: 1)) { return flaw }
        }
        if tab.zoomed == nil, tab.layout != nil, taken.contains(false) { return "cells for nobody" }
        return places.isEmpty && area.rows > 0 && area.columns > 0 ? "nothing shown" : nil
    }

    @Test(arguments: 0..<UInt64(8)) func `random actions keep a workspace whole and its panes apart`(
        seed: UInt64
    ) throws {
        var dice = Dice(state: seed)
        var workspace = try Workspace.made()
        let sizes = [(60, 200), (24, 80), (5, 20), (4, 11), (3, 7), (2, 3), (1, 2), (2, 1), (1, 1), (0, 9)]
        for step in 0..<300 {
            let action = action(on: workspace, &dice)
            let before = workspace
            do {
                let made = try workspace.apply(action)
                if let made { #expect(workspace.pane(made) != nil) }
                #expect(
                    (workspace.tabs != before.tabs) == (workspace.version == before.version + 1),
                    "seed \(seed), step \(step): \(action)")
            } catch {
                #expect(workspace == before, "seed \(seed), step \(step): \(action)")
            }
            if Int.random(in: 0..<40, using: &dice) == 0 {
                workspace.forget(session: "s\(Int.random(in: 0..<30, using: &dice))")
            }
            let ids = workspace.tabs.flatMap(\.panes).map(\.id)
            #expect(
                Set(ids).count == ids.count && ids.allSatisfy { $0.rawValue < workspace.nextPane },
                "seed \(seed), step \(step)")
            #expect(workspace.isSound, "seed \(seed), step \(step): \(action)")
            for tab in workspace.tabs {
                #expect(flaw(in: tab) == nil, "seed \(seed), step \(step): \(action)")
                guard step % 25 == 0 else { continue }
                for (rows, columns) in sizes {
                    let area = Area(row: 2, column: 3, rows: rows, columns: columns)
                    #expect(flaw(in: tab, area: area) == nil, "seed \(seed), step \(step), \(rows)×\(columns): \(tab)")
                    guard rows > 4 else { continue }
                    // A pane on the screen can be left the way it was reached.
                    for place in tab.places(in: area) where tab.zoomed == nil && !place.isFloating {
                        for side in Direction.allCases {
                            guard let other = tab.neighbour(of: place.pane, side, in: area) else { continue }
                            #expect(
                                tab.neighbour(of: other, side.opposite, in: area) != nil,
                                "seed \(seed), step \(step): \(tab)")
                        }
                    }
                }
            }
            _ = workspace.tabs.first?.places(in: area(&dice))
        }
    }
}

/// SplitMix64.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
