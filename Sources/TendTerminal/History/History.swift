internal import Glibc

/// Lines that scrolled off a screen, in compact blocks that survive `kill -9`.
///
/// A *row* is stored as it scrolled off; a *line* is what the program wrote between two line feeds, of one or more rows. Storing takes
/// text plus 8 bytes for a plain row and 3 to 12 for each change of style. Reading costs what is asked for: a new width costs
/// nothing. Blocks are files of 256 KiB, later up to 1 MiB, made with the first row, and only the one being written and a few others are mapped.
/// Confined to one lane.
package final class History {
    /// A line that never ends is cut into lines of so many rows, so that wrapping it again stays cheap.
    static let longestLine = 512
    private static let mappedLimit = 4
    private static let spareName = "spare"

    private let directory: String?
    /// Bytes the history may take; the oldest blocks go first.
    package var byteLimit: Int
    /// Oldest first; the last one is written to.
    private(set) var chain: [HistoryBlock] = []
    /// Not part of the history any more, but a mark may ask for them.
    private var hidden: [HistoryBlock] = []
    private var mapped: [HistoryBlock] = []
    private var nextID: UInt64 = 1
    /// Whether the file of a dropped block waits to be the next one's. To make a file for each and delete one took much of a flood's time:
    /// when ext4 makes one, it looks through all that were deleted in the last seconds.
    private var hasSpare = false
    private var hasMark = false
    /// Rows and line starts before an empty chain.
    private(set) var baseRow: UInt64 = 0
    private var baseLine: UInt64 = 0
    /// Rows of the line the next row may continue; 0: it starts a line; nil: to be counted.
    var openRows: Int? = 0
    /// Why the last block is not in a file (`errno`), if it should be. Output goes on, in memory.
    package private(set) var fileError: Int32?
    /// Rows decoded so far: what tests measure work by.
    var decodedRows = 0
    /// Room for the style runs of a row while its text is written.
    var runs = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
    var line = HistoryLine()

    /// Opens the history in `directory`, which is made with the first row; nil keeps it in memory only.
    ///
    /// After a crash everything committed is there; ``rewind(to:)`` then goes back to the mark of the emulator's snapshot.
    /// - Throws: ``HistoryError`` if the directory exists and cannot be read.
    package init(directory: String?, byteLimit: Int) throws(HistoryError) {
        self.directory = directory
        self.byteLimit = byteLimit
        guard let directory else { return }
        guard let listing = opendir(directory) else {
            if errno == ENOENT { return }
            throw HistoryError(directory: directory, errno: errno)
        }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == History.spareName { hasSpare = true }
            guard name.hasSuffix(".rows"), let id = UInt64(name.dropLast(5), radix: 16) else { continue }
            nextID = max(nextID, id &+ 1)
            if let block = HistoryBlock(opening: directory + "/" + name, id: id) {
                hidden.append(block)
            } else {
                unlink(directory + "/" + name)
            }
        }
        if let tip = hidden.max(by: { $0.id < $1.id }) {
            adopt(tip: tip, rows: tip.committedRows)
        }
        hasMark = true
    }

    deinit { runs.deallocate() }

    /// Stored rows.
    package var rowCount: Int { chain.last.map { Int($0.firstRow - chain[0].firstRow) + $0.rows } ?? 0 }
    /// Logical lines held: ``firstLine`` is the number of the oldest.
    package var lineCount: Int { chain.last.map { Int($0.firstLine) + $0.lines - firstLine } ?? 0 }

    /// Number of the oldest line held. Lines are counted since the session began and keep their numbers when old ones are dropped.
    package var firstLine: Int {
        guard let first = chain.first else { return Int(baseLine) }
        let isCut = record(at: Position(block: 0, row: 0)).map { !$0.startsLine } ?? false
        return Int(first.firstLine) - (isCut && first.firstLine > 0 ? 1 : 0)
    }

    /// Bytes stored, also of cleared rows that a mark may still ask for.
    package var byteCount: Int {
        chain.reduce(0) { $0 + $1.byteCount } + hidden.reduce(0) { $0 + $1.byteCount }
    }

    /// Forgets all rows (ED 3). Until ``settle(_:)`` a mark can bring them back.
    package func removeAll() {
        guard let tip = chain.last else { return }
        baseRow = tip.firstRow + UInt64(tip.rows)
        baseLine = tip.firstLine + UInt64(tip.lines)
        for block in chain { if hasMark { hide(block) } else { discard(block) } }
        chain = []
        openRows = 0
        if hasSpare, let directory { unlink(directory + "/" + History.spareName) }
        hasSpare = false
    }

    /// Drops the oldest blocks until no more than `count` bytes are stored: for a budget shared by all sessions.
    package func trim(toBytes count: Int) {
        var bytes = byteCount
        while bytes > count, let block = hidden.isEmpty ? chain.first : hidden.min(by: { $0.id < $1.id }) {
            bytes -= block.byteCount
            if let index = hidden.firstIndex(where: { $0 === block }) {
                hidden.remove(at: index)
                discard(block)
            } else {
                baseRow = block.firstRow + UInt64(block.rows)
                baseLine = block.firstLine + UInt64(block.lines)
                chain.removeFirst()
                if chain.isEmpty { openRows = 0 }
                discard(block, keepsFile: true)
            }
        }
    }
}

