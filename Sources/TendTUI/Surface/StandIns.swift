import CCurses
import TendScreen

/// Scalars that stand for what ncurses cannot hold in a cell: clusters of many scalars, and glyphs whose width glibc sees otherwise than
/// `Width` does. ncurses places the stand-in; ``Inking`` writes what it stands for.
struct StandIns {
    struct Glyph: Hashable {
        var text: String
        var isWide: Bool
        /// Terminals disagree on the width of such glyphs too: the cursor is placed anew behind each, for which the column must be known.
        var column: Int
    }

    /// Scalars that glibc has as one and as two columns wide. What is really meant by them gets a stand-in itself.
    static let narrow: Range<UInt32> = 0xF0000..<0xFFFFE
    static let wide: Range<UInt32> = 0x20000..<0x2A6D7

    private var scalars: [Glyph: UInt32] = [:]
    private var narrowGlyphs: [Glyph] = []
    private var wideGlyphs: [Glyph] = []

    /// The scalar for a cell that is no tail; nil when none is left.
    mutating func scalar(of cell: Cell, in row: Row, column: Int) -> UInt32? {
        if cell.glyph < 0x7F { return max(cell.glyph, 0x20) }
        if cell.clusterIndex == nil, let scalar = Unicode.Scalar(cell.glyph) {
            let width = Width.of(scalar)
            if width == 0 { return 0x20 }
            let isTaken = StandIns.narrow.contains(cell.glyph) || StandIns.wide.contains(cell.glyph)
            if !isTaken, width == (cell.isWide ? 2 : 1), tend_glyph_width(cell.glyph) == Int32(width) { return cell.glyph }
        }
        let glyph = Glyph(text: Printable.text(of: cell, in: row), isWide: cell.isWide, column: column)
        if let scalar = scalars[glyph] { return scalar }
        let range = glyph.isWide ? StandIns.wide : StandIns.narrow
        let scalar = range.lowerBound + UInt32(glyph.isWide ? wideGlyphs.count : narrowGlyphs.count)
        guard range.contains(scalar) else { return nil }
        if glyph.isWide { wideGlyphs.append(glyph) } else { narrowGlyphs.append(glyph) }
        scalars[glyph] = scalar
        return scalar
    }

    /// What a scalar stands for; nil: itself.
    func glyph(_ scalar: UInt32) -> Glyph? {
        if StandIns.narrow.contains(scalar) {
            let index = Int(scalar - StandIns.narrow.lowerBound)
            return index < narrowGlyphs.count ? narrowGlyphs[index] : nil
        }
        guard StandIns.wide.contains(scalar) else { return nil }
        let index = Int(scalar - StandIns.wide.lowerBound)
        return index < wideGlyphs.count ? wideGlyphs[index] : nil
    }
}

/// For terminals without UTF-8.
enum ASCII {
    private static let latin = Array("AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty".utf8)
    private static let others: [UInt32: UInt8] = {
        let pairs: [(String, Unicode.Scalar)] = [
            ("‘’‚′", "'"), ("“”„″", "\""), ("–—−―‐‑", "-"), ("…·•∙", "."), ("←◀◂◄‹«", "<"), ("→▶▸►›»❯", ">"),
            ("↑▲▴", "^"), ("↓▼▾", "v"), ("●◉◆■◼★✱✳✻✽⏺⬤", "*"), ("○◌◇□◻◦☆", "o"), ("✓✔√", "+"), ("✗✘✕×✖", "x"), ("¡", "!"), ("¦", "|"),
            ("\u{A0}", " "),
        ]
        var table: [UInt32: UInt8] = [:]
        for (scalars, ascii) in pairs { for scalar in scalars.unicodeScalars { table[scalar.value] = UInt8(ascii: ascii) } }
        return table
    }()

    /// The likeness of a glyph.
    static func scalar(_ glyph: UInt32) -> UInt32 {
        switch glyph {
        case 0..<0x20: return 0x20
        case 0x20..<0x7F: return glyph
        case 0xC0...0xFF: return UInt32(latin[Int(glyph - 0xC0)])
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576, 0x2578, 0x257A, 0x257C, 0x257E:
            return 0x2D
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577, 0x2579, 0x257B, 0x257D, 0x257F:
            return 0x7C
        case 0x2500...0x257F: return 0x2B
        case 0x2580...0x2590, 0x2593...0x259F: return 0x23
        case 0x2591, 0x2592: return 0x3A
        default: return UInt32(others[glyph] ?? 0x3F)
        }
    }
}
