import TendCore
import TendScreen
import TendTerminal

/// Time travel: the recording says what came when, so the screen of any moment can be emulated again.
extension SessionRuntime {
    /// A screen that stood still for so long is worth to be looked at. Felt right; typing is faster, answers are slower.
    private static let momentPause: Duration = .milliseconds(250)
    /// A program that never pauses, as one with a clock or a spinner, is looked at so often.
    private static let momentInterval: Duration = .seconds(1)
    private static let momentLimit = 500
    /// Output emulated for a screen at most, a fraction of a second's work. A program has drawn its screen anew in less.
    private static let travelByteLimit: UInt64 = 16 << 20
    /// Output emulated before others on the lane have their turn: about half a millisecond.
    private static let travelByteCount: UInt64 = 64 << 10

    func moments() -> [RecordedMoment] {
        let marks = recording.marks(from: recording.start, to: recording.end)
        var moments: [RecordedMoment] = []
        var last: Duration?
        for (before, after) in zip(marks, marks.dropFirst()) where after.offset > max(before.offset, recording.start) {
            let isPause = after.time - before.time >= SessionRuntime.momentPause
            guard isPause || after.time - (last ?? before.time) >= SessionRuntime.momentInterval else { continue }
            last = after.time
            moments.append(RecordedMoment(offset: after.offset, time: Int64(before.time / .milliseconds(1))))
        }
        return SessionRuntime.thinned(moments)
    }

    /// The newest half of the limit as they are, and of those before evenly as many.
    static func thinned(_ moments: [RecordedMoment]) -> [RecordedMoment] {
        guard moments.count > momentLimit else { return moments }
        let half = momentLimit / 2
        let old = moments.dropLast(half)
        return (0..<half).map { old[$0 * old.count / half] } + moments.suffix(half)
    }

    /// Emulates the output before `offset`, beginning as far back as the recording and ``travelByteLimit`` reach, in pieces.
    ///
    /// What brought an emulator down once is left out, and should it happen now, it is known afterwards.
    func screen(at offset: UInt64) async throws(ServiceError) -> Screen {
        guard offset >= recording.start, offset <= recording.end else {
            throw ServiceError(
                .invalid, "no output at \(offset): the recording goes from \(recording.start) to \(recording.end)")
        }
        let limit = SessionRuntime.travelByteLimit
        var position = max(recording.start, offset > limit ? offset - limit : 0)
        let marks = recording.marks(from: position, to: offset)
        let poisons = recording.poisons.map(\.range) + folder.skippedOutput
        let scratch = try emptyTerminal(marks.first.map { Size(rows: $0.rows, columns: $0.columns) } ?? terminal.size)
        var sizes = marks.dropFirst()[...]
        while position < offset {
            if let mark = sizes.first, mark.offset <= position {
                sizes.removeFirst()
                if mark.rows > 0, mark.columns > 0 {
                    scratch.resize(to: Size(rows: mark.rows, columns: mark.columns))
                }
                continue
            }
            if let poison = poisons.first(where: { $0.contains(position) }) {
                position = poison.upperBound
                continue
            }
            var next = min(position + SessionRuntime.travelByteCount, offset)
            if let mark = sizes.first { next = min(next, mark.offset) }
            for poison in poisons where poison.lowerBound > position { next = min(next, poison.lowerBound) }
            guard position >= recording.start else {
                throw ServiceError(.conflict, "the output of that moment has just been overwritten")
            }
            recording.beginFeeding(position..<next)
            recording.withBytes(from: position, to: next) { scratch.feed($0) }
            recording.endFeeding()
            _ = scratch.takeReplies()
            _ = scratch.takeNotices()
            position = next
            await Task.yield()
            if isClosed { throw ServiceError(.notFound, "the session was removed") }
        }
        return scratch.screen()
    }

    /// A terminal without files. Its history is only there to be taken back at a change of size.
    private func emptyTerminal(_ size: Size) throws(ServiceError) -> Terminal {
        do {
            return Terminal(size: size, history: try History(directory: nil, byteLimit: 1 << 20))
        } catch {
            throw ServiceError(.unavailable, "\(error)")
        }
    }
}
