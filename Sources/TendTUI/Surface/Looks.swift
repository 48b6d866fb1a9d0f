import TendScreen

/// Numbers for the looks on the screen: what ncurses takes for colour pairs. 0 is plain.
struct Looks {
    private struct Key: Hashable {
        var foreground: Color
        var background: Color
        var look: UInt32
    }

    private let traits: TerminalTraits
    private let limit: Int
    private var numbers: [Key: Int32] = [:]
    private var styled: [Style: Int32] = [.plain: 0]
    /// By number.
    private(set) var styles: [Style] = [.plain]

    init(traits: TerminalTraits, limit: Int = Int(TerminfoEntry.pairs)) {
        self.traits = traits
        self.limit = limit
    }

    /// Nil when there are no numbers left.
    mutating func number(of cell: Cell, in row: Row) -> Int32? {
        let look = cell.look & ~(Cell.wideFlag | UInt32(Attributes.protected.rawValue))
        if look == 0, cell.foreground == .default, cell.background == .default { return 0 }
        // Extras are numbered by row.
        if cell.extraIndex != nil { return number(of: row.style(of: cell)) }
        let key = Key(foreground: cell.foreground, background: cell.background, look: look)
        if let number = numbers[key] { return number }
        guard let number = number(of: row.style(of: cell)) else { return nil }
        // With few colours there may be more keys than looks.
        if numbers.count >= limit { numbers = [:] }
        numbers[key] = number
        return number
    }

    private mutating func number(of wanted: Style) -> Int32? {
        var style = wanted
        style.foreground = wanted.foreground.reduced(to: traits.depth)
        style.background = wanted.background.reduced(to: traits.depth)
        style.attributes.remove(.protected)
        if !traits.isModern {
            style.attributes.formIntersection([.bold, .dim, .blink, .reverse, .conceal])
            if style.underline != .none { style.underline = .single }
            style.underlineColor = .default
            style.link = nil
        }
        if let number = styled[style] { return number }
        guard styles.count < limit else { return nil }
        let number = Int32(styles.count)
        styled[style] = number
        styles.append(style)
        return number
    }
}
