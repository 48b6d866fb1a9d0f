internal import CLinux
internal import Glibc

/// A stretch of stored rows: a header, records growing upwards, and from the end downwards an index of 4 bytes a row.
///
/// A block lives in a file mapped on demand, or in anonymous memory. What counts is the commit word, which is written last: rows,
/// line starts and bytes in one. A block names the one before it and how many of that one's rows precede its own, so that an older
/// state of the history is found again by walking back from its last block (``History/rewind(to:)``).
final class HistoryBlock {
    static let headerSize = 128
    static let maxCapacity = 1 << 24 - 1
    /// "tendhist", and the version in the place of the last letter.
    private static let magic: UInt64 = 0x01_73_69_68_64_6E_65_74

    /// Places of the header's words.
    private enum Word: Int {
        case magic, id, previous, previousRows, firstRow, firstLine, capacity, indexEnd, commit
    }

    let id: UInt64
    /// 0: none.
    let previous: UInt64
    let previousRows: Int
    /// Rows and line starts of the session before this block.
    let firstRow: UInt64
    let firstLine: UInt64
    /// Nil: anonymous memory.
    let path: String?
    private(set) var capacity: Int
    private var indexEnd: Int
    /// Rows, line starts and bytes of records, header included, that are committed.
    private(set) var committedRows = 0
    private(set) var committedLines = 0
    private(set) var used = HistoryBlock.headerSize
    /// The rows, and the line starts among them, that belong to the history now.
    var rows = 0
    var lines = 0
    /// Rows that a mark refers to: they are not overwritten.
    var floor = 0
    private(set) var base: UnsafeMutableRawPointer?

    /// Makes a block; a file's space is reserved, so that a full disk is an error here. Nil with `errno` on failure.
    ///
    /// - Parameter spare: a file that is taken for it, if it is there.
    init?(
        id: UInt64, previous: UInt64, previousRows: Int, firstRow: UInt64, firstLine: UInt64, capacity: Int,
        path: String?, spare: String? = nil
    ) {
        self.id = id
        self.previous = previous
        self.previousRows = previousRows
        self.firstRow = firstRow
        self.firstLine = firstLine
        self.path = path
        self.capacity = capacity
        indexEnd = capacity
        var descriptor: Int32 = -1
        if let path {
            // Under its new name it is none of ours until its header says so.
            let isReused = spare.map { rename($0, path) == 0 } ?? false
            let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (isReused ? 0 : O_TRUNC)
            descriptor = open(path, flags, 0o600)
            if descriptor < 0 { return nil }
            // It may have been a larger one.
            if isReused { ftruncate(descriptor, off_t(capacity)) }
            var error = posix_fallocate(descriptor, 0, off_t(capacity))
            while error == EINTR { error = posix_fallocate(descriptor, 0, off_t(capacity)) }
            guard error == 0 else {
                close(descriptor)
                unlink(path)
                errno = error
                return nil
            }
        }
        defer { if descriptor >= 0 { close(descriptor) } }
        let kind = path == nil ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED
        let mapped = mmap(nil, capacity, PROT_READ | PROT_WRITE, kind, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else { return nil }
        base = mapped
        set(.magic, 0)
        set(.id, id)
        set(.previous, previous)
        set(.previousRows, UInt64(previousRows))
        set(.firstRow, firstRow)
        set(.firstLine, firstLine)
        set(.capacity, UInt64(capacity))
        set(.indexEnd, UInt64(capacity))
        commit(rows: 0, lines: 0, used: HistoryBlock.headerSize)
        set(.magic, HistoryBlock.magic)
    }

    /// Reads the header of a block's file. Nil if it is none of ours or contradicts itself.
    init?(opening path: String, id: UInt64) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var words = [UInt64](repeating: 0, count: 9)
        var status = stat()
        guard pread(descriptor, &words, 72, 0) == 72, fstat(descriptor, &status) == 0 else { return nil }
        func word(_ word: Word) -> Int { Int(clamping: words[word.rawValue]) }
        let commit = words[Word.commit.rawValue]
        let counts = (rows: Int(commit & 0xFFFFF), lines: Int(commit >> 20 & 0xFFFFF), used: Int(commit >> 40))
        guard words[Word.magic.rawValue] == HistoryBlock.magic, words[Word.id.rawValue] == id, id > 0,
            word(.capacity) <= HistoryBlock.maxCapacity, word(.indexEnd) <= word(.capacity),
            word(.indexEnd) <= status.st_size,
            counts.used >= HistoryBlock.headerSize, counts.used + 4 * counts.rows <= word(.indexEnd),
            counts.lines <= counts.rows, words[Word.previous.rawValue] < id,
            words[Word.firstRow.rawValue] < 1 << 48, words[Word.firstLine.rawValue] < 1 << 48
        else { return nil }
        self.id = id
        self.path = path
        previous = words[Word.previous.rawValue]
        previousRows = word(.previousRows)
        firstRow = words[Word.firstRow.rawValue]
        firstLine = words[Word.firstLine.rawValue]
        capacity = min(word(.capacity), Int(status.st_size))
        indexEnd = word(.indexEnd)
        committedRows = counts.rows
        committedLines = counts.lines
        used = counts.used
        rows = committedRows
        lines = committedLines
        floor = committedRows
    }

