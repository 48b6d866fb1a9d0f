import Glibc
import TendScreen

extension Grid {
    /// Moves the contents of a rectangle (clamped) up by `down` rows and to the left by `across` columns, negative numbers
    /// the other way, and blanks what becomes free. One of the two is 0, as in everything that a terminal does.
    func scroll(_ rectangle: Rectangle, down: Int, across: Int, blank: Cell) {
        guard let area = rectangle.clamped(to: self) else { return }
        if across != 0 {
            for row in area.top..<area.bottom { shift(self[row], area, by: across, blank: blank) }
        } else if down != 0 {
            if area.left == 0 && area.right == columns {
                scrollLines(area.top, area.bottom, by: down, blank: blank)
            } else {
                scrollCells(area, by: down, blank: blank)
            }
        }
    }

    /// Whole rows: only pointers move.
    @inline(__always)
    func scrollLines(_ top: Int, _ bottom: Int, by down: Int, blank: Cell) {
        let height = bottom &- top
        let count = min(down.magnitude, height.magnitude)
        let amount = Int(truncatingIfNeeded: count)
        if down > 0 {
            rotate(top, bottom, up: amount)
            for row in (bottom &- amount)..<bottom { clear(self[row], to: blank) }
        } else {
            rotate(top, bottom, up: height &- amount == 0 ? height : height &- amount)
            for row in top..<(top &+ amount) { clear(self[row], to: blank) }
            endWrap(bottom &- 1)
        }
        if top > 0 { endWrap(top &- 1) }
    }

    /// The text of a row no longer goes on in the next one.
    @inline(__always)
    private func endWrap(_ row: Int) {
        let line = self[row]
        if line.pointee.flags.isDisjoint(with: .anyWrap) { return }
        line.pointee.flags.subtract(.anyWrap)
        line.pointee.stamp = 0
    }

    private func scrollCells(_ area: Rectangle, by down: Int, blank: Cell) {
        let height = area.bottom - area.top
        for row in area.top..<area.bottom {
            splitWide(self[row], at: area.left)
            splitWide(self[row], at: area.right)
        }
        if down.magnitude < height.magnitude {
            for step in 0..<(height - abs(down)) {
                let row = down > 0 ? area.top + step : area.bottom - 1 - step
                copy(from: self[row + down], to: self[row], area.left, area.right)
            }
        }
        let freed = min(abs(down), height)
        var rest = area
        if down > 0 { rest.top = area.bottom - freed } else { rest.bottom = area.top + freed }
        erase(rest, to: blank)
    }

    private func copy(from source: LinePointer, to target: LinePointer, _ left: Int, _ right: Int) {
        source.pointee.extend(to: right, columns: columns)
        let cells = target.pointee.open(from: left, to: right, columns: columns)
        guard let old = source.pointee.cells else { return }
        (cells + left).update(from: old + left, count: right - left)
        target.pointee.flags.formUnion(source.pointee.flags.intersection([.wide, .rich]))
        target.pointee.stamp = 0
    }

    /// Deletes (`across > 0`) or inserts columns within one row.
    private func shift(_ line: LinePointer, _ area: Rectangle, by across: Int, blank: Cell) {
        let width = area.right - area.left
        let amount = min(abs(across), width)
        line.pointee.stamp = 0
        line.pointee.flags.subtract(.anyWrap)
        splitWide(line, at: area.left)
        splitWide(line, at: area.right)
        splitWide(line, at: across > 0 ? area.left + amount : area.right - amount)
        if blank.isBlank && area.left >= Int(line.pointee.used) { return }
        line.pointee.extend(to: area.right, columns: columns)
        guard let cells = line.pointee.cells else { return }
        let stride = MemoryLayout<Cell>.stride
        if across > 0 {
            memmove(cells + area.left, cells + area.left + amount, (width - amount) * stride)
            (cells + area.right - amount).update(repeating: blank, count: amount)
        } else {
            memmove(cells + area.left + amount, cells + area.left, (width - amount) * stride)
            (cells + area.left).update(repeating: blank, count: amount)
        }
    }
}
