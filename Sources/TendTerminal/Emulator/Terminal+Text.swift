import TendScreen

extension Terminal {
    /// Writes text up to the next control character, or up to a C1 control that begins a sequence, which is taken.
    ///
    /// - Returns: where that is, or `end`.
    @inline(__always)
    func printText(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        while position < end {
            if utf8.remaining > 0 {
                if utf8.proceed(position.pointee) {
                    position += 1
                    if utf8.remaining == 0, let escaped = printDecoded(utf8.scalar) {
                        // An 8 bit control spelled in UTF-8 is ESC and another byte.
                        lexer.beginEscape()
                        dispatch(escaped)
                        if lexer.state != .ground { return position }
                    }
                } else {
                    put(0xFFFD)
                }
                continue
            }
            let run = endOfASCII(position, end)
            if run > position {
                printASCII(position, run - position)
                position = run
                continue
            }
            let byte = position.pointee
            if byte < 0x20 { return position }
            if byte >= 0xC2, isTextPlain {
                let rest = printSimple(position, end)
                if rest > position {
                    position = rest
                    continue
                }
            }
            position += 1
            if byte >= 0x80, !utf8.begin(byte) { put(0xFFFD) }
        }
        return position
    }

    /// The first byte that is no printable ASCII.
    @inline(__always)
    private func endOfASCII(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        // Eight at a time: of a byte below 0x20 the difference has its top bit set, of 0x7F the sum, of all above it the byte itself.
        let (one, blank, top) = (
            UInt64(0x0101_0101_0101_0101), UInt64(0x2020_2020_2020_2020), UInt64(0x8080_8080_8080_8080)
        )
        while end - position >= 8 {
            let bytes = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
            if ((bytes &- blank) | (bytes &+ one) | bytes) & top != 0 { break }
            position += 8
        }
        while position < end, position.pointee &- 0x20 < 0x5F { position += 1 }
        return position
    }

    /// Writes scalars of two or three bytes that are whole and need no breaker, as long as one follows the other.
    ///
    /// - Returns: the first byte of something else.
    @inline(__always)
    private func printSimple(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        var next = simpleScalar(at: position, end)
        if next.width == 0 { return start }
        let columns = grid.columns
        let wideFlag = Cell.wideFlag
        let isRich = template.look >> Cell.extraShift != 0
        var tail = template
        tail.glyph = Cell.tail
        repeat {
            if wrapsNext { wrap() }
            if column &+ next.width > columns { wrap(early: true) }
            let cells = grid.openRest(row, from: column)
            var cell = template
            var place = column
            var hasWide = false
            repeat {
                cell.glyph = next.value
                cells[place] = cell
                lastColumn = place
                if next.width == 2 {
                    cells[place].look |= wideFlag
                    cells[place &+ 1] = tail
                    hasWide = true
                }
                place &+= next.width
                position += next.length
                lastScalar = next.value
                next = simpleScalar(at: position, end)
            } while next.width > 0 && place &+ next.width <= columns
            grid.closeRest(row, at: place, hasWide: hasWide, isRich: isRich)
            column = place
            if column >= columns {
                column = columns &- 1
                wrapsNext = true
            }
        } while next.width > 0
        lastSimple = lastScalar
        joins = true
        return position
    }