// MARK: - Marks

extension History {
    /// A state of the history, kept in snapshots of the emulator.
    package struct Mark: Hashable, Sendable {
        /// The block that was last, and its rows then; 0: there was none.
        package var block: UInt64
        package var rows: UInt64
        /// Rows and line starts of the session until then.
        package var row: UInt64
        package var line: UInt64

        package init(block: UInt64, rows: UInt64, row: UInt64, line: UInt64) {
            self.block = block
            self.rows = rows
            self.row = row
            self.line = line
        }
    }

    /// The state now. It can be gone back to until ``settle(_:)`` is told of a later one.
    package var mark: Mark {
        hasMark = true
        guard let tip = chain.last else { return Mark(block: 0, rows: 0, row: baseRow, line: baseLine) }
        tip.floor = max(tip.floor, tip.rows)
        return Mark(
            block: tip.id, rows: UInt64(tip.rows), row: tip.firstRow + UInt64(tip.rows),
            line: tip.firstLine + UInt64(tip.lines)
        )
    }

    /// Goes back to a mark: what was appended after is forgotten, what was taken back or cleared after is there again.
    /// What has been dropped for want of space stays dropped.
    package func rewind(to mark: Mark) {
        hidden += chain
        chain = []
        openRows = nil
        baseRow = min(mark.row, 1 << 48)
        baseLine = min(mark.line, 1 << 48)
        if mark.block < .max { nextID = max(nextID, mark.block + 1) }
        if let tip = hidden.first(where: { $0.id == mark.block }) {
            adopt(tip: tip, rows: Int(clamping: mark.rows))
            if use(tip) { tip.cut(rows: tip.rows, lines: tip.lines) }
            tip.floor = tip.rows
        }
        for block in hidden { discard(block) }
        hidden = []
    }

