package import TendScreen

extension CopyMode {
    /// A button was pressed at a cell of the pane: once begins to select by cells, twice by words, three times by lines.
    package mutating func press(at point: Point, clicks: Int, isBlock: Bool = false) -> [CopyEffect] {
        perform(.press(point, clicks: clicks, isBlock: isBlock))
    }

    /// The pointer moved with the button held, perhaps out of the pane: then it scrolls as well.
    package mutating func drag(to point: Point) -> [CopyEffect] { perform(.drag(point)) }

    /// The button was released. What was selected stays selected.
    package mutating func release() -> [CopyEffect] { perform(.release) }

    /// The wheel was turned by so many rows; down is positive.
    package mutating func scroll(by count: Int) -> [CopyEffect] { perform(.scroll(count)) }

    /// Whether the pointer is held above or below the pane, and there is more: ``autoScroll()`` wants to be called every 50 ms or so.
    package var wantsAutoScroll: Bool {
        guard let mouse else { return false }
        return mouse.point.row < 0 && origin.row > 0 || mouse.point.row >= size.rows && origin.row < lastTop
    }

    package mutating func autoScroll() -> [CopyEffect] { mouse.map { drag(to: $0.point) } ?? [] }

    mutating func pressed(at point: Point, clicks: Int, isBlock: Bool) -> [CopyEffect] {
        wantedColumn = nil
        selection = nil
        dropTyped()
        cursor = place(of: point)
        settle()
        var (first, last) = (cursor, cursor)
        if clicks == 2 { (first, last) = (wordFirst(cursor), wordLast(cursor)) }
        mouse = MouseDrag(clicks: min(clicks, 3), isBlock: isBlock, first: first, last: last, point: point)
        if clicks == 2 {
            selection = Selection(kind: .characters, anchor: first)
            cursor = last
        } else if clicks > 2 {
            selection = Selection(kind: .lines, anchor: cursor)
        }
        return []
    }

    mutating func dragged(to point: Point) -> [CopyEffect] {
        guard let mouse else { return [] }
        self.mouse?.point = point
        if point.row < 0 { origin.row = max(origin.row + max(point.row, -5), 0) }
        if point.row >= size.rows { origin.row = min(origin.row + min(point.row - size.rows + 1, 5), lastTop) }
        let inside = Point(row: min(max(point.row, 0), size.rows - 1), column: point.column)
        let place = place(of: inside)
        switch mouse.clicks {
        case 1:
            if selection == nil, place == mouse.first { return [] }
            selection = Selection(kind: mouse.isBlock ? .block : .characters, anchor: mouse.first)
            cursor = place
        case 2:
            let isBefore = (place.row, place.column) < (mouse.first.row, mouse.first.column)
            selection = Selection(kind: .characters, anchor: isBefore ? mouse.last : mouse.first)
            let end = isBefore ? wordFirst(place) : wordLast(place)
            let isInside = !isBefore && (end.row, end.column) < (mouse.last.row, mouse.last.column)
            cursor = isInside ? mouse.last : end
        default:
            cursor = place
        }
        return []
    }

    mutating func released() -> [CopyEffect] {
        mouse = nil
        return []
    }

    mutating func scrolled(by count: Int) -> [CopyEffect] {
        let isAtEnd = origin.row >= lastTop
        if count > 0, leavesAtEnd, selection == nil, mouse == nil, isAtEnd || origin.row + count >= lastTop {
            return [.leave]
        }
        scrollRows(by: count)
        return []
    }

    /// The cell of the text at one of the pane.
    private func place(of point: Point) -> Point {
        let row = min(max(origin.row + point.row, 0), max(rows.count - 1, 0))
        let column = min(max(origin.column + point.column, 0), max(rows.width - 1, 0))
        return Point(row: row, column: rows[row]?.start(of: column) ?? column)
    }
}