    /// The scalar of two or three bytes at `position`; its width is 0 if it is not whole, or not simple.
    @inline(__always)
    private func simpleScalar(
        at position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> (value: UInt32, width: Int, length: Int) {
        guard end - position >= 3 else { return (0, 0, 0) }
        let lead = UInt32(position[0])
        let second = UInt32(position[1]) ^ 0x80
        if lead & 0xE0 == 0xC0 {
            // A scalar that is spelled too long is below U+00A0, and no simple one.
            guard second < 0x40 else { return (0, 0, 0) }
            let value = (lead & 0x1F) << 6 | second
            return (value, Int(simpleWidths[Int(value)]), 2)
        }
        let third = UInt32(position[2]) ^ 0x80
        let value = (lead & 0x0F) << 12 | second << 6 | third
        guard lead & 0xF0 == 0xE0, second | third < 0x40, value >= 0x800 else { return (0, 0, 0) }
        return (value, Int(simpleWidths[Int(value)]), 3)
    }

    /// A scalar that is not ASCII.
    ///
    /// - Returns: the final byte of the escape sequence that a C1 control stands for.
    @inline(__always)
    private func printDecoded(_ scalar: UInt32) -> UInt8? {
        if scalar < 0xA0 { return UInt8(truncatingIfNeeded: scalar &- 0x40) }
        let width = SimpleScalars.width(of: scalar, in: simpleWidths)
        guard isTextPlain, width > 0 else {
            put(scalar)
            return nil
        }
        if wrapsNext { wrap() }
        if column &+ width > grid.columns { wrap(early: true) }
        grid.write(glyph: scalar, isWide: width == 2, row: row, column: column, like: template)
        lastSimple = scalar
        lastScalar = scalar
        lastColumn = column
        joins = true
        column &+= width
        if column >= grid.columns {
            column = grid.columns &- 1
            wrapsNext = true
        }
        return nil
    }

    private func dispatch(_ byte: UInt8) {
        if case .escape = lexer.step(byte) { escape() }
    }

    /// A run of printable ASCII.
    @inline(__always)
    private func printASCII(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard isTextPlain else {
            for index in 0..<count { put(charsets.scalar(for: bytes[index])) }
            return
        }
        var bytes = bytes
        var count = count
        repeat {
            if wrapsNext { wrap() }
            let room = grid.columns &- column
            let piece = min(room, count)
            grid.write(bytes, count: piece, row: row, column: column, like: template)
            column &+= piece
            bytes += piece
            count &-= piece
            if column == grid.columns {
                column &-= 1
                wrapsNext = true
            }
        } while count > 0
        lastSimple = UInt32(bytes[-1])
        lastScalar = lastSimple
        lastColumn = wrapsNext ? column : column &- 1
        joins = true
    }

    /// Goes to the start of the next line because the text does not fit into this one.
    func wrap(early: Bool = false) {
        if !hasMargins {
            let line = grid[row]
            line.pointee.flags.insert(.wrapped)
            if early { line.pointee.flags.insert(.wrappedEarly) }
            line.pointee.stamp = 0
        }
        let start = lineStart
        wrapsNext = false
        index()
        column = start
    }

    /// Where text wraps: behind the right margin if the cursor is left of it, else behind the last column.
    @inline(__always)
    var lineEnd: Int { hasMargins && column < right ? right : grid.columns }

    /// Where a line starts that is reached by wrapping.
    @inline(__always)
    var lineStart: Int { hasMargins && column >= left ? left : 0 }

    /// Writes one scalar as every mode demands.
    func put(_ value: UInt32) {
        let simpleWidth = value &- 0x20 < 0x5F ? 1 : SimpleScalars.width(of: value, in: simpleWidths)
        if simpleWidth > 0 {
            lastSimple = value
            place(value, width: simpleWidth)
            joins = true
            return
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        prepareBreaker(for: scalar)
        switch breaker.step(scalar) {
        case .starts(let width):
            place(scalar.value, width: width)
            joins = true
        case .joins(let width): join(scalar, width: width)
        case .dropped: reseedBreaker()
        }
    }

    /// Writes a glyph at the cursor.
    @inline(__always)
    func place(_ glyph: UInt32, width: Int) {
        lastScalar = glyph
        if wrapsNext {
            if modes.has(.autowrap) { wrap() } else { wrapsNext = false }
        }
        var end = lineEnd
        if column &+ width > end {
            if modes.has(.autowrap) {
                wrap(early: true)
                end = lineEnd
            }
            // Only on a line of one column between margins does a wide glyph not fit even now.
            if column &+ width > end { column = max(end &- width, 0) }
            if column &+ width > end { return }
        }
        if modes.has(.insert) {
            let rest = Rectangle(top: row, bottom: row &+ 1, left: column, right: end)
            grid.scroll(rest, down: 0, across: 0 &- width, blank: Cell(background: pen.background))
        }
        grid.write(glyph: glyph, isWide: width == 2, row: row, column: column, like: template)
        lastColumn = column
        column &+= width
        if column >= end {
            column = end &- 1
            wrapsNext = modes.has(.autowrap)
        }
    }
}
