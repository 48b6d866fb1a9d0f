import Foundation
import Testing

@testable import TendCore

struct WorkspaceJSONTests {
    private func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `a workspace as JSON`() throws {
        var workspace = try Workspace.made(.split(1, .right, new: 2), .renameTab(firstTab, "build"))
        let expected = [
            #"{"focused":[],"name":"main","next_pane":3,"next_tab":2,"tabs":[{"floating":null,"floating_frame":null,"id":1,"is_floating_shown":false,"#,
            #""layout":{"axis":"columns","parts":[{"layout":1,"weight":1},{"layout":2,"weight":1}]},"name":"build","#,
            #""panes":[{"id":1,"is_marked":false,"session":"s1"},{"id":2,"is_marked":false,"session":"s2"}],"#,
            #""zoomed":null}],"version":3}"#,
        ].joined()
        #expect(try text(workspace) == expected)
        _ = try workspace.apply(.float(tab: firstTab, session: "f"))
        _ = try workspace.apply(.split(2, .down, new: 4))
        #expect(try JSONDecoder().decode(Workspace.self, from: Data(try text(workspace).utf8)) == workspace)
        #expect(workspace.isSound)
        // As it was before somebody's place was remembered.
        let old = expected.replacing(#""focused":[],"#, with: "")
        #expect(try JSONDecoder().decode(Workspace.self, from: Data(old.utf8)).focused.isEmpty)
    }

    @Test func `every action comes back as it went out`() throws {
        let (one, two, tab) = (pane(1), pane(2), TabID(rawValue: 7))
        let actions: [WorkspaceAction] = [
            .newTab(session: "a", name: nil, at: nil), .newTab(session: "a", name: "n", at: 3),
            .build(.pane(pane(0)), sessions: ["a"], name: nil, at: 1), .split(pane: one, .up, session: "b"),
            .float(tab: tab, session: "c"), .showFloating(tab: tab, false),
            .placeFloating(
                pane: one, frame: Area(row: 1, column: 2, rows: 3, columns: 4),
                area: Area(row: 0, column: 0, rows: 9, columns: 9)),
            .close(pane: one), .closeTab(tab), .renameTab(tab, nil), .renameTab(tab, "x"), .moveTab(tab, to: 2),
            .resize(pane: one, .left, cells: -4, area: Area(row: 1, column: 2, rows: 3, columns: 4)), .swap(one, two),
            .rotate(tab: tab, isForward: false), .move(pane: one, to: nil), .move(pane: one, to: tab),
            .zoom(tab: tab, nil), .zoom(tab: tab, two), .arrange(tab: tab, .mainLeft), .equalise(tab: tab),
            .mark(pane: one, true), .focus(pane: two), .show(pane: two, session: "d"),
        ]
        #expect(try JSONDecoder().decode([WorkspaceAction].self, from: Data(try text(actions).utf8)) == actions)
        #expect(
            try text(actions[3]) == #"{"do":"split","pane":1,"session":"b","side":"up"}"#)
        #expect(
            try text(actions[12])
                == #"{"area":{"col":2,"cols":4,"row":1,"rows":3},"cells":-4,"do":"resize","pane":1,"side":"left"}"#)
        let verbs = try actions.map { action in
            try JSONSerialization.jsonObject(with: Data(try text(action).utf8)) as? [String: Any]
        }.compactMap { $0?["do"] as? String }
        #expect(Set(verbs) == Set(WorkspaceAction.Verb.allCases.map(\.rawValue)))
    }

    @Test(arguments: [
        #"{"axis":"columns","parts":[{"layout":1,"weight":1}]}"#,
        #"{"axis":"columns","parts":[{"layout":1,"weight":0},{"layout":2,"weight":1}]}"#,
        #"{"axis":"columns","parts":[{"layout":1,"weight":1e300},{"layout":2,"weight":1}]}"#,
        #"{"axis":"rows","parts":[]}"#, #"{"axis":"x","parts":[]}"#, #""1""#, "null",
    ])
    func `what is no layout is refused`(text: String) throws {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Layout.self, from: Data(text.utf8)) }
    }

    @Test func `a workspace that was spoilt is found out`() throws {
        let workspace = try Workspace.made(.split(1, .right, new: 2), .float(tab: firstTab, session: "f"))
        let spoilers: [(inout Workspace) -> Void] = [
            { $0.tabs[0].panes.removeLast() }, { $0.tabs[0].layout = nil }, { $0.tabs[0].floating = pane(1) },
            { $0.tabs[0].zoomed = pane(9) }, { $0.nextPane = 2 }, { $0.tabs.append($0.tabs[0]) },
        ]
        for (number, spoil) in spoilers.enumerated() {
            var spoilt = workspace
            spoil(&spoilt)
            #expect(!spoilt.isSound, "spoiler \(number)")
        }
    }
}
