package import TendScreen

/// How far a program says it is.
package struct ProgressJSON: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable { case running, paused, error }

    package var state: State
    /// 0…100; absent: it does not say.
    package var percent: Int?

    /// Nil: there is none.
    package init?(_ progress: Progress) {
        percent = progress.state == .indeterminate ? nil : Int(progress.percent)
        switch progress.state {
        case .none: return nil
        case .normal, .indeterminate: state = .running
        case .error: state = .error
        case .paused: state = .paused
        }
    }
}
