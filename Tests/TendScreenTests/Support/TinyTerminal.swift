@testable import TendScreen

/// A terminal that knows what the painter says and nothing else: anything unknown is noted in ``complaints``.
struct TinyTerminal {
    struct Place: Hashable {
        var text = " "
        var style = Style.plain

        /// As one sees it: an erased blank has no text colour.
        var seen: Place {
            var seen = self
            if text == " ", style.attributes.isEmpty, style.underline == .none, style.link == nil {
                seen.style = Style(background: style.background)
            }
            return seen
        }
    }

    var size: Size
    /// The right half of a wide glyph has an empty text.
    var places: [[Place]]
    var cursor = Cursor()
    var modes: Set<String> = []
    var title = ""
    var keyboard = "0"
    var complaints: [String] = []
    private var style = Style.plain
    private var region: Range<Int>
    private var breaker = ClusterBreaker()

    init(size: Size) {
        self.size = size
        places = Array(repeating: Array(repeating: Place(), count: size.columns), count: size.rows)
        region = 0..<size.rows
    }

    mutating func feed(_ bytes: [UInt8]) {
        var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                breaker.reset()
                escape(&scalars)
            } else if scalar == "\r" {
                breaker.reset()
                cursor.point.column = 0
            } else if scalar.value < 0x20 {
                complaints.append("control \(scalar.value)")
            } else {
                print(scalar)
            }
        }
    }

    private mutating func escape(_ scalars: inout Substring.UnicodeScalarView) {
        switch scalars.popFirst() {
        case "=": modes.insert("keypad")
        case ">": modes.remove("keypad")
        case "]":
            var text = String.UnicodeScalarView()
            while let next = scalars.popFirst(), next != "\u{1B}" { text.append(next) }
            _ = scalars.popFirst()
            let parts = String(text).split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
            if parts[0] == "8" {
                let uri = String(parts[2])
                style.link = uri.isEmpty ? nil : Link(uri: uri, id: String(parts[1].dropFirst(3)))
            } else if parts[0] == "2" {
                title = String(text).dropFirst(2).description
            } else {
                complaints.append("OSC \(String(text))")
            }
        case "[":
            var text = ""
            while let next = scalars.popFirst() {
                if (0x40...0x7E).contains(next.value) { return control(text, Character(next)) }
                text.unicodeScalars.append(next)
            }
        default: complaints.append("escape")
        }
    }

    private mutating func control(_ text: String, _ final: Character) {
        let numbers = text.split(separator: ";").map { Int($0) ?? 0 }
        let first = max(1, numbers.first ?? 1)
        let row = cursor.point.row
        let column = cursor.point.column
        switch final {
        case "H":
            cursor.point = Point(row: first - 1, column: numbers.count > 1 ? numbers[1] - 1 : 0)
            if cursor.point.row >= size.rows || cursor.point.column >= size.columns { complaints.append("outside") }
        case "C": cursor.point.column += first
        case "J": for line in places.indices { erase(line, 0..<size.columns) }
        case "K": erase(row, column..<size.columns)
        case "X": erase(row, column..<column + first)
        case "S", "T":
            for _ in 0..<first {
                places.remove(at: final == "S" ? region.lowerBound : region.upperBound - 1)
                let blank = Array(repeating: Place(style: Style(background: style.background)), count: size.columns)
                places.insert(blank, at: final == "S" ? region.upperBound - 1 : region.lowerBound)
            }
        case "r":
            region = numbers.isEmpty ? 0..<size.rows : numbers[0] - 1..<numbers[1]
            cursor.point = Point(row: 0, column: 0)
        case "m": sgr(text)
        case "h" where text == "?25": cursor.isVisible = true
        case "l" where text == "?25": cursor.isVisible = false
        case "h": modes.insert(text)
        case "l": modes.remove(text)
        case "q":
            let number = Int(text.dropLast()) ?? 0
            cursor.shape = Cursor.Shape(rawValue: UInt8((max(1, number) + 1) / 2))!
            cursor.blinks = number == 0 || number % 2 == 1
        case "u": keyboard = String(text.dropFirst())
        case "t": break
        default: complaints.append("CSI \(text)\(final)")
        }
    }

    private mutating func sgr(_ text: String) {
        let link = style.link
        var codes = text.split(separator: ";", omittingEmptySubsequences: false)[...]
        func color() -> Color {
            if codes.popFirst() == "5" { return .palette(UInt8(codes.popFirst()!)!) }
            return .rgb(UInt8(codes.popFirst()!)!, UInt8(codes.popFirst()!)!, UInt8(codes.popFirst()!)!)
        }
        let attributes: [Int: Attributes] = [
            1: .bold, 2: .dim, 3: .italic, 5: .blink, 7: .reverse, 8: .conceal, 9: .strike, 53: .overline,
        ]
        while let code = codes.popFirst() {
            let parts = code.split(separator: ":", omittingEmptySubsequences: false)
            let number = Int(parts.first ?? "") ?? 0
            switch number {
            case 0: style = Style(link: link)
            case 4: style.underline = parts.count > 1 ? Underline(rawValue: UInt8(parts[1])!)! : .single
            case 30...37: style.foreground = .palette(UInt8(number - 30))
            case 90...97: style.foreground = .palette(UInt8(number - 82))
            case 40...47: style.background = .palette(UInt8(number - 40))
            case 100...107: style.background = .palette(UInt8(number - 92))
            case 38: style.foreground = color()
            case 48: style.background = color()
            case 39: style.foreground = .default
            case 49: style.background = .default
            case 58:
                style.underlineColor =
                    parts[1] == "5"
                    ? .palette(UInt8(parts[2])!) : .rgb(UInt8(parts[3])!, UInt8(parts[4])!, UInt8(parts[5])!)
            case 59: style.underlineColor = .default
            default:
                if let attribute = attributes[number] {
                    style.attributes.insert(attribute)
                } else {
                    complaints.append("SGR \(code)")
                }
            }
        }
    }

    private mutating func erase(_ row: Int, _ columns: Range<Int>) {
        if columns.upperBound > size.columns { return complaints.append("erases outside") }
        for column in columns { set(row, column, Place(style: Style(background: style.background))) }
    }

    /// Sets one place; if it was half of a wide glyph, the other half becomes blank.
    private mutating func set(_ row: Int, _ column: Int, _ place: Place) {
        if places[row][column].text.isEmpty, column > 0 { places[row][column - 1].text = " " }
        if column + 1 < size.columns, places[row][column + 1].text.isEmpty { places[row][column + 1].text = " " }
        places[row][column] = place
    }

    private mutating func print(_ scalar: Unicode.Scalar) {
        let row = cursor.point.row
        switch breaker.step(scalar) {
        case .dropped: complaints.append("dropped \(scalar.value)")
        case .starts(let width):
            guard cursor.point.column + width <= size.columns else { return complaints.append("wraps") }
            for column in cursor.point.column..<cursor.point.column + width { set(row, column, Place(style: style)) }
            places[row][cursor.point.column].text = String(scalar)
            if width == 2 { places[row][cursor.point.column + 1].text = "" }
            cursor.point.column += width
        case .joins(let width):
            var base = cursor.point.column - 1
            if places[row][base].text.isEmpty { base -= 1 }
            places[row][base].text.unicodeScalars.append(scalar)
            if width == 2, cursor.point.column == base + 1 {
                set(row, base + 1, Place(text: "", style: style))
                cursor.point.column += 1
            }
        }
    }
}
