import TendScreen

/// What does not fit into cells: texts of several scalars, and underline colours with hyperlinks.
///
/// Both grids of a terminal share the tables. Entries that no cell uses any more are collected when the tables have doubled,
/// and the tables never hold more than ``limit`` entries, so hostile output cannot fill the memory: what does not fit is
/// shown without its marks or link.
struct CellTables {
    static let limit = 1 << 16
    /// Bytes of all links together.
    static let byteLimit = 8 << 20

    /// A text is a glyph (one scalar, or an earlier cluster) and a scalar after it: texts form a tree, and adding a mark to a
    /// cell is one look-up without any string.
    struct Cluster {
        var prefix: UInt32
        var scalar: UInt32
        /// The whole text.
        var text: String
    }

    private(set) var clusters: [Cluster] = []
    private var clusterIndices: [UInt64: UInt32] = [:]
    private(set) var extras: [Extra] = []
    private var extraIndices: [Extra: UInt32] = [:]
    private var byteCount = 0
    /// Entries at which a collection is worth its time.
    private var threshold = 1024
    /// Entries asked for in vain since the last collection.
    private var refusals = 0

    var count: Int { clusters.count + extras.count }

    /// Whether the owner should call ``collect(in:)`` before adding something.
    ///
    /// When everything is in use a collection gains nothing, so it is not repeated for each refused entry.
    var wantsCollection: Bool {
        (count >= threshold && refusals == 0) || refusals > 1 << 15
    }

    /// The glyph for the text of a glyph and one more scalar; nil if there is no room.
    mutating func glyph(joining scalar: UInt32, to prefix: UInt32) -> UInt32? {
        let key = UInt64(prefix) << 32 | UInt64(scalar)
        if let index = clusterIndices[key] { return index | Cell.clusterFlag }
        guard hasRoom(for: 0) else { return nil }
        let index = UInt32(truncatingIfNeeded: clusters.count)
        var text = text(of: prefix)
        text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
        clusters.append(Cluster(prefix: prefix, scalar: scalar, text: text))
        clusterIndices[key] = index
        return index | Cell.clusterFlag
    }

    /// The glyph for a text, or for as much of it as there is room for. An empty text is a blank.
    mutating func glyph(for text: some StringProtocol) -> UInt32 {
        var glyph: UInt32 = 0
        for scalar in text.unicodeScalars {
            if glyph == 0 {
                glyph = scalar.value
            } else if let longer = self.glyph(joining: scalar.value, to: glyph) {
                glyph = longer
            } else {
                break
            }
        }
        return glyph
    }

    /// The index of an extra; nil if there is no room.
    mutating func index(for extra: Extra) -> Int? {
        if let index = extraIndices[extra] { return Int(index) }
        guard hasRoom(for: (extra.link?.uri.utf8.count ?? 0) + (extra.link?.id.utf8.count ?? 0)) else { return nil }
        extraIndices[extra] = UInt32(truncatingIfNeeded: extras.count)
        extras.append(extra)
        return extras.count - 1
    }

    private mutating func hasRoom(for bytes: Int) -> Bool {
        guard count < CellTables.limit, byteCount + bytes <= CellTables.byteLimit else {
            refusals += 1
            return false
        }
        byteCount += bytes
        return true
    }

    /// The text of a glyph of one or several scalars.
    func text(of glyph: UInt32) -> String {
        guard glyph & Cell.clusterFlag != 0 else { return String(Unicode.Scalar(glyph) ?? "\u{FFFD}") }
        let index = Int(glyph & ~Cell.clusterFlag)
        return index < clusters.count ? clusters[index].text : "\u{FFFD}"
    }

    /// Forgets what no cell of the grids uses, and renumbers the cells.
    mutating func collect(in grids: [Grid]) {
        var fresh = CellTables()
        for grid in grids {
            for row in 0..<grid.rows { renumber(grid[row], into: &fresh) }
        }
        fresh.threshold = max(1024, fresh.count * 2)
        self = fresh
    }

    private func renumber(_ line: LinePointer, into fresh: inout CellTables) {
        guard line.pointee.flags.contains(.rich), let cells = line.pointee.cells else { return }
        var isRich = false
        for column in 0..<Int(line.pointee.used) {
            if cells[column].glyph & Cell.clusterFlag != 0 {
                cells[column].glyph = fresh.glyph(for: text(of: cells[column].glyph))
                isRich = true
            }
            if let old = cells[column].extraIndex {
                cells[column].setExtra(old < extras.count ? fresh.index(for: extras[old]) : nil)
                isRich = true
            }
        }
        if !isRich { line.pointee.flags.remove(.rich) }
    }
}

extension Cell {
    /// Replaces the index into the extras.
    @inline(__always)
    mutating func setExtra(_ index: Int?) {
        look = look & (1 << Cell.extraShift - 1) | UInt32(truncatingIfNeeded: (index ?? -1) &+ 1) << Cell.extraShift
    }
}
