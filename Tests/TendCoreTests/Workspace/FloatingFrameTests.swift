import Testing

@testable import TendCore

struct FloatingFrameTests {
    private let area = Area(row: 1, column: 10, rows: 20, columns: 60)

    private func made() throws -> Workspace { try Workspace.made(.float(tab: firstTab, session: "f")) }

    private func place(_ workspace: Workspace, in area: Area) -> Area? {
        workspace.tabs[0].places(in: area).last { $0.isFloating }?.frame
    }

    @Test func `it stays where it was put, also while it is hidden, and has its part of a tab of another size`() throws
    {
        var workspace = try made()
        let frame = Area(row: 3, column: 12, rows: 8, columns: 30)
        _ = try workspace.apply(.placeFloating(pane: pane(2), frame: frame, area: area))
        #expect(place(workspace, in: area) == frame)
        _ = try workspace.apply(.showFloating(tab: firstTab, false))
        _ = try workspace.apply(.showFloating(tab: firstTab, true))
        #expect(place(workspace, in: area) == frame)
        let larger = Area(row: 0, column: 0, rows: 40, columns: 120)
        #expect(place(workspace, in: larger) == Area(row: 4, column: 4, rows: 16, columns: 60))
        let tiny = Area(row: 0, column: 0, rows: 3, columns: 5)
        #expect(place(workspace, in: tiny) == tiny)
    }

    @Test func `what is outside or too small is made to fit`() throws {
        var workspace = try made()
        _ = try workspace.apply(
            .placeFloating(pane: pane(2), frame: Area(row: -5, column: 65, rows: 1, columns: 30), area: area))
        #expect(place(workspace, in: area) == Area(row: 1, column: 40, rows: 4, columns: 30))
        _ = try workspace.apply(
            .placeFloating(pane: pane(2), frame: Area(row: 0, column: 0, rows: .max, columns: .max), area: area))
        #expect(place(workspace, in: area) == area)
    }

    @Test func `another floating pane begins in the middle`() throws {
        var workspace = try made()
        let middle = place(workspace, in: area)
        _ = try workspace.apply(
            .placeFloating(pane: pane(2), frame: Area(row: 1, column: 10, rows: 5, columns: 20), area: area))
        _ = try workspace.apply(.close(pane: pane(2)))
        _ = try workspace.apply(.float(tab: firstTab, session: "g"))
        #expect(place(workspace, in: area) == middle)
    }

    @Test func `one border moves, and leaves room`() {
        let frame = Area(row: 5, column: 20, rows: 10, columns: 30)
        #expect(frame.moving(.left, by: -3, in: area) == Area(row: 5, column: 17, rows: 10, columns: 33))
        #expect(frame.moving(.left, by: 100, in: area) == Area(row: 5, column: 38, rows: 10, columns: 12))
        #expect(frame.moving(.right, by: 100, in: area) == Area(row: 5, column: 20, rows: 10, columns: 50))
        #expect(frame.moving(.up, by: -100, in: area) == Area(row: 1, column: 20, rows: 14, columns: 30))
        #expect(frame.moving(.down, by: -100, in: area) == Area(row: 5, column: 20, rows: 4, columns: 30))
        #expect(frame.moved(rows: 100, columns: -100, in: area) == Area(row: 11, column: 10, rows: 10, columns: 30))
    }
}
