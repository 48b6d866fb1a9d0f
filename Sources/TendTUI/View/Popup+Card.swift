import TendCore
import TendScreen

extension Popup {
    /// At the bottom of the pane that asks, where the agent's last words above it can be read on; in the middle where that pane is not
    /// seen or too small. Nil: the item has come to its end.
    init?(_ card: Card, _ scene: Scene) {
        let model = scene.model
        guard let item = model.attention.item(card.item) else { return nil }
        let place = scene.places.last { scene.pane($0.pane)?.session == item.session }?.content
        let pane = place.flatMap { $0.rows >= 8 && $0.columns >= 36 ? $0 : nil }
        let room = pane ?? scene.tabArea
        let hasBox = room.rows >= 7 && room.columns >= 24
        let edge = hasBox ? 2 : 0
        let columns = min(room.columns, Popup.widestCard)
        let textColumns = columns - (hasBox ? 4 : 0)
        let mostRows = max(1, room.rows - edge - (room.rows >= 12 ? room.rows / 4 : 0))

        let keys = CardKeys(item, card, model)
        let hasRule = hasBox && mostRows >= 6
        let text = CardText(item, card, model, columns: textColumns, isTight: !hasBox)
        let mostKeys = max(1, mostRows / 3)
        var footer = keys.lines(columns: textColumns, most: mostKeys, isTight: false)
        if text.lines.count + footer.count + (hasRule ? 1 : 0) > mostRows {
            footer = keys.lines(columns: textColumns, most: mostKeys, isTight: true)
        }
        let fixed = footer.count + (hasRule ? 1 : 0)
        let rows = min(text.lines.count, max(1, mostRows - fixed))
        let height = min(room.rows, rows + fixed + edge)
        let frame = Area(
            row: pane == nil ? room.row + (room.rows - height) / 2 : room.lastRow - height + 1,
            column: room.column + (room.columns - columns) / (pane == nil ? 2 : 1),
            rows: height, columns: columns)
        self.init(pane == nil ? frame : frame.moved(to: room.column), hasBox: hasBox)
        self.footer = footer
        self.hasRule = hasRule
        lines = text.lines
        owners = text.owners
        count = lines.count
        list = inside.inset(columns: hasBox ? 1 : 0)
        list.rows = max(0, min(rows, inside.rows - fixed))
        first = max(0, min(card.scroll, count - list.rows))
        isCommandCut = text.commandEnd > first + list.rows
    }

    /// Wider lines are no easier to read.
    private static let widestCard = 110
}

extension Area {
    fileprivate func moved(to column: Int) -> Area { Area(row: row, column: column, rows: rows, columns: columns) }
}
