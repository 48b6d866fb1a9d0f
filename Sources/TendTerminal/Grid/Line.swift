import Glibc
import TendScreen

/// A row of the grid as the emulator works on it: a small header, and cells that exist only as far as something was written.
///
/// Lines live on the heap, are owned by one ``Grid`` and are moved by their addresses; their cells index the tables of the
/// terminal (``CellTables``). ``Row`` is what leaves the terminal.
struct Line {
    struct Flags: OptionSet {
        var rawValue: UInt8
        /// The text goes on in the next line, because it reached the right edge.
        static let wrapped = Flags(rawValue: 1 << 0)
        /// Wrapped one column early, because a wide glyph did not fit; the last column is no part of the text.
        static let wrappedEarly = Flags(rawValue: 1 << 1)
        /// There may be wide glyphs.
        static let wide = Flags(rawValue: 1 << 2)
        /// There may be cells that index the tables.
        static let rich = Flags(rawValue: 1 << 3)
        /// A shell's prompt begins here.
        static let prompt = Flags(rawValue: 1 << 4)

        static let anyWrap: Flags = [.wrapped, .wrappedEarly]
    }

    private(set) var cells: UnsafeMutablePointer<Cell>?
    private var capacity: Int32
    /// Cells from here on are blank and may not exist in memory.
    var used: Int32
    /// 0: changed since it was last read out. Otherwise the number that stands for exactly these contents.
    var stamp: UInt64
    var flags: Flags

    private init() {
        cells = nil
        capacity = 0
        used = 0
        stamp = 0
        flags = []
    }

    static func make() -> LinePointer {
        let line = LinePointer.allocate(capacity: 1)
        line.initialize(to: Line())
        return line
    }

    /// A line of its own with the same cells and flags.
    static func make(copying original: LinePointer) -> LinePointer {
        let line = make()
        line.pointee.flags = original.pointee.flags
        let count = Int(original.pointee.used)
        if let cells = original.pointee.cells, count > 0 {
            line.pointee.open(from: 0, to: count, columns: count).update(from: cells, count: count)
        }
        return line
    }

    static func free(_ line: LinePointer) {
        Glibc.free(line.pointee.cells)
        line.deallocate()
    }

    /// Makes sure that the first `count` cells exist and have contents.
    ///
    /// - Parameter columns: the width of the screen, so that memory grows towards it and not beyond.
    @inline(__always)
    mutating func extend(to count: Int, columns: Int) {
        if count > Int(capacity) { grow(to: count, columns: columns) }
        let old = Int(used)
        if count <= old { return }
        guard let cells else { return }
        (cells + old).update(repeating: .blank, count: count &- old)
        used = Int32(truncatingIfNeeded: count)
    }

    /// As ``extend(to:columns:)`` for a caller who fills the cells from `start` on at once.
    @inline(__always)
    mutating func open(from start: Int, to count: Int, columns: Int) -> UnsafeMutablePointer<Cell> {
        if count > Int(capacity) { grow(to: count, columns: columns) }
        let old = Int(used)
        let cells = allocatedCells
        if start > old { (cells + old).update(repeating: .blank, count: start &- old) }
        if count > old { used = Int32(truncatingIfNeeded: count) }
        return cells
    }

    /// As ``open(from:to:columns:)`` up to the right edge; the caller sets ``used`` to what was filled.
    @inline(__always)
    mutating func openRest(from start: Int, columns: Int) -> UnsafeMutablePointer<Cell> {
        if columns > Int(capacity) { grow(to: columns, columns: columns) }
        let cells = allocatedCells
        let old = Int(used)
        if start > old { (cells + old).update(repeating: .blank, count: start &- old) }
        return cells
    }

    /// Valid after ``grow(to:columns:)``.
    @inline(__always)
    private var allocatedCells: UnsafeMutablePointer<Cell> { cells.unsafelyUnwrapped }

    @inline(never)
    private mutating func grow(to count: Int, columns: Int) {
        let doubled = min(max(Int(capacity) * 2, 32), columns)
        let size = max(count, doubled)
        guard let memory = realloc(cells, size * MemoryLayout<Cell>.stride) else { fatalError("out of memory") }
        cells = memory.bindMemory(to: Cell.self, capacity: size)
        capacity = Int32(truncatingIfNeeded: size)
    }

    /// Makes a line of text complete that goes on in the next one: blanks at its end become spaces, since they are in the
    /// middle of the text and would get lost, and a column that was left free for a wide glyph goes.
    mutating func fillEnd(columns: Int) {
        if !flags.contains(.wrapped) { return }
        let end = flags.contains(.wrappedEarly) ? columns &- 1 : columns
        used = min(used, Int32(truncatingIfNeeded: end))
        extend(to: end, columns: columns)
        guard let cells else { return }
        var column = end
        while column > 0 && cells[column &- 1].isBlank {
            column &-= 1
            cells[column].glyph = 0x20
        }
    }

    /// Empties the line without giving its memory back.
    @inline(__always)
    mutating func clear() {
        used = 0
        flags = []
        stamp = 0
    }
}

typealias LinePointer = UnsafeMutablePointer<Line>
