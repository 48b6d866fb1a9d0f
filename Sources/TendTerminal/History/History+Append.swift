internal import Glibc
package import TendScreen

extension History {
    /// Stores a row of cells without clusters and extras. Blanks at its end are not stored.
    package func append(_ cells: UnsafeBufferPointer<Cell>, isWrapped: Bool, isPrompt: Bool = false) {
        store(cells, clusters: [], extras: [], isWrapped: isWrapped, isPrompt: isPrompt)
    }

    /// Stores a row.
    package func append(_ row: Row) {
        row.cells.withUnsafeBufferPointer {
            store(
                $0, clusters: row.clusters, extras: row.extras, isWrapped: row.isWrapped, isPrompt: row.isPrompt)
        }
    }

    private func store(
        _ cells: UnsafeBufferPointer<Cell>, clusters: [String], extras: [Extra], isWrapped: Bool, isPrompt: Bool
    ) {
        let raw = UnsafeRawPointer(cells.baseAddress)
        var count = cells.count
        while count > 0, let raw, raw.loadUnaligned(fromByteOffset: 16 * count - 16, as: UInt64.self) == 0,
            raw.loadUnaligned(fromByteOffset: 16 * count - 8, as: UInt64.self) == 0
        {
            count -= 1
        }
        var room = 16 + count * (4 + HistoryRecord.Run.longest)
        if !clusters.isEmpty {
            let clusterFlag = Cell.clusterFlag
            for cell in cells where cell.glyph >= clusterFlag {
                let index = Int(cell.glyph & ~clusterFlag)
                if index < clusters.count { room += clusters[index].utf8.count + 2 }
            }
        }
        for extra in extras { room += 32 + (extra.link.map { $0.uri.utf8.count + $0.id.utf8.count } ?? 0) }
        if room > HistoryBlock.maxCapacity - 65536 {
            // Megabytes of links in a single row are no text.
            let plain = UnsafeBufferPointer(rebasing: cells.prefix(4000))
            return store(plain, clusters: [], extras: [], isWrapped: isWrapped, isPrompt: isPrompt)
        }
        if runs.count < count * HistoryRecord.Run.longest {
            runs.deallocate()
            runs = .allocate(byteCount: 2 * count * HistoryRecord.Run.longest, alignment: 8)
        }
        guard let tip = tip(room: room) else { return }
        let open = openRows ?? countOpenRows()
        let startsLine = open == 0 || open >= History.longestLine
        openRows = !isWrapped ? 0 : startsLine ? 1 : open + 1

        let record = tip.base! + tip.used
        var writer = RecordWriter(text: record + 4, runs: runs.baseAddress!, extraCount: UInt32(extras.count))
        if let raw { writer.write(raw, count: count, clusters: clusters) }
        var head = UInt32(writer.text - (record + 4)) | (isWrapped ? HistoryRecord.Flag.wrapped : 0)
        if startsLine { head |= HistoryRecord.Flag.startsLine }
        if isPrompt { head |= HistoryRecord.Flag.prompt }
        if writer.isPlain { head |= HistoryRecord.Flag.plain }
        if !extras.isEmpty {
            head |= HistoryRecord.Flag.extras
            writer.write(extras)
        }
        let runBytes = writer.finishedRuns
        if runBytes > 0 {
            head |= HistoryRecord.Flag.runs
            memcpy(writer.text, runs.baseAddress!, runBytes)
        }
        record.storeBytes(of: head, as: UInt32.self)
        tip.push(byteCount: writer.text + runBytes - record, startsLine: startsLine)
    }

    /// Rows at the end that the next row continues.
    private func countOpenRows() -> Int {
        var position = end
        var count = 0
        while count < History.longestLine, step(back: &position), let record = record(at: position) {
            if count == 0, !record.isWrapped { return 0 }
            count += 1
            if record.startsLine { break }
        }
        return count
    }
}

/// Writes one record: text straight into the block, runs beside it.
private struct RecordWriter {
    var text: UnsafeMutableRawPointer
    let runs: UnsafeMutableRawPointer
    let extraCount: UInt32
    var isPlain = true
    private var run: UnsafeMutableRawPointer
    /// End of the last run that is not plain.
    private var lastRun: UnsafeMutableRawPointer
    private var runCells = 0
    private var foreground: UInt32 = 0
    /// Background, and above it the look.
    private var rest: UInt64 = 0

    init(text: UnsafeMutableRawPointer, runs: UnsafeMutableRawPointer, extraCount: UInt32) {
        self.text = text
        self.runs = runs
        self.extraCount = extraCount
        run = runs
        lastRun = runs
    }

    mutating func write(_ cells: UnsafeRawPointer, count: Int, clusters: [String]) {
        // Constants of another module are calls; this loop takes a nanosecond a cell.
        let tail = Cell.tail
        let wide = UInt64(Cell.wideFlag) << 32
        let extraShift = UInt64(Cell.extraShift) + 32
        var index = 0
        while index < count {
            let first = cells.loadUnaligned(fromByteOffset: 16 * index, as: UInt64.self)
            let glyph = UInt32(truncatingIfNeeded: first)
            if glyph < 0x80 {
                let plain = writePlain(cells + 16 * index, count: count - index)
                index += plain
                if plain > 0 { continue }
            }
            var second = cells.loadUnaligned(fromByteOffset: 16 * index + 8, as: UInt64.self)
            if glyph >= 0x80, glyph != tail, index + 1 < count,
                cells.loadUnaligned(fromByteOffset: 16 * index + 16, as: UInt32.self) == tail
            {
                second ^= wide
            }
            if second >> extraShift > UInt64(extraCount) { second &= 1 << extraShift - 1 }
            if UInt32(truncatingIfNeeded: first >> 32) != foreground || second != rest {
                endRun()
                foreground = UInt32(truncatingIfNeeded: first >> 32)
                rest = second
            }
            runCells += 1
            index += 1
            if glyph < 0x80 {
                put(UInt8(truncatingIfNeeded: glyph))
            } else {
                write(glyph, clusters)
            }
        }
        endRun()
    }

