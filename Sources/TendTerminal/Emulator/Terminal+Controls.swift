import CVTerm
import TendScreen

/// Control characters and escape sequences.
extension Terminal {
    /// A C0 control.
    @inline(__always)
    func control(_ byte: UInt8) {
        switch byte {
        case 0x0A, 0x0B, 0x0C:
            joins = false
            wrapsNext = false
            index()
            if modes.has(.newline) { carriageReturn() }
        case 0x0D:
            joins = false
            carriageReturn()
        default: rareControl(byte)
        }
    }

    private func rareControl(_ byte: UInt8) {
        switch byte {
        case 0x07:
            bellCount &+= 1
            if notices.last != .bell { notify(.bell) }
            return
        case 0x08: backspace()
        case 0x09: tab(1)
        case 0x0E: charsets.shift(to: 1)
        case 0x0F: charsets.shift(to: 0)
        default: return
        }
        joins = false
        updateTextPath()
    }

    /// `ESC` intermediates final.
    func escape() {
        joins = false
        switch (lexer.intermediates, lexer.final) {
        case (0, UInt8(ascii: "7")): saveCursor()
        case (0, UInt8(ascii: "8")): restoreCursor()
        case (0, UInt8(ascii: "=")): modes.insert(.applicationKeypad)
        case (0, UInt8(ascii: ">")): modes.remove(.applicationKeypad)
        case (0, UInt8(ascii: "D")):
            wrapsNext = false
            index()
        case (0, UInt8(ascii: "E")):
            wrapsNext = false
            index()
            carriageReturn()
        case (0, UInt8(ascii: "H")):
            tabs[column] = true
            perform(control: 0x88)
        case (0, UInt8(ascii: "M")): reverseIndex()
        case (0, UInt8(ascii: "N")): charsets.shiftOnce(to: 2)
        case (0, UInt8(ascii: "O")): charsets.shiftOnce(to: 3)
        case (0, UInt8(ascii: "Z")): reply(Reply.primaryAttributes)
        case (0, UInt8(ascii: "c")): reset()
        case (0, UInt8(ascii: "n")): charsets.shift(to: 2)
        case (0, UInt8(ascii: "o")): charsets.shift(to: 3)
        case (0, UInt8(ascii: "6")): backIndex()
        case (0, UInt8(ascii: "9")): forwardIndex()
        case (0x28...0x2B, let final):
            charsets.designate(intermediate: UInt8(truncatingIfNeeded: lexer.intermediates), designator: final)
        case (0x23, UInt8(ascii: "8")): alignmentPattern()
        default: return
        }
        updateTextPath()
    }

    /// Whether text may take the fast path.
    @inline(__always)
    func updateTextPath() {
        isTextPlain =
            charsets.isPlain && modes.has(.autowrap) && !modes.has(.insert) && !hasMargins
    }
}

// MARK: - Through the engine

extension Terminal {
    /// A cell without glyph, as erasing leaves it (background colour erase).
    @inline(__always) var blank: Cell { Cell(background: pen.background) }

    /// Has the engine perform a control character, and does what it says.
    @inline(__always)
    func perform(control byte: UInt8) {
        apply(engine.control(byte, row: row, column: column), savesLines: true)
    }

    /// Has the engine perform a control sequence, and does what it says.
    ///
    /// - Parameter savesLines: whether lines that leave the top of the screen go to the history.
    @inline(__always)
    func perform(
        _ final: Unicode.Scalar, leader: UInt8 = 0, intermediate: UInt8 = 0, _ first: Int = -1, _ second: Int = -1,
        savesLines: Bool = false
    ) {
        let count = engine.sequence(
            UInt8(ascii: final), leader: leader, intermediate: intermediate, first, second, row: row, column: column
        )
        apply(count, savesLines: savesLines)
    }

    @inline(__always)
    private func apply(_ count: Int, savesLines: Bool) {
        var index = 0
        while index < count {
            let operation = engine.operation(index)
            let area = Rectangle(operation)
            if operation.kind == 1 {
                scroll(area, down: Int(operation.down), across: Int(operation.across), savesLines: savesLines)
            } else {
                grid.erase(area, to: blank, keepsProtected: operation.selective != 0)
            }
            index &+= 1
        }
        row = min(max(engine.row, 0), grid.rows &- 1)
        column = min(max(engine.column, 0), grid.columns &- 1)
    }

    /// Scrolls part of the screen; lines that leave the top of the primary screen go to the history.
    @inline(__always)
    func scroll(_ area: Rectangle, down: Int, across: Int, savesLines: Bool) {
        if savesLines && down > 0 && area.top == 0 && area.left == 0 && area.right == grid.columns && !isAlternate {
            for row in 0..<min(down, area.bottom, grid.rows) { save(grid[row], columns: grid.columns) }
        }
        grid.scroll(area, down: down, across: across, blank: blank)
    }

    /// Puts a line, which is given up, at the end of the history.
    @inline(__always)
    func save(_ line: LinePointer, columns: Int) {
        line.pointee.fillEnd(columns: columns)
        if line.pointee.flags.contains(.rich) {
            history.append(Grid.row(of: line, columns: columns, tables: tables))
        } else {
            let count = min(Int(line.pointee.used), columns)
            history.append(
                UnsafeBufferPointer(start: line.pointee.cells, count: count),
                isWrapped: line.pointee.flags.contains(.wrapped), isPrompt: line.pointee.flags.contains(.prompt)
            )
        }
    }
}
