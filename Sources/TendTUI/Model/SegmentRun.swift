/// What the client knows of one of the status bar's own commands.
package struct SegmentRun: Hashable, Sendable {
    /// How a run ended.
    package enum Outcome: Hashable, Sendable {
        /// The first line that it printed, as it was printed.
        case printed(String)
        /// Why nothing useful came, in words, and the first line that was printed nevertheless.
        case failed(String, printed: String)
    }

    /// Nil until the first run has ended.
    package var outcome: Outcome?
    package var isRunning = false
    /// When the last run began, in milliseconds since 1970.
    package var startedAt: Int64?

    package init(_ outcome: Outcome? = nil) { self.outcome = outcome }

    /// The first line of what a command printed, without the sequences that would colour it.
    static func line(of bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        // CSI, OSC, and the short ones.
        let sequence = /\u{1B}(\[[0-?]*[ -\/]*[@-~]|\][^\u{7}\u{1B}]*\u{7}?|[ -~])/
        return String(decoding: line, as: UTF8.self).replacing(sequence, with: "")
    }

    /// When the next run is to begin; nil: as soon as possible.
    func dueAt(every seconds: Int, now: Int64) -> Int64? {
        // A clock that was set back must not stop it for that long.
        guard let startedAt, startedAt <= now else { return nil }
        return startedAt + Int64(seconds) * 1000
    }
}
