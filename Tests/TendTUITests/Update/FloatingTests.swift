import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// The floating pane by keys and mouse.
@Suite struct FloatingTests {
    private func frame(_ desk: Desk) -> Area? { Scene(desk.model).places.last { $0.isFloating }?.frame }

    private func drag(_ desk: inout Desk, from: Point, to: Point) {
        desk.mouse(.press, from.row, from.column)
        desk.mouse(.motion, (from.row + to.row) / 2, (from.column + to.column) / 2)
        desk.mouse(.motion, to.row, to.column)
        desk.mouse(.release, to.row, to.column)
    }

    @Test func `it is resized by the commands for panes, and stays so while it is hidden`() throws {
        var desk = Desk()
        desk.type("C-b f")
        let before = try #require(frame(desk))
        desk.type("C-b C-Right")
        #expect(frame(desk)?.columns == before.columns + 2)
        desk.run("pane.resize up 5")
        #expect(
            frame(desk)
                == Area(row: before.row, column: before.column, rows: before.rows - 5, columns: before.columns + 2))
        let small = frame(desk)
        desk.type("C-b f C-b f")
        #expect(frame(desk) == small)
        desk.run("pane.resize right 500")
        #expect(frame(desk).map { $0.column + $0.columns } == 80)
        desk.effects = []
        desk.run("pane.resize right")
        #expect(desk.refusal == "the floating pane cannot go further")
    }

    @Test func `it is moved by the commands that swap panes`() throws {
        var desk = Desk()
        desk.type("C-b f")
        let before = try #require(frame(desk))
        desk.run("pane.swap left; pane.swap up")
        #expect(frame(desk)?.column == before.column - 4 && frame(desk)?.row == before.row - 2)
        #expect(frame(desk)?.rows == before.rows && frame(desk)?.columns == before.columns)
    }

    @Test func `its title line moves it, its borders and its corner resize it`() throws {
        var desk = Desk()
        desk.type("C-b f")
        let old = try #require(frame(desk))
        drag(
            &desk, from: Point(row: old.row, column: old.column + 10),
            to: Point(row: old.row + 1, column: old.column + 14))
        #expect(frame(desk) == Area(row: old.row + 1, column: old.column + 4, rows: old.rows, columns: old.columns))
        let moved = try #require(frame(desk))
        drag(
            &desk, from: Point(row: moved.lastRow, column: moved.lastColumn),
            to: Point(row: moved.lastRow - 3, column: moved.lastColumn - 6))
        #expect(frame(desk)?.rows == old.rows - 3 && frame(desk)?.columns == old.columns - 6)
        drag(&desk, from: Point(row: 10, column: moved.column), to: Point(row: 12, column: moved.column + 5))
        #expect(frame(desk)?.column == moved.column + 5 && frame(desk)?.columns == old.columns - 11)
        #expect(frame(desk)?.row == moved.row)
        // Beyond the edge and back: it is where the pointer is.
        let here = try #require(frame(desk))
        desk.mouse(.press, here.row, here.column + 10)
        desk.mouse(.motion, 0, 0)
        #expect(frame(desk)?.row == 0 && frame(desk)?.column == 0)
        desk.mouse(.motion, here.row, here.column + 10)
        desk.mouse(.release, here.row, here.column + 10)
        #expect(frame(desk) == here)
    }

    @Test func `a click on its border gives it the focus`() throws {
        var desk = Desk()
        desk.type("C-b f")
        let place = try #require(frame(desk))
        desk.run("pane.focus 1")
        desk.mouse(.press, place.lastRow, place.column + 5)
        desk.mouse(.release, place.lastRow, place.column + 5)
        #expect(desk.panes == "bash1 [bash2]")
        #expect(frame(desk) == place)
    }

    @Test func `it cannot be split, and no session is made for that`() {
        var desk = Desk()
        desk.type("C-b f")
        let sessions = desk.model.sessions.count
        desk.effects = []
        desk.run("pane.split right")
        #expect(desk.refusal == "a floating pane cannot be split")
        #expect(desk.model.sessions.count == sessions)
    }

    @Test func `a command for a second one is refused, not thrown away`() {
        var desk = Desk()
        desk.type("C-b f")
        desk.effects = []
        desk.run("pane.float top")
        #expect(desk.refusal?.hasPrefix("the tab has a floating pane already") == true)
        desk.effects = []
        desk.run("pane.float")
        #expect(desk.refusal == nil)
        #expect(desk.panes == "[bash1]")
    }
}