    /// A snapshot with this mark is stored for good: cleared rows that only an older mark could ask for are removed.
    package func settle(_ mark: Mark) {
        if hidden.isEmpty { return }
        var kept: Set<UInt64> = []
        let blocks = Dictionary((hidden + chain).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var block = blocks[mark.block]
        while let found = block, kept.insert(found.id).inserted { block = blocks[found.previous] }
        for block in hidden where !kept.contains(block.id) { discard(block) }
        hidden.removeAll { !kept.contains($0.id) }
    }

    /// Makes `tip` and what leads to it the chain, out of the hidden blocks.
    private func adopt(tip: HistoryBlock, rows: Int) {
        let blocks = Dictionary(hidden.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        tip.rows = min(rows, tip.committedRows)
        var found = [tip]
        while let block = found.last, let before = blocks[block.previous] {
            before.rows = min(block.previousRows, before.committedRows)
            // The counts have to add up, or numbers of lines would go backwards.
            guard before.firstRow + UInt64(before.rows) == block.firstRow, before.firstLine <= block.firstLine else {
                break
            }
            before.lines = Int(block.firstLine - before.firstLine)
            found.append(before)
        }
        chain = found.reversed()
        let ids = Set(chain.map(\.id))
        hidden.removeAll { ids.contains($0.id) }
        tip.lines = tip.committedLines
        if tip.rows < tip.committedRows {
            tip.lines = (0..<tip.rows).reduce(0) { $0 + (record(of: tip, $1)?.startsLine == true ? 1 : 0) }
        }
        openRows = nil
    }
}

// MARK: - Blocks

extension History {
    /// The last block, with at least `room` bytes free. Nil if there is no memory.
    func tip(room: Int) -> HistoryBlock? {
        if let tip = chain.last, tip.rows == tip.committedRows, tip.room >= room, tip.isMapped { return tip }
        if let tip = chain.last, tip.rows == tip.committedRows, tip.room >= room, use(tip) { return tip }
        return startBlock(room: room)
    }

    private func startBlock(room: Int) -> HistoryBlock? {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        func capacity(_ size: Int) -> Int {
            (max(min(max(byteLimit / 8, 16 << 10), size), HistoryBlock.headerSize + room) + page - 1) / page * page
        }
        // A file costs time to make, and its unused part room: it is an eighth of what there is, within reason.
        let least = capacity(256 << 10)
        let capacity = max(least, capacity(min(byteCount / 8, 1 << 20)))
        if let tip = chain.last, use(tip) {
            mapped.removeAll { $0 === tip }
            tip.seal()
        }
        trim(toBytes: max(byteLimit - capacity, 0))
        let tip = chain.last
        func block(_ path: String?, spare: String? = nil, capacity: Int = capacity) -> HistoryBlock? {
            HistoryBlock(
                id: nextID, previous: tip?.id ?? 0, previousRows: tip?.rows ?? 0,
                firstRow: tip.map { $0.firstRow + UInt64($0.rows) } ?? baseRow,
                firstLine: tip.map { $0.firstLine + UInt64($0.lines) } ?? baseLine, capacity: capacity, path: path,
                spare: spare
            )
        }
        var made: HistoryBlock?
        if let directory {
            let name = String(nextID, radix: 16)
            let path = directory + "/" + String(repeating: "0", count: 16 - name.count) + name + ".rows"
            made = block(path, spare: hasSpare ? directory + "/" + History.spareName : nil)
            hasSpare = false
            if made == nil, errno == ENOENT, mkdir(directory, 0o700) == 0 { made = block(path) }
            if made == nil, errno == ENOSPC, least < capacity { made = block(path, capacity: least) }
            fileError = made == nil ? errno : nil
        }
        guard let block = made ?? block(nil) else { return nil }
        nextID += 1
        chain.append(block)
        if block.path != nil { remember(block) }
        return block
    }

    /// Maps a block, and unmaps the one mapped longest ago when there are many.
    func use(_ block: HistoryBlock) -> Bool {
        if block.isMapped { return true }
        guard block.map() else { return false }
        remember(block)
        return true
    }

    private func remember(_ block: HistoryBlock) {
        mapped.append(block)
        if mapped.count > History.mappedLimit,
            let index = mapped.firstIndex(where: { $0 !== chain.last && $0 !== block })
        {
            mapped.remove(at: index).unmap()
        }
    }

    private func hide(_ block: HistoryBlock) { hidden.append(block) }

    /// - Parameter keepsFile: for the next block. What somebody wanted to be gone is not kept.
    private func discard(_ block: HistoryBlock, keepsFile: Bool = false) {
        mapped.removeAll { $0 === block }
        if keepsFile, !hasSpare, let directory, block.release(as: directory + "/" + History.spareName) {
            hasSpare = true
        } else {
            block.remove()
        }
    }

    /// Takes the last row out of the chain. Its record has been read.
    func dropLastRow(startsLine: Bool) {
        guard let tip = chain.last else { return }
        tip.rows -= 1
        tip.lines -= startsLine && tip.lines > 0 ? 1 : 0
        if tip.rows >= tip.floor { tip.cut(rows: tip.rows, lines: tip.lines) }
        openRows = nil
        while let tip = chain.last, tip.rows == 0 {
            baseRow = tip.firstRow
            baseLine = tip.firstLine
            chain.removeLast()
            if tip.floor > 0 {
                if let before = chain.last { before.floor = max(before.floor, tip.previousRows) }
                hide(tip)
            } else {
                discard(tip)
            }
        }
    }
}

/// Why a history could not be opened.
package struct HistoryError: Error, Hashable, CustomStringConvertible {
    package var directory: String
    package var errno: Int32

    package var description: String {
        "cannot read the history in \(directory): \(String(cString: strerror(errno)))"
    }
}
