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

    /// The first line that matches from the absolute number `start` on, the top of the screen if it is nil.
    func firstMatch(from start: Int? = nil, until deadline: ContinuousClock.Instant?) async -> Result {
        var position = start ?? 0
        if start == nil { position = await runtime.screenTop }
        while true {
            let look = await runtime.lookout(from: position)
            if let line = matcher.matches(in: look.lines).first { return .match(line.text) }
            if Task.isCancelled { return .timedOut }
            position = look.next
            // A flood brings more between two looks than one of them takes.
            guard look.isComplete else { continue }
            if look.hasEnded { return .ended }
            if let deadline, deadline <= .now { return .timedOut }
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
    /// Where the next look starts: at the top of the screen again if this one is complete, as what is shown may still change.
    var next: Int
    /// Whether nothing that was there is left for the next look.
    var isComplete: Bool
    /// Bytes of output that have been looked at.
    var offset: UInt64
    var hasEnded: Bool
}

extension SessionRuntime {
    /// The number of the line at the top of the screen, counted from the first one that ever was.
    var screenTop: Int { history.firstLine + history.lineCount - (topBeganInHistory ? 1 : 0) }

    /// The lines from absolute number `position` on, as far as they are still held, and at most as many as do not delay the others of
    /// the lane.
    func lookout(from position: Int) -> Lookout {
        let slice = lines(from: max(0, position - history.firstLine), limit: LineReader.sliceLineCount)
        let following = slice.lines.last.map { $0.number + 1 } ?? slice.total
        let isComplete = following >= slice.total
        return Lookout(
            lines: slice.lines, next: isComplete ? screenTop : history.firstLine + following, isComplete: isComplete,
            offset: recording.fedThrough, hasEnded: master < 0)
    }

    /// Returns once there has been output after `offset`, or the program has ended, or the task is cancelled.
    func outputChange(after offset: UInt64) async {
        while recording.fedThrough <= offset, master >= 0, !Task.isCancelled { await outputChange() }
    }
}
