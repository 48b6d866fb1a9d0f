/// What an agent does.
package enum AgentState: Hashable, Sendable {
    /// For what it waits.
    package enum Need: String, Hashable, Sendable, CaseIterable {
        case permission, question, plan
        /// Its owner has to log in.
        case auth
        /// Whether it may work in this directory.
        case trust
        /// Something else, or nobody said what.
        case input
    }

    package enum Failure: String, Hashable, Sendable, CaseIterable {
        case api
        case rateLimit = "rate_limit"
        /// The model refused the credentials.
        case auth
        case other
    }

    case starting, working
    case waiting(Need)
    /// At its prompt; nothing was asked of it, or it did not say how that ended.
    case idle
    /// At its prompt after a turn that it finished.
    case done
    /// At its prompt after a turn that failed.
    case error(Failure)
    /// At its prompt after a turn that somebody stopped.
    case interrupted
    case exited

    /// Whether it is at its prompt, however it came there.
    package var isResting: Bool {
        switch self {
        case .idle, .done, .error, .interrupted: true
        case .starting, .working, .waiting, .exited: false
        }
    }

    package var isWaiting: Bool { if case .waiting = self { true } else { false } }

    /// The word without what it waits for or how it failed: `waiting`.
    package var word: String {
        switch self {
        case .starting: "starting"
        case .working: "working"
        case .waiting: "waiting"
        case .idle: "idle"
        case .done: "done"
        case .error: "error"
        case .interrupted: "interrupted"
        case .exited: "exited"
        }
    }

    /// What it waits for, or how it failed.
    package var reason: String? {
        switch self {
        case .waiting(let need): need.rawValue
        case .error(let failure): failure.rawValue
        default: nil
        }
    }

    /// The activity that surfaces show which know no agents.
    package var activity: Session.Activity {
        switch self {
        case .starting: .starting
        case .working: .working
        case .waiting: .waiting
        case .idle, .done, .error, .interrupted: .idle
        case .exited: .unknown
        }
    }
}

/// Written as `working`, `waiting:permission`, `error:rate_limit`; `waiting` and `error` alone mean that more is not known.
extension AgentState: CustomStringConvertible {
    package var description: String {
        switch self {
        case .waiting(let need): "waiting:\(need.rawValue)"
        case .error(let failure): "error:\(failure.rawValue)"
        default: word
        }
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let kind = parts.count > 1 ? parts[1] : nil
        switch (parts[0], kind) {
        case ("starting", nil): self = .starting
        case ("working", nil): self = .working
        case ("idle", nil): self = .idle
        case ("done", nil): self = .done
        case ("interrupted", nil): self = .interrupted
        case ("exited", nil): self = .exited
        case ("waiting", nil): self = .waiting(.input)
        case ("error", nil): self = .error(.other)
        case ("waiting", let kind?):
            guard let need = Need(rawValue: kind) else { return nil }
            self = .waiting(need)
        case ("error", let kind?):
            guard let failure = Failure(rawValue: kind) else { return nil }
            self = .error(failure)
        default: return nil
        }
    }
}

extension AgentState.Failure {
    /// What kind of failure a message of an agent tells of.
    package init(message: String) {
        let text = message.lowercased()
        // As words of their own: an address may have such digits, too.
        let numbers = Set(text.split { !$0.isLetter && !$0.isNumber }.filter { $0.allSatisfy(\.isNumber) })
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if says("rate limit", "rate_limit", "usage limit", "limit reached", "overloaded", "quota", "too many requests")
            || !numbers.isDisjoint(with: ["429", "529"])
        {
            self = .rateLimit
        } else if says("unauthorized", "authentication", "api key", "log in", "login", "oauth")
            || numbers.contains("401")
        {
            self = .auth
        } else {
            self = .api
        }
    }
}
