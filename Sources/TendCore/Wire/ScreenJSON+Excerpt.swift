package import TendScreen

extension ScreenJSON {
    /// The plain way to make it. The server writes the same text faster, straight from the cells.
    package init(_ excerpt: ScreenExcerpt) {
        let (screen, cursor) = (excerpt.screen, excerpt.screen.cursor)
        self.init(
            size: Extent(rows: screen.size.rows, cols: screen.size.columns),
            cursor: CursorJSON(
                row: cursor.point.row, col: cursor.point.column, visible: cursor.isVisible,
                shape: ScreenJSON.word(cursor.shape), blinks: cursor.blinks),
            modes: ScreenJSON.modes.filter { screen.modes.contains($0.0) }.map(\.1),
            keyboardFlags: Int(screen.keyboardFlags),
            progress: ProgressJSON(
                state: ScreenJSON.word(screen.progress.state), percent: Int(screen.progress.percent)),
            title: screen.title.sanitized(), offset: excerpt.offset, rows: screen.rows.map(Line.init),
            history: excerpt.history.map(Line.init))
    }

    /// The word for a cursor's shape.
    package static func word(_ shape: Cursor.Shape) -> String {
        switch shape {
        case .block: "block"
        case .underline: "underline"
        case .bar: "bar"
        }
    }

    /// The word for a state of progress.
    package static func word(_ state: Progress.State) -> String {
        switch state {
        case .none: "none"
        case .normal: "normal"
        case .error: "error"
        case .indeterminate: "indeterminate"
        case .paused: "paused"
        }
    }

    /// The word for a line under a text; nil for none.
    package static func word(_ underline: Underline) -> String? {
        switch underline {
        case .none: nil
        case .single: "single"
        case .double: "double"
        case .curly: "curly"
        case .dotted: "dotted"
        case .dashed: "dashed"
        }
    }

    /// `#rrggbb`, the number of a palette entry, or nil for the default colour.
    package static func word(_ color: Color) -> String? {
        if let index = color.paletteIndex { return String(index) }
        guard let (red, green, blue) = color.components else { return nil }
        let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

extension ScreenJSON.Line {
    package init(_ row: Row) {
        var runs: [ScreenJSON.Run] = []
        var last: Style?
        for (column, cell) in row.cells.enumerated() {
            if cell.isTail, !runs.isEmpty || last?.isPlain == true {
                // The right half of a wide glyph belongs to the run of its left half.
                if last?.isPlain == false { runs[runs.count - 1].cols += 1 }
                continue
            }
            let style = row.style(of: cell)
            if style != last, !style.isPlain { runs.append(ScreenJSON.Run(style, column: column)) }
            last = style
            if !style.isPlain {
                runs[runs.count - 1].cols += 1
                row.append(cell, to: &runs[runs.count - 1].text)
            }
        }
        self.init(text: row.text, wrapped: row.isWrapped, runs: runs)
    }
}

extension ScreenJSON.Run {
    fileprivate init(_ style: Style, column: Int) {
        let attributes = ScreenJSON.attributes.filter { style.attributes.contains($0.0) }.map(\.1)
        self.init(
            col: column, cols: 0, text: "", fg: ScreenJSON.word(style.foreground),
            bg: ScreenJSON.word(style.background),
            attrs: attributes.isEmpty ? nil : attributes, underline: ScreenJSON.word(style.underline),
            underlineColor: ScreenJSON.word(style.underlineColor),
            link: style.link.map { $0.uri.sanitized(limit: 4096) })
    }
}

extension Style {
    /// Whether nothing of it would be seen on a cell with a glyph.
    package var isPlain: Bool {
        foreground == .default && background == .default && attributes.subtracting(.protected).isEmpty
            && underline == .none && link == nil
    }
}
