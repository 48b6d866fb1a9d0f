import TendScreen

/// Operations on rectangles. The cursor stays where it is, and margins do not matter, except that in origin mode the region is
/// the page: coordinates count from its corner and end at its edges.
///
/// - SeeAlso: <https://vt100.net/docs/vt510-rm/DECCRA.html> and its neighbours DECFRA, DECERA, DECSERA, DECCARA, DECRARA, DECSACE.
extension Terminal {
    /// What coordinates of rectangles refer to.
    private var page: Rectangle {
        if !modes.has(.origin) { return Rectangle(top: 0, bottom: grid.rows, left: 0, right: grid.columns) }
        return Rectangle(
            top: top, bottom: bottom, left: hasMargins ? left : 0, right: hasMargins ? right : grid.columns
        )
    }

    /// Two corners, as four parameters from `index` on name them, cut to the page. It need not be a rectangle.
    private func corners(_ index: Int) -> Rectangle {
        let (page, parameters) = (page, lexer.parameters)
        let lastRow = parameters.value(index + 2, or: 0)
        let lastColumn = parameters.value(index + 3, or: 0)
        return Rectangle(
            top: min(page.top + parameters.repetitions(index) - 1, page.bottom),
            bottom: lastRow == 0 ? page.bottom : min(page.top + lastRow, page.bottom),
            left: min(page.left + parameters.repetitions(index + 1) - 1, page.right),
            right: lastColumn == 0 ? page.right : min(page.left + lastColumn, page.right)
        )
    }

    /// The rectangle that four parameters from `index` on name; nil if there is nothing in it.
    func rectangle(_ index: Int) -> Rectangle? { corners(index).clamped(to: grid) }

    /// DECERA, DECSERA.
    func eraseRectangle(keepsProtected: Bool) {
        if let area = rectangle(0) { grid.erase(area, to: blank, keepsProtected: keepsProtected) }
    }

    /// DECFRA: `glyph ; top ; left ; bottom ; right`.
    func fillRectangle() {
        let code = UInt32(lexer.parameters.value(0, or: 0x20))
        guard 0x20...0x7E ~= code || 0xA0...0xFF ~= code, let area = rectangle(1) else { return }
        var sets = charsets
        var cell = template
        cell.glyph = code < 0x80 ? sets.scalar(for: UInt8(code)) : code
        guard let scalar = Unicode.Scalar(cell.glyph), Width.of(scalar) == 1 else { return }
        grid.fill(area, with: cell)
    }

    /// DECCRA: `top ; left ; bottom ; right ; page ; top ; left ; page`. There is one page.
    func copyRectangle() {
        guard let source = rectangle(0) else { return }
        let (page, parameters) = (page, lexer.parameters)
        let target = Rectangle(
            top: page.top + parameters.repetitions(5) - 1, bottom: page.bottom,
            left: page.left + parameters.repetitions(6) - 1, right: page.right
        )
        if let target = target.clamped(to: grid) { grid.copy(source, to: target) }
    }

    /// DECCARA and DECRARA: `top ; left ; bottom ; right ; renditions…`, on a rectangle or, as DECSACE says, on the text from the
    /// first corner to the second.
    func changeRectangle(reversing: Bool) {
        let change = LookChange(lexer.parameters, from: 4, reversing: reversing)
        let (page, corners) = (page, corners(0))
        let isText = !switches.contains(.rectangularExtent) && corners.bottom - corners.top > 1
        guard isText || corners.clamped(to: grid) != nil else { return }
        for row in corners.top..<corners.bottom {
            let first = isText && row > corners.top ? page.left : corners.left
            let end = isText && row < corners.bottom - 1 ? page.right : corners.right
            if first < end { grid.change(row, first, end, change) }
        }
    }

    /// DECSACE.
    func setExtent(_ selector: Int) {
        switch selector {
        case 0, 1: switches.remove(.rectangularExtent)
        case 2: switches.insert(.rectangularExtent)
        default: break
        }
    }
}

/// What DECCARA or DECRARA do to the looks of cells: attributes to be taken away, added and turned over. Colours stay.
struct LookChange: Equatable {
    private var removed: UInt32 = 0
    private var added: UInt32 = 0
    private var reversed: UInt32 = 0

    private static let underlined = Cell.look([], .single)
    /// What 0 stands for.
    private static let all: UInt32 = Cell.look([.bold, .blink, .reverse]) | underlined

    /// - Parameter index: of the first rendition; none means 0.
    init(_ parameters: Parameters, from index: Int, reversing: Bool) {
        for index in index..<max(parameters.count, index + 1) {
            let rendition = parameters.value(index, or: 0)
            if reversing { reverse(rendition) } else { set(rendition) }
        }
    }

    private static func mask(_ rendition: Int) -> UInt32 {
        switch rendition {
        case 1: Cell.look(.bold)
        case 4: underlined
        case 5: Cell.look(.blink)
        case 7: Cell.look(.reverse)
        case 8: Cell.look(.conceal)
        default: 0
        }
    }

    private mutating func set(_ rendition: Int) {
        switch rendition {
        case 0:
            added = 0
            removed = LookChange.all | LookChange.mask(8) | Cell.underlineMask
        case 22...28: remove(LookChange.mask(rendition == 22 ? 1 : rendition - 20))
        default:
            remove(LookChange.mask(rendition))
            added |= LookChange.mask(rendition)
        }
    }

    private mutating func remove(_ mask: UInt32) {
        removed |= mask & LookChange.underlined != 0 ? mask | Cell.underlineMask : mask
        added &= ~mask
    }

    private mutating func reverse(_ rendition: Int) {
        reversed ^= rendition == 0 ? LookChange.all : LookChange.mask(rendition)
    }

    /// Applies the change to a cell. Turned over, an underline of any kind goes, and a single one comes.
    @inline(__always)
    func apply(to cell: inout Cell) {
        var look = cell.look & ~removed | added
        if reversed & LookChange.underlined != 0, look & Cell.underlineMask != 0 {
            look = look & ~Cell.underlineMask | LookChange.underlined
        }
        cell.look = look ^ reversed
    }
}
