package import TendScreen

extension Reply {
    /// What DECRQSS can ask for. Rows and columns are zero-based and inclusive.
    package struct Settings: Hashable, Sendable {
        package var pen: Pen
        package var cursor: Cursor
        package var size: Size
        package var rows: ClosedRange<Int>
        package var columns: ClosedRange<Int>
        /// DECSACE.
        package var isExtentRectangular: Bool

        package init(
            pen: Pen, cursor: Cursor, size: Size, rows: ClosedRange<Int>, columns: ClosedRange<Int>,
            isExtentRectangular: Bool = false
        ) {
            self.pen = pen
            self.cursor = cursor
            self.size = size
            self.rows = rows
            self.columns = columns
            self.isExtentRectangular = isExtentRectangular
        }
    }

    /// DECRQSS: what `DCS $ q request ST` asks for, or the answer that there is no such thing.
    ///
    /// - Parameter request: the bytes between `$q` and the terminator. They only choose among answers.
    /// - SeeAlso: <https://vt100.net/docs/vt510-rm/DECRQSS.html>
    package static func setting(_ request: some Collection<UInt8>, _ settings: Settings) -> String {
        let answer: String? =
            switch String(decoding: request.prefix(8), as: UTF8.self) {
            case "m": settings.pen.sgrParameters + "m"
            case "r": "\(settings.rows.lowerBound + 1);\(settings.rows.upperBound + 1)r"
            case "s": "\(settings.columns.lowerBound + 1);\(settings.columns.upperBound + 1)s"
            case " q": "\(settings.cursor.styleNumber) q"
            case "\"q": settings.pen.attributes.contains(.protected) ? "1\"q" : "0\"q"
            case "\"p": "62;1\"p"
            case "t": "\(settings.size.rows)t"
            case "$|": "\(settings.size.columns)$|"
            case "*x": settings.isExtentRectangular ? "2*x" : "1*x"
            case "*|": "\(settings.size.rows)*|"
            default: nil
            }
        return answer.map { "\u{1B}P1$r\($0)\u{1B}\\" } ?? "\u{1B}P0$r\u{1B}\\"
    }
}

extension Cursor {
    /// The parameter of DECSCUSR for this shape: 1, 3, 5 blink, 2, 4, 6 are steady.
    package var styleNumber: Int { Int(shape.rawValue) * 2 - (blinks ? 1 : 0) }

    /// Takes DECSCUSR. 0 is the default, a blinking block; other numbers above 6 do nothing.
    package mutating func setStyle(_ number: Int) {
        guard 0...6 ~= number else { return }
        let number = max(number, 1)
        shape = Shape(rawValue: UInt8((number + 1) / 2)) ?? .block
        blinks = number % 2 == 1
    }
}
