internal import CLinux
internal import Glibc

/// Everything a session's program has written, as far back as the ring reaches: bytes addressed by their absolute offset since
/// the session began, in a file mapped into memory.
///
/// The file outlives `kill -9` of the server at any instant without losing or doubling a byte (``read(from:)``). Its header also
/// holds how far the emulator was fed and answered, and what feeding crashed it (see ``FeedGuard``).
/// Confined to one lane.
package final class Recording {
    var ring: tend_ring
    var header: UnsafeMutablePointer<tend_ring_header> { ring.header! }

    package static let capacityLimits = 64 << 10...1 << 30

    /// Opens the recording at `path`, or makes it with its disk space reserved.
    ///
    /// - Parameter capacity: of a new recording; an existing one keeps its own. A multiple of 64 KiB within ``capacityLimits``.
    package init(opening path: String, capacity: Int) throws(RecordingError) {
        guard Recording.capacityLimits.contains(capacity), capacity % (64 << 10) == 0 else {
            throw RecordingError(path: path, cause: .badCapacity(capacity))
        }
        var ring = tend_ring()
        var error: Int32 = 0
        let status = tend_ring_open(path, path + ".new", UInt64(capacity), &ring, &error)
        switch status {
        case TEND_RING_OPEN:
            self.ring = ring
        case TEND_RING_FOREIGN:
            throw RecordingError(path: path, cause: .notARecording)
        case TEND_RING_OTHER_VERSION:
            let expected = Int(TEND_RING_VERSION)
            throw RecordingError(path: path, cause: .otherVersion(found: Int(error), expected: expected))
        case TEND_RING_DAMAGED:
            throw RecordingError(path: path, cause: .damaged)
        default:
            let isFull = error == ENOSPC || error == EDQUOT
            throw RecordingError(path: path, cause: isFull ? .diskFull(byteCount: capacity) : .system(errno: error))
        }
    }

    deinit { tend_ring_close(&ring) }

    /// Removes the file of a recording; it may be missing.
    package static func remove(_ path: String) throws(RecordingError) {
        for file in [path + ".new", path] where unlink(file) != 0 && errno != ENOENT {
            throw RecordingError(path: path, cause: .system(errno: errno))
        }
    }

    /// Bytes the ring can hold. A read that is under way takes up to 4 KiB of it.
    package var capacity: Int { Int(ring.capacity) }
    /// Offset of the oldest byte held.
    package var start: UInt64 { tend_load(&header.pointee.start) }
    /// Bytes ever recorded.
    package var end: UInt64 { tend_load(&header.pointee.end) }

    package enum ReadOutcome: Hashable, Sendable {
        case bytes(Int)
        case wouldBlock
        case endOfFile
        case failed(errno: Int32)
    }

    /// Prepares a descriptor that ``read(from:)`` is going to read.
    ///
    /// The master of a pty goes into packet mode, which makes recording exact for any data; its other readers get the kernel's
    /// status bytes then. Any other descriptor is left alone.
    package func beginReading(_ descriptor: Int32) { tend_ring_begin_reading(&ring, descriptor) }

    /// Leaves the descriptor as it was before ``beginReading(_:)``.
    package func endReading(_ descriptor: Int32) { tend_ring_end_reading(&ring, descriptor) }

    /// One `read(2)` of at most 4 KiB, straight into the ring. It takes what is there; wait for input before.
    ///
    /// A server that is killed between the return of the system call and the next instruction has the bytes in the file, but not
    /// their number. So the kernel is asked first how many bytes there are, and exactly those are read. Whether that still
    /// happened is told by the status byte that the kernel puts before the bytes of a pty in packet mode: exact for any data.
    ///
    /// Without packet mode (a pipe), the place is filled before with bytes that UTF-8 never contains. There, a kill in that
    /// instant and a read whose *every* byte equals the filling (a single byte of binary output: 1 in 256) count as not read.
    ///
    /// One thing is beyond both. The pages are written to just before the system call; should they be taken away in between, and
    /// the kernel have to wait for a lock or the disk to get them back while the kill is pending, it gives up halfway. It has
    /// not been seen; of a pty, the up to 64 bytes that were being copied would be lost.
    ///
    /// `EIO`, which a pty master says when its program is gone, is the end of the file.
    package func read(from descriptor: Int32) -> ReadOutcome {
        var error: Int32 = 0
        let count = tend_ring_read(&ring, descriptor, &error)
        if count > 0 { return .bytes(count) }
        if count == 0 { return .endOfFile }
        return switch error {
        case EAGAIN: .wouldBlock
        case EIO: .endOfFile
        default: .failed(errno: error)
        }
    }

    /// Records bytes that come from somewhere else than a descriptor.
    package func append(_ bytes: UnsafeRawBufferPointer) {
        tend_ring_append(&ring, bytes.baseAddress, bytes.count)
    }

    /// Calls `body` with the recorded bytes of a range, cut to what is held. They are valid until it returns.
    package func withBytes<R>(
        from: UInt64, to: UInt64, _ body: (UnsafeRawBufferPointer) throws -> R
    ) rethrows -> R {
        let start = self.start
        let lower = max(from, start)
        let upper = min(to, end)
        guard lower < upper else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let base = ring.data! + Int(lower % ring.capacity)
        return try body(UnsafeRawBufferPointer(start: base, count: Int(upper - lower)))
    }

    /// Gives the memory of a session that is quiet back to the page cache. Nothing is lost; the next access maps pages again.
    package func releaseMemory() { tend_ring_release(&ring) }
}
