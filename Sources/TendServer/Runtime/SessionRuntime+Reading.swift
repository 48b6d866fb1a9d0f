package import TendCore
import TendScreen
import TendTerminal

/// A reader of a session's raw output. It owns no bytes: it remembers how far it got in the recording.
package final class RecordingReader: OutputReader {
    private let runtime: SessionRuntime
    // Safe because `next` is called by one task at a time; the lane never touches it.
    nonisolated(unsafe) private var offset: UInt64

    init(runtime: SessionRuntime, offset: UInt64) {
        self.runtime = runtime
        self.offset = offset
    }

    package func next(limit: Int) async throws(ServiceError) -> OutputChunk? {
        guard let chunk = try await runtime.nextOutput(from: offset, limit: limit) else { return nil }
        offset = chunk.end
        return chunk
    }
}

extension SessionRuntime {
    /// Output from `offset` on, waiting for some. Nil at the end of a session that ended.
    func nextOutput(from offset: UInt64, limit: Int) async throws(ServiceError) -> OutputChunk? {
        while true {
            if Task.isCancelled || isClosed { return nil }
            guard offset >= recording.start else {
                throw ServiceError(
                    .tooSlow,
                    "output up to \(recording.start) has been overwritten; the reader was at \(offset) — read on from there"
                )
            }
            if offset < recording.end { return output(since: offset, limit: limit) }
            if master < 0 { return nil }
            await outputChange()
        }
    }

    /// Returns after the next output, when the program has ended, or when the task is cancelled.
    func outputChange() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waitingReaders.append(continuation)
                }
            }
        } onCancel: {
            // All are woken and look again; cancellation is rare. No handle: it does one thing and ends.
            Task { await self.wakeReaders() }
        }
    }

    func wakeReaders() {
        guard !waitingReaders.isEmpty else { return }
        let readers = waitingReaders
        waitingReaders.removeAll(keepingCapacity: true)
        for reader in readers { reader.resume() }
    }

    /// What the recording holds from `offset` (or its start) on, at most `limit` bytes.
    package func output(since offset: UInt64, limit: Int) -> OutputChunk {
        let from = min(max(offset, recording.start), recording.end)
        let to = min(recording.end, from + UInt64(max(0, limit)))
        let bytes = recording.withBytes(from: from, to: to) { [UInt8]($0) }
        return OutputChunk(bytes: bytes, start: from, oldest: recording.start)
    }

    /// When the output from `offset` on came.
    package func marks(since offset: UInt64) -> [OutputMark] {
        recording.marks(from: offset, to: recording.end).map { mark in
            OutputMark(
                offset: mark.offset, milliseconds: Int64(mark.time / .milliseconds(1)),
                size: Size(rows: mark.rows, columns: mark.columns))
        }
    }

    package func excerpt(historyRows: Int) -> ScreenExcerpt {
        let screen = terminal.screen()
        let rows =
            historyRows > 0 ? history.rows(last: historyRows, width: screen.size.columns, skip: 0) : []
        return ScreenExcerpt(screen: screen, history: rows, offset: recording.fedThrough)
    }
}
