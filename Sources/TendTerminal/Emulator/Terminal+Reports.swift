import TendScreen

/// What the program asks. The answers are of ``Reply``: no byte of them is chosen by output.
extension Terminal {
    /// DSR.
    func reportStatus(_ number: Int, isPrivate: Bool) {
        let answer = Reply.deviceStatus(number, isPrivate: isPrivate, cursor: relativePoint, scheme: palette.scheme)
        if let answer { reply(answer) }
    }

    /// XTWINOPS.
    func windowOperation() {
        let parameters = lexer.parameters
        let operation = parameters.value(0, or: 0)
        switch operation {
        case 8:
            let size = Size(
                rows: parameters.value(1, or: grid.rows), columns: parameters.value(2, or: grid.columns)
            )
            notify(.resizeRequest(size.clamped))
        case 20: reply("\u{1B}]L\u{1B}\\")
        case 21: reply("\u{1B}]l\u{1B}\\")
        case 22: pushTitle()
        case 23: popTitle()
        default: if let answer = Reply.window(operation, size: grid.size) { reply(answer) }
        }
    }

    private func pushTitle() {
        if titleStack.count == 16 { titleStack.removeFirst() }
        titleStack.append(title)
    }

    private func popTitle() {
        guard let old = titleStack.popLast() else { return }
        setTitle(old)
    }

    func setTitle(_ text: String) {
        guard text != title else { return }
        title = text
        notify(.title(text))
    }

    /// DECRQCRA: `id ; page ; top ; left ; bottom ; right`.
    func reportChecksum() {
        let parameters = lexer.parameters
        var checksum = RectangleChecksum()
        if let area = rectangle(2) {
            for row in area.top..<area.bottom {
                for column in area.left..<area.right { add(row, column, to: &checksum) }
            }
        }
        reply(checksum.reply(id: parameters.value(0, or: 0)))
    }

    private func add(_ row: Int, _ column: Int, to checksum: inout RectangleChecksum) {
        let line = grid[row]
        guard let cells = line.pointee.cells, column < Int(line.pointee.used) else {
            checksum.add(glyph: 0, attributes: [], underline: .none)
            return
        }
        let cell = cells[column]
        let glyph =
            cell.clusterIndex == nil ? cell.glyph : tables.text(of: cell.glyph).unicodeScalars.first?.value ?? 0xFFFD
        checksum.add(glyph: glyph, attributes: cell.attributes, underline: cell.underline)
    }

    /// DECRQSS and XTGETTCAP.
    func deviceControlString() {
        let string = lexer.string[...]
        if string.starts(with: "$q".utf8) {
            let margins = hasMargins ? left...(right - 1) : 0...(grid.columns - 1)
            let settings = Reply.Settings(
                pen: pen, cursor: cursorStyle, size: grid.size, rows: top...(bottom - 1), columns: margins,
                isExtentRectangular: switches.contains(.rectangularExtent)
            )
            reply(Reply.setting(string.dropFirst(2), settings))
        } else if string.starts(with: "+q".utf8) {
            reply(Reply.noCapability)
        }
    }

    /// The viewers went over to a light or a dark theme; tells the program if it wants to know (mode 2031).
    package func setColorScheme(dark isDark: Bool) {
        let scheme = isDark ? ColorScheme.dark : .light
        guard scheme != palette.scheme else { return }
        palette.scheme = scheme
        if modes.has(.colorSchemeReports) { reply(scheme.report) }
    }
}
