@testable import TendCore

/// The tab as text: a letter for each cell of a pane (`a` is pane 1), a capital for its title row, `|` for a border.
/// A `!` is a cell that two things claim.
func picture(of tab: Tab, rows: Int, columns: Int) -> String {
    let area = Area(row: 0, column: 0, rows: rows, columns: columns)
    var cells = Array(repeating: Array(repeating: Character("."), count: columns), count: rows)
    func fill(_ area: Area, _ character: Character, isOver: Bool) {
        for row in area.row..<area.row + area.rows {
            for column in area.column..<area.column + area.columns {
                cells[row][column] = isOver || cells[row][column] == "." ? character : "!"
            }
        }
    }
    for line in tab.borders(in: area) {
        fill(Area(row: line.row, column: line.column, rows: line.rows, columns: 1), "|", isOver: false)
    }
    for place in tab.places(in: area) {
        let letter = Character(Unicode.Scalar(UInt8(96 + place.pane.rawValue)))
        if place.isFloating {
            fill(place.frame, "#", isOver: true)
            fill(place.content, letter, isOver: true)
            continue
        }
        if place.hasTitle {
            var title = place.frame
            title.rows = 1
            fill(title, Character(letter.uppercased()), isOver: false)
        }
        fill(place.content, letter, isOver: false)
    }
    return cells.map { String($0) }.joined(separator: "\n")
}

extension Workspace {
    /// A workspace of one tab, made by these actions; the panes are numbered from 1, and so are their sessions.
    static func made(_ actions: WorkspaceAction...) throws -> Workspace {
        var workspace = Workspace(name: "main")
        _ = try workspace.apply(.newTab(session: "s1", name: nil, at: nil))
        for action in actions { _ = try workspace.apply(action) }
        return workspace
    }
}

extension WorkspaceAction {
    /// Splits pane `number`; the new pane will be `new`.
    static func split(_ number: Int, _ side: Direction, new: Int) -> WorkspaceAction {
        .split(pane: PaneID(rawValue: number), side, session: "s\(new)")
    }
}

let firstTab = TabID(rawValue: 1)
func pane(_ number: Int) -> PaneID { PaneID(rawValue: number) }
