import CLinux
package import TendCore
package import TendScreen
import TendTerminal

extension SessionRuntime {
    /// Sizes and caps of a session's storage.
    package struct Limits: Sendable {
        package var recordingByteCount = 4 << 20
        package var historyByteCount = 64 << 20
        package init() {}
    }

    /// Makes the files of a new session.
    package static func create(
        id: SessionID, size: Size, lane: Lane, folder: SessionFolder, limits: Limits, budget: HistoryBudget,
        version: String,
        report: @escaping @Sendable (SessionReport) -> Void
    ) throws(ServiceError) -> SessionRuntime {
        try folder.create()
        do {
            let recording = try Recording(opening: folder.ring, capacity: limits.recordingByteCount)
            let history = try History(directory: folder.history, byteLimit: limits.historyByteCount)
            let terminal = Terminal(size: size, history: history, options: TerminalOptions(version: version))
            let runtime = SessionRuntime(
                id: id, lane: lane, folder: folder, recording: recording, history: history, terminal: terminal,
                budget: budget, report: report)
            runtime.facts.publish(byteCount: 0, lineCount: 0, size: size)
            // A new file takes as long as the start of a program, which need not wait for it: before there is output, it is there.
            lane.post { runtime.onLane { $0.writeSnapshot() } }
            return runtime
        } catch {
            throw ServiceError(.unavailable, "cannot record the session: \(error)")
        }
    }

    /// Opens the files of a session that an earlier server left, and emulates what that one had not saved: the screen is then
    /// as it was, cell for cell, and shows all that has been recorded.
    package static func open(
        id: SessionID, size: Size, lane: Lane, folder: SessionFolder, limits: Limits, budget: HistoryBudget,
        version: String,
        report: @escaping @Sendable (SessionReport) -> Void
    ) throws(ServiceError) -> SessionRuntime {
        do {
            let recording = try Recording(opening: folder.ring, capacity: limits.recordingByteCount)
            let history = try History(directory: folder.history, byteLimit: limits.historyByteCount)
            let options = TerminalOptions(version: version)
            var terminal: Terminal?
            var offset = recording.start
            var hasSaved = false
            for path in [folder.snapshot, folder.spareSnapshot] where terminal == nil {
                guard let saved = SessionFolder.read(path) else { continue }
                hasSaved = true
                guard let snapshot = SessionSnapshot(saved),
                    snapshot.offset >= recording.start, snapshot.offset <= recording.end
                else { continue }
                terminal = try? Terminal(snapshot: snapshot.terminal, history: history, options: options)
                if terminal != nil { offset = snapshot.offset }
            }
            if terminal == nil {
                // Lines in the history come from output that will be emulated again.
                history.removeAll()
                // The server ended in the first moment of the session, before it had saved anything: nothing is missing.
                if hasSaved || offset > 0 {
                    report(
                        .note(
                            "the saved screen could not be read; it was rebuilt from the last "
                                + "\(recording.end - offset) bytes"))
                }
            }
            let runtime = SessionRuntime(
                id: id, lane: lane, folder: folder, recording: recording, history: history,
                terminal: terminal ?? Terminal(size: size, history: history, options: options),
                budget: budget, snapshotOffset: offset, report: report)
            return runtime
        } catch {
            throw ServiceError(.unavailable, "cannot open the session's recording: \(error)")
        }
    }

    /// Emulates the recording from the snapshot on.
    ///
    /// Replies go out only for output that no server has answered; output that brought a server down while it was emulated
    /// is left out and noted.
    package func replay() {
        let poison = recording.poison
        let answered = recording.answeredThrough
        let chunkByteCount: UInt64 = 4096
        var position = snapshotOffset
        while position < recording.end {
            if let poison, poison.contains(position) {
                let end = min(poison.upperBound, recording.end)
                recording.beginFeeding(position..<end)
                recording.endFeeding()
                position = end
                continue
            }
            var next = min(position + chunkByteCount, recording.end)
            if let poison, poison.lowerBound > position { next = min(next, poison.lowerBound) }
            if position < answered { next = min(next, answered) }
            recording.beginFeeding(position..<next)
            recording.withBytes(from: position, to: next) { emulate($0) }
            recording.endFeeding()
            let replies = terminal.takeReplies()
            let notices = terminal.takeNotices()
            if next > answered {
                recording.answeredThrough = next
                if !replies.isEmpty { reply(replies) }
                for notice in notices { report(.notice(notice)) }
            }
            position = next
        }
        if let poison {
            report(
                .note(
                    "output from byte \(poison.lowerBound) to \(poison.upperBound) brought the emulator down and was left "
                        + "out of the screen; `tend tail --raw` has it"))
        }
        // It may have been told to an earlier server only.
        let progress = terminal.screen().progress
        if progress.state != .none { report(.notice(.progress(progress))) }
        writeSnapshot()
        if poison != nil { forgetPoisons() }
        facts.publish(
            byteCount: recording.end, lineCount: history.lineCount + terminal.size.rows, size: terminal.size)
    }
}

extension SessionRuntime {
    /// The snapshot is beyond them; only time travel could meet them again.
    private func forgetPoisons() {
        do {
            try folder.skip(recording.poisons.map(\.range))
        } catch {
            report(.note(error.message))
        }
        recording.clearPoison()
    }

    package var size: Size { terminal.size }

    /// Makes room for another program: the old screen goes into the history, modes and colours are as on the first day.
    ///
    /// Done by output of our own that is recorded like any other, so that a replay does the same.
    package func beginAnew() {
        facts.forgetOutput()
        record("\u{18}\u{1B}[?1049l\u{1B}[!p\u{1B}[r")
        let screen = terminal.screen()
        let used = (screen.rows.lastIndex { !$0.cells.isEmpty } ?? -1) + 1
        record("\u{1B}[\(screen.size.rows);1H" + String(repeating: "\r\n", count: used) + "\u{1B}c")
        finishTurn()
    }

    private func record(_ text: String) {
        Array(text.utf8).withUnsafeBytes { recording.append($0) }
        feedRecorded()
    }
}
