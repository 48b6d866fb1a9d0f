/// Something about an agent that its owner may want to look at. It may be all right.
package enum AgentHint: Hashable, Sendable {
    /// The same call with the same input, so many times in a row.
    case loop(String, times: Int)
    /// At work for so long without a token or a call.
    case stall(Duration)

    package enum Kind: Hashable, Sendable, CaseIterable { case loop, stall }

    package var kind: Kind {
        switch self {
        case .loop: .loop
        case .stall: .stall
        }
    }

    /// When somebody is told; nil: never.
    package struct Limits: Hashable, Sendable {
        /// Calls in a row.
        package var repetitions: Int?
        /// Longer than any model thinks between two words, as a rule.
        package var silence: Duration?

        // Felt right: a test is run again two or three times while it is mended; models were seen to think for minutes. Not measured.
        package init(repetitions: Int? = 5, silence: Duration? = .seconds(600)) {
            self.repetitions = repetitions
            self.silence = silence
        }
    }
}

extension AgentHint: CustomStringConvertible {
    package var description: String {
        switch self {
        case .loop(let call, let times): "the same call \(times) times in a row: \(call)"
        case .stall(let time):
            time < .seconds(120)
                ? "works for \(Int(time / .seconds(1))) seconds without a token or a call"
                : "works for \(Int(time / .seconds(60))) minutes without a token or a call"
        }
    }
}
