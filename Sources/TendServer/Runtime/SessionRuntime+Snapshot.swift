import CLinux
import TendCore
import TendTerminal

extension SessionRuntime {
    /// So much output may have to be emulated again after a crash.
    static let snapshotInterval: UInt64 = 256 << 10
    /// A session that has been quiet for so long gets a snapshot, once.
    static let snapshotQuiet: LaneTime.Span = .seconds(3)

    /// Writes a snapshot when enough output has come since the last one; otherwise sees to it that one follows when the
    /// session falls quiet. A quiet session has no timer.
    func considerSnapshot(now: LaneTime) {
        if recording.fedThrough - snapshotOffset >= SessionRuntime.snapshotInterval {
            writeSnapshot(isOneOfMany: true)
        } else if snapshotTimer == nil {
            scheduleSnapshot(at: now + SessionRuntime.snapshotQuiet)
        }
    }

    private func scheduleSnapshot(at deadline: LaneTime) {
        snapshotTimer = lane.schedule(at: deadline) { [weak self] in
            self?.onLane { runtime in
                runtime.snapshotTimer = nil
                let quietAt = (runtime.facts.current.lastOutput ?? .now) + SessionRuntime.snapshotQuiet
                if quietAt > .now {
                    runtime.scheduleSnapshot(at: quietAt)
                } else {
                    if runtime.recording.fedThrough != runtime.snapshotOffset { runtime.writeSnapshot() }
                    runtime.recording.releaseMemory()
                }
            }
        }
    }

    /// Saves the emulator as of the bytes fed so far.
    ///
    /// - Parameter isOneOfMany: the next one may follow in milliseconds.
    package func writeSnapshot(isOneOfMany: Bool = false) {
        if let share = budget.hold(history.byteCount, by: id) { history.trim(toBytes: share) }
        let snapshot = SessionSnapshot(offset: recording.fedThrough, terminal: terminal.snapshot())
        do {
            try folder.save(snapshot: snapshot.bytes, isOneOfMany: isOneOfMany)
            snapshotOffset = snapshot.offset
            history.settle(history.mark)
            hasReportedSnapshotFailure = false
        } catch {
            // The old snapshot stays, and recovery replays more. Tried again after the next output, told once.
            if !hasReportedSnapshotFailure { report(.note(error.message)) }
            hasReportedSnapshotFailure = true
            snapshotOffset = recording.fedThrough
        }
    }
}

/// The file `snapshot`: `TNDS`, version 1, the offset (8 bytes, little-endian), then the emulator's own form.
struct SessionSnapshot {
    var offset: UInt64
    var terminal: [UInt8]

    private static let magic: [UInt8] = Array("TNDS".utf8) + [1, 0, 0, 0]

    init(offset: UInt64, terminal: [UInt8]) {
        self.offset = offset
        self.terminal = terminal
    }

    /// Nil when the bytes are not a snapshot of this version.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 16, Array(bytes[..<8]) == SessionSnapshot.magic else { return nil }
        offset = bytes[8..<16].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        terminal = Array(bytes[16...])
    }

    var bytes: [UInt8] {
        SessionSnapshot.magic + (0..<8).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) } + terminal
    }
}
