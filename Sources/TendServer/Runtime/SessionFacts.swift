import Synchronization
package import TendScreen

/// Numbers about a session that anybody may read at any time, published by its lane after each turn.
///
/// A leaf behind a lock, so that listing sessions never waits for a lane.
package final class SessionFacts: Sendable {
    package struct Numbers: Sendable {
        package var byteCount: UInt64 = 0
        package var lineCount = 0
        package var size = Size(rows: 40, columns: 120)
        package var lastOutput: LaneTime?
        /// The next output is to be reported to the hub.
        var reportsOutput = false
        /// Typed bytes that the program has not taken.
        var typedByteCount = 0
    }

    private let numbers = Mutex(Numbers())

    package init() {}

    package var current: Numbers { numbers.withLock { $0 } }

    /// - Returns: whether this output is the first since the session was quiet.
    func publishOutput(byteCount: UInt64, lineCount: Int, at instant: LaneTime) -> Bool {
        numbers.withLock { numbers in
            numbers.byteCount = byteCount
            numbers.lineCount = lineCount
            numbers.lastOutput = instant
            defer { numbers.reportsOutput = false }
            return numbers.reportsOutput
        }
    }

    func publish(byteCount: UInt64, lineCount: Int, size: Size) {
        numbers.withLock { numbers in
            numbers.byteCount = byteCount
            numbers.lineCount = lineCount
            numbers.size = size
        }
    }

    /// Has the next output reported, unless there has been some after `limit` (nil: any) already.
    ///
    /// One turn of the lock decides, so that no output falls between question and answer.
    /// - Returns: whether there has been some; then nothing further is reported until this is asked again.
    package func watchOutput(after limit: LaneTime?) -> Bool {
        numbers.withLock { numbers in
            if let last = numbers.lastOutput, limit.map({ last > $0 }) ?? true { return true }
            numbers.reportsOutput = true
            return false
        }
    }

    /// Makes room for typed bytes; false when too many wait already.
    func reserveTyping(_ count: Int) -> Bool {
        numbers.withLock { numbers in
            guard numbers.typedByteCount + count <= SessionRuntime.pendingInputLimit else { return false }
            numbers.typedByteCount += count
            return true
        }
    }

    func releaseTyping(_ count: Int) { numbers.withLock { $0.typedByteCount -= count } }

    /// Another program starts: what the last one printed does not count.
    func forgetOutput() { numbers.withLock { $0.lastOutput = nil } }
}
