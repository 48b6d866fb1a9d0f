import TendScreen

extension Terminal {
    /// Makes a terminal from a ``snapshot()`` and takes the history back to where it was then.
    ///
    /// - Throws: ``SnapshotError``; the history is untouched then.
    package convenience init(
        snapshot: [UInt8], history: History, options: TerminalOptions = .init()
    ) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot)
        let version = try reader.number(as: Int.self)
        guard version == Snapshot.version else { throw .version(version) }
        let markBytes = try reader.array()
        guard markBytes.count == MemoryLayout<History.Mark>.size else { throw .damaged }
        let size = Size(rows: try reader.number(below: 10_000), columns: try reader.number(below: 10_000))
        guard size.clamped == size else { throw .damaged }
        self.init(size: size, history: history, options: options)
        // Viewers may hold rows of the time after the snapshot, whose stamps must not come again.
        nextStamp = try reader.number() &+ 1 << 32
        try readTables(from: &reader)
        try reader.fill(grid, tables: tables)
        try reader.fill(hidden, tables: tables)
        try readPlaces(from: &reader)
        try readModes(from: &reader)
        try readLexer(from: &reader)
        try readWorld(from: &reader)
        try readOffcut(from: &reader)
        guard reader.isAtEnd else { throw .damaged }
        updateTemplate()
        updateTextPath()
        rebuildEngine()
        if joins && lastSimple == 0 { reseedBreaker() }
        history.rewind(to: markBytes.withUnsafeBytes { $0.loadUnaligned(as: History.Mark.self) })
    }

    private func readTables(from reader: inout SnapshotReader) throws(SnapshotError) {
        for number in 0..<(try reader.number(below: CellTables.limit + 1)) {
            let prefix = try reader.number(as: UInt32.self)
            let scalar = try reader.number(as: UInt32.self)
            let isKnown = prefix & Cell.clusterFlag == 0 || Int(prefix & ~Cell.clusterFlag) < number
            guard isKnown, prefix != 0, tables.glyph(joining: scalar, to: prefix) != nil,
                tables.clusters.count == number + 1,
                tables.clusters[number].text.unicodeScalars.count <= ClusterBreaker.limit
            else { throw .damaged }
        }
        for _ in 0..<(try reader.number(below: CellTables.limit + 1)) {
            let extra = Extra(underlineColor: try reader.color(), link: try reader.link())
            guard tables.index(for: extra) != nil else { throw .damaged }
        }
    }

    private func readPlaces(from reader: inout SnapshotReader) throws(SnapshotError) {
        row = try reader.number(below: grid.rows)
        column = try reader.number(below: grid.columns)
        wrapsNext = try reader.flag()
        guard let shape = Cursor.Shape(rawValue: try reader.number(as: UInt8.self)) else { throw .damaged }
        cursorStyle.shape = shape
        cursorStyle.blinks = try reader.flag()
        cursorStyle.isVisible = try reader.flag()
        saved = try reader.savedCursor(in: grid.size)
        hiddenSaved = try reader.savedCursor(in: grid.size)
        pen = try reader.pen()
        link = try reader.link()
        charsets = Charsets(packed: try reader.number(as: UInt32.self))
        top = try reader.number(below: grid.rows)
        bottom = try reader.number(below: grid.rows + 1)
        left = try reader.number(below: grid.columns)
        right = try reader.number(below: grid.columns + 1)
        guard top < bottom, left < right else { throw .damaged }
        let stops = try reader.array()
        guard stops.count == grid.columns else { throw .damaged }
        tabs = TabStops(stops: stops.map { $0 == 1 })
    }

    private func readModes(from reader: inout SnapshotReader) throws(SnapshotError) {
        isAlternate = try reader.flag()
        modes = Modes(rawValue: try reader.number(as: UInt32.self))
        switches = Switches(rawValue: try reader.number(as: UInt8.self))
        for _ in 0..<(try reader.number(below: 256)) {
            let mode = try reader.number(below: 65536)
            savedModes[mode] = try reader.flag()
        }
        modifyOtherKeys = try reader.number(as: UInt8.self)
        keyboard = try keyboardStack(from: &reader)
        hiddenKeyboard = try keyboardStack(from: &reader)
    }

    private func keyboardStack(from reader: inout SnapshotReader) throws(SnapshotError) -> KeyboardStack {
        let flags = KeyboardStack.Flags(rawValue: try reader.number(as: UInt8.self) & KeyboardStack.Flags.all.rawValue)
        return KeyboardStack(flags: flags, saved: try reader.array().map { KeyboardStack.Flags(rawValue: $0) })
    }

    private func readLexer(from reader: inout SnapshotReader) throws(SnapshotError) {
        guard let state = Lexer.State(rawValue: try reader.number(as: UInt8.self)) else { throw .damaged }
        lexer.state = state
        lexer.parameters = try reader.parameters()
        lexer.leader = try reader.number(as: UInt8.self)
        lexer.intermediates = try reader.number(as: UInt16.self)
        lexer.final = try reader.number(as: UInt8.self)
        guard let kind = Lexer.StringKind(rawValue: try reader.number(as: UInt8.self)) else { throw .damaged }
        lexer.stringKind = kind
        lexer.string = try reader.array()
        lexer.isOverlong = try reader.flag()
        let decoder = UTF8Decoder(
            scalar: try reader.number(as: UInt32.self), remaining: try reader.number(as: UInt8.self),
            low: try reader.number(as: UInt8.self), high: try reader.number(as: UInt8.self)
        )
        guard let decoder else { throw .damaged }
        utf8 = decoder
        joins = try reader.flag()
        lastColumn = try reader.number(below: grid.columns)
        lastSimple = try reader.number(as: UInt32.self)
        lastScalar = try reader.number(as: UInt32.self)
        guard Unicode.Scalar(lastSimple) != nil, Unicode.Scalar(lastScalar) != nil else { throw .damaged }
    }

    private func readWorld(from reader: inout SnapshotReader) throws(SnapshotError) {
        title = try reader.text()
        iconName = try reader.text()
        titleStack = Array(try reader.texts().suffix(16))
        guard let state = Progress.State(rawValue: try reader.number(as: UInt8.self)) else { throw .damaged }
        progress = Progress(state: state, percent: try reader.number(as: UInt8.self))
        bellCount = try reader.number(as: Int.self)
        guard let scheme = ColorScheme(rawValue: try reader.number(as: UInt8.self)) else { throw .damaged }
        palette.scheme = scheme
        for _ in 0..<(try reader.number(below: 260)) {
            guard let target = ColorTarget(number: try reader.number(as: UInt16.self)) else { throw .damaged }
            let color = try reader.array()
            guard color.count == 3 else { throw .damaged }
            palette.set(target, to: RGB(color[0], color[1], color[2]))
        }
        var records: [ProgramStatus] = []
        for _ in 0..<(try reader.number(below: ProgramStatusTable.recordLimit + 1)) {
            records.append(try status(from: &reader))
        }
        statuses = ProgramStatusTable(records: records)
    }

    private func status(from reader: inout SnapshotReader) throws(SnapshotError) -> ProgramStatus {
        let names = try reader.texts()
        let texts = try reader.texts()
        let progress = try reader.number(as: UInt8.self)
        guard names.count == 4, texts.count == 2, let state = ProgramStatus.State(rawValue: names[1]) else {
            throw .damaged
        }
        return ProgramStatus(
            id: names[0], state: state, kind: ProgramStatus.Kind(rawValue: names[2]),
            progress: progress == .max ? nil : progress, app: names[3], title: texts[0], message: texts[1]
        )
    }
}
