import TendCore
import TendTerminal

/// Waits for a line: one that is on the screen now, or that comes later, also if it has scrolled away in between.
struct TextWatch {
    enum Result {
        case match(String)
        case timedOut
        case ended
    }

    var runtime: SessionRuntime
    var matcher: LineMatcher

    func firstMatch(until deadline: ContinuousClock.Instant?) async -> Result {
        // Lines are looked at from the top of the screen as it is now; each look goes on where the history ended then.
        var position = await runtime.screenTop
        while true {
            let look = await runtime.lookout(from: position)
            if let line = matcher.matches(in: look.lines).first { return .match(line.text) }
            if look.hasEnded { return .ended }
            if let deadline, deadline <= .now { return .timedOut }
            if Task.isCancelled { return .timedOut }
            position = look.next
            await change(after: look.offset, until: deadline)
        }
    }

    /// Returns after new output, and not before a short while has passed, so that a flood is looked at 40 times a second.
    private func change(after offset: UInt64, until deadline: ContinuousClock.Instant?) async {
        await withTaskGroup { group in
            group.addTask { await runtime.outputChange(after: offset) }
            if let deadline {
                // Cancelled when output came.
                group.addTask { try? await runtime.lane.sleep(until: deadline) }
            }
            await group.next()
            group.cancelAll()
        }
        try? await runtime.lane.sleep(until: .now + .milliseconds(25))  // A cancelled task notices in its next turn.
    }
}

/// What a look at new lines found.
struct Lookout: Sendable {
    var lines: [NumberedLine]
    /// Where the next look starts.
    var next: Int
    /// Bytes of output that have been looked at.
    var offset: UInt64
    var hasEnded: Bool
}

extension SessionRuntime {
    /// How many logical lines have ever gone into the history: the number of the line at the top of the screen.
    var screenTop: Int { history.firstLine + history.lineCount }

    /// The lines from absolute number `position` on, as far as they are still held.
    func lookout(from position: Int) -> Lookout {
        let slice = lines(from: max(0, position - history.firstLine), limit: 10_000)
        return Lookout(
            lines: slice.lines, next: screenTop, offset: recording.fedThrough, hasEnded: master < 0)
    }

    /// Returns once there has been output after `offset`, or the program has ended, or the task is cancelled.
    func outputChange(after offset: UInt64) async {
        while recording.fedThrough <= offset, master >= 0, !Task.isCancelled { await outputChange() }
    }
}
