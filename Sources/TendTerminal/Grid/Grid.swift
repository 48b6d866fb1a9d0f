import TendScreen

/// The cells of one screen, primary or alternate.
///
/// A value of plain pointers, so that the loops over it cost what they would in C: lines are reached through a table of
/// pointers that is rotated when the screen scrolls (measured: `reference/performance.md` §1). The terminal that holds a grid
/// calls ``free()`` once. Rows and columns given to the methods lie within the size, or are clamped where it says so.
struct Grid {
    private(set) var rows: Int
    private(set) var columns: Int
    private var lines: UnsafeMutablePointer<LinePointer>

    init(size: Size) {
        rows = size.rows
        columns = size.columns
        lines = .allocate(capacity: rows)
        for row in 0..<rows { (lines + row).initialize(to: Line.make()) }
    }

    /// Takes over lines as they are, for a screen of another size.
    init(columns: Int, adopting adopted: [LinePointer]) {
        rows = adopted.count
        self.columns = columns
        lines = .allocate(capacity: rows)
        for row in 0..<rows { (lines + row).initialize(to: adopted[row]) }
    }

    /// Gives everything back.
    func free() {
        for row in 0..<rows { Line.free(lines[row]) }
        lines.deallocate()
    }

    /// Gives back the table of lines only; the lines have a new owner.
    func release() -> [LinePointer] {
        let all = (0..<rows).map { lines[$0] }
        lines.deallocate()
        return all
    }

    var size: Size { Size(rows: rows, columns: columns) }

    @inline(__always)
    subscript(row: Int) -> LinePointer {
        assert(row >= 0 && row < rows)
        return lines[row]
    }

    /// Rotates rows `top ..< bottom` by `count` (1…height) towards the top; the first ones come last.
    @inline(__always)
    func rotate(_ top: Int, _ bottom: Int, up count: Int) {
        let height = bottom &- top
        if count == 1 {
            let first = lines[top]
            (lines + top).update(from: lines + top + 1, count: height &- 1)
            lines[bottom &- 1] = first
            return
        }
        reverse(top, top &+ count)
        reverse(top &+ count, bottom)
        reverse(top, bottom)
    }

    private func reverse(_ from: Int, _ to: Int) {
        var low = from
        var high = to &- 1
        while low < high {
            let line = lines[low]
            lines[low] = lines[high]
            lines[high] = line
            low &+= 1
            high &-= 1
        }
    }
}
