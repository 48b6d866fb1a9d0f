import TendCore
import TendScreen

extension View {
    /// The number of each pane in its middle: large, where there is room. Of those that begin with what was typed. One that is the
    /// beginning of others says which key goes there.
    mutating func drawNumbers(_ typed: String) {
        for place in scene.places where !isCovered(place) {
            guard let index = scene.tab?.number(of: place.pane) else { continue }
            let number = String(index)
            guard number.hasPrefix(typed) else { continue }
            let isFocused = place.pane == scene.focused
            let columns = number.utf8.count * 6 - 1
            let content = place.content
            let key = scene.tab?.isBeginning(index) == true ? "Enter" : ""
            guard content.rows >= 7, content.columns >= columns + 4 else {
                let roomy = key.isEmpty ? " \(number) " : " \(number) \(key) "
                let text = roomy.utf8.count <= content.columns ? roomy : " \(number) "
                putCentered(
                    [Span(text, isFocused ? .popupCurrent : .popup)], row: content.row + content.rows / 2, in: content)
                continue
            }
            let origin = Point(
                row: content.row + (content.rows - 5) / 2, column: content.column + (content.columns - columns) / 2)
            canvas.fill(Area(row: origin.row - 1, column: origin.column - 2, rows: 7, columns: columns + 4), .plain)
            for (index, digit) in number.utf8.enumerated() {
                let start = Point(row: origin.row, column: origin.column + index * 6)
                draw(digit: Int(digit) - 48, at: start, theme[isFocused ? .textAccent : .text])
            }
            putCentered([Span(key, .textDim)], row: origin.row + 5, in: content)
        }
    }

    private func isCovered(_ place: PanePlace) -> Bool {
        let content = place.content
        let middle = Point(row: content.row + content.rows / 2, column: content.column + content.columns / 2)
        return !place.isFloating && scene.places.contains { $0.isFloating && $0.frame.contains(middle) }
    }

    private mutating func draw(digit: Int, at origin: Point, _ style: Style) {
        guard View.digits.indices.contains(digit) else { return }
        let block = marks.isASCII ? "#" : "█"
        for (row, line) in View.digits[digit].enumerated() {
            for (column, bit) in line.enumerated() where bit == "1" {
                canvas.put(block, at: Point(row: origin.row + row, column: origin.column + column), style)
            }
        }
    }

    /// Five rows of five columns each.
    private static let digits: [[String]] = [
        ["11111", "11011", "11011", "11011", "11111"], ["00110", "01110", "00110", "00110", "01111"],
        ["11111", "00011", "11111", "11000", "11111"], ["11111", "00011", "01111", "00011", "11111"],
        ["11011", "11011", "11111", "00011", "00011"], ["11111", "11000", "11111", "00011", "11111"],
        ["11111", "11000", "11111", "11011", "11111"], ["11111", "00011", "00011", "00011", "00011"],
        ["11111", "11011", "11111", "11011", "11111"], ["11111", "11011", "11111", "00011", "11111"],
    ]
}