    deinit { unmap() }

    /// Bytes of header, records and index.
    var byteCount: Int { used + 4 * committedRows }
    /// Bytes between records and index.
    var room: Int { committedRows == 0xFFFFF ? 0 : indexEnd - 4 * committedRows - used }
    var isMapped: Bool { base != nil }

    /// Maps the file again. False if that is not possible: the block then reads as damaged.
    func map() -> Bool {
        if base != nil { return true }
        guard let path else { return false }
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        // A file that somebody cut short would end this process with SIGBUS.
        guard fstat(descriptor, &status) == 0, status.st_size >= capacity else { return false }
        let mapped = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else { return false }
        base = mapped
        return true
    }

    func unmap() {
        if let base { munmap(base, capacity) }
        base = nil
    }

    /// Removes the block for good.
    func remove() {
        unmap()
        if let path { unlink(path) }
    }

    /// Removes the block; its file stays under another name, for the next one. False when that cannot be done.
    func release(as spare: String) -> Bool {
        guard let path, rename(path, spare) == 0 else { return false }
        unmap()
        return true
    }

    /// Gives back what is not used, if it is worth it; nothing is appended after.
    func seal() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let count = 4 * committedRows
        let size = ((used + 3) / 4 * 4 + count + page - 1) / page * page
        defer { if path != nil { unmap() } }
        // Moved down in one go: the old and the new place must not overlap.
        guard let base, size < capacity - capacity / 16, size <= indexEnd - count else { return }
        memcpy(base + size - count, base + indexEnd - count, count)
        set(.indexEnd, UInt64(size))
        indexEnd = size
        munmap(base + size, capacity - size)
        // If this fails the file is merely larger than it need be.
        if let path { truncate(path, off_t(size)) }
        capacity = size
        set(.capacity, UInt64(size))
    }

    /// Commits one more record, written at ``used``.
    func push(byteCount: Int, startsLine: Bool) {
        let slot = indexEnd - 4 * (committedRows + 1)
        base!.storeBytes(of: UInt32(used), toByteOffset: slot, as: UInt32.self)
        commit(rows: committedRows + 1, lines: committedLines + (startsLine ? 1 : 0), used: used + byteCount)
        rows = committedRows
        lines = committedLines
    }

    /// Forgets the committed rows from `count` on. Needs the block mapped.
    func cut(rows count: Int, lines: Int) {
        guard count < committedRows, isMapped else { return }
        let start = Int(base!.load(fromByteOffset: indexEnd - 4 * (count + 1), as: UInt32.self))
        guard start >= HistoryBlock.headerSize, start <= used else { return }
        commit(rows: count, lines: lines, used: start)
    }

    /// The record of a row: 4 bytes of flags and length of text, then the rest. Nil if it is damaged. Valid while mapped.
    func record(_ row: Int) -> UnsafeRawBufferPointer? {
        guard let base, row >= 0, row < committedRows else { return nil }
        let slot = indexEnd - 4 * (row + 1)
        let start = Int(base.loadUnaligned(fromByteOffset: slot, as: UInt32.self))
        let end = row + 1 < committedRows ? Int(base.loadUnaligned(fromByteOffset: slot - 4, as: UInt32.self)) : used
        guard start >= HistoryBlock.headerSize, start + 4 <= end, end <= used else { return nil }
        return UnsafeRawBufferPointer(start: base + start, count: end - start)
    }

    private func commit(rows: Int, lines: Int, used: Int) {
        committedRows = rows
        committedLines = lines
        self.used = used
        set(.commit, UInt64(rows) | UInt64(lines) << 20 | UInt64(used) << 40)
    }

    private func set(_ word: Word, _ value: UInt64) {
        tend_store((base! + 8 * word.rawValue).assumingMemoryBound(to: UInt64.self), value)
    }
}