    /// Writes the ASCII cells that go on in the style of the run, and returns how many they are.
    private mutating func writePlain(_ cells: UnsafeRawPointer, count: Int) -> Int {
        let foreground = UInt64(self.foreground)
        let rest = self.rest
        let text = self.text
        var index = 0
        // Four at a time, with one branch.
        while index + 4 <= count {
            var differences: UInt64 = 0
            var bytes: UInt32 = 0
            for place in 0..<4 {
                let first = cells.loadUnaligned(fromByteOffset: 16 * (index + place), as: UInt64.self)
                let second = cells.loadUnaligned(fromByteOffset: 16 * (index + place) + 8, as: UInt64.self)
                differences |= (first ^ foreground << 32) & ~0x7F | (second ^ rest)
                bytes |= UInt32(truncatingIfNeeded: first & 0x7F) << UInt32(8 * place)
            }
            if differences != 0 { break }
            text.storeBytes(of: bytes.littleEndian, toByteOffset: index, as: UInt32.self)
            index += 4
        }
        while index < count {
            let first = cells.loadUnaligned(fromByteOffset: 16 * index, as: UInt64.self)
            let second = cells.loadUnaligned(fromByteOffset: 16 * index + 8, as: UInt64.self)
            if first & ~0x7F != foreground << 32 || second != rest { break }
            text.storeBytes(of: UInt8(truncatingIfNeeded: first), toByteOffset: index, as: UInt8.self)
            index += 1
        }
        self.text = text + index
        runCells += index
        return index
    }

    /// Bytes of runs to keep.
    var finishedRuns: Int { lastRun - runs }

    @inline(__always)
    private mutating func write(_ glyph: UInt32, _ clusters: [String]) {
        isPlain = false
        if glyph < 0x800 {
            put(0xC0 | UInt8(truncatingIfNeeded: glyph >> 6))
            put(0x80 | UInt8(truncatingIfNeeded: glyph & 0x3F))
        } else if glyph < 0x10000, glyph &- 0xD800 >= 0x800 {
            put(0xE0 | UInt8(truncatingIfNeeded: glyph >> 12))
            put(0x80 | UInt8(truncatingIfNeeded: glyph >> 6 & 0x3F))
            put(0x80 | UInt8(truncatingIfNeeded: glyph & 0x3F))
        } else {
            writeRare(glyph, clusters)
        }
    }

    /// What is no scalar of the basic plane.
    private mutating func writeRare(_ glyph: UInt32, _ clusters: [String]) {
        if glyph == Cell.tail {
            put(HistoryRecord.tail)
        } else if glyph & Cell.clusterFlag != 0, Int(glyph & ~Cell.clusterFlag) < clusters.count {
            put(HistoryRecord.clusterStart)
            var cluster = clusters[Int(glyph & ~Cell.clusterFlag)]
            cluster.withUTF8 { bytes in
                if let base = bytes.baseAddress { text.copyMemory(from: base, byteCount: bytes.count) }
                text += bytes.count
            }
            put(HistoryRecord.clusterEnd)
        } else {
            let scalar = Unicode.Scalar(glyph) ?? "\u{FFFD}"
            for byte in UTF8.encode(scalar)! { put(byte) }
        }
    }

    mutating func write(_ extras: [Extra]) {
        text = RecordWriter.varint(UInt32(extras.count), at: text)
        for extra in extras {
            text = RecordWriter.varint(extra.underlineColor.rawValue, at: text)
            put(extra.link == nil ? 0 : 1)
            guard let link = extra.link else { continue }
            for part in [link.uri, link.id] {
                text = RecordWriter.varint(UInt32(part.utf8.count), at: text)
                for byte in part.utf8 { put(byte) }
            }
        }
    }

    private mutating func endRun() {
        if runCells == 0 { return }
        run = RecordWriter.varint(UInt32(runCells), at: run)
        let background = UInt32(truncatingIfNeeded: rest)
        let look = UInt32(truncatingIfNeeded: rest >> 32)
        let style = run
        run += 1
        var kinds = RecordWriter.color(foreground, at: &run)
        kinds |= RecordWriter.color(background, at: &run) << 2
        if look & 0x1FFF != 0 {
            kinds |= HistoryRecord.Run.look
            run.storeBytes(of: UInt16(look & 0x1FFF), as: UInt16.self)
            run += 2
        }
        if look >> Cell.extraShift != 0 {
            kinds |= HistoryRecord.Run.extra
            run = RecordWriter.varint(look >> Cell.extraShift, at: run)
        }
        style.storeBytes(of: kinds, as: UInt8.self)
        if kinds != 0 { lastRun = run }
        runCells = 0
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        text.storeBytes(of: byte, as: UInt8.self)
        text += 1
    }

    private static func color(_ value: UInt32, at place: inout UnsafeMutableRawPointer) -> UInt8 {
        if value == 0 { return 0 }
        let size = value >> 8 == 0x01_0000 ? 1 : value >> 24 == 2 ? 3 : 4
        var rest = value
        for _ in 0..<size {
            place.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
            place += 1
            rest >>= 8
        }
        return size == 1 ? 1 : size == 3 ? 2 : 3
    }

    static func varint(_ value: UInt32, at place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var value = value
        var place = place
        while value >= 0x80 {
            place.storeBytes(of: UInt8(truncatingIfNeeded: value) | 0x80, as: UInt8.self)
            place += 1
            value >>= 7
        }
        place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
        return place + 1
    }
}
