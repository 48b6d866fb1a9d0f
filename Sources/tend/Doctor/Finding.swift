/// What one check of `tend doctor` found.
struct Finding: Hashable, Encodable {
    enum Verdict: String, Hashable, Encodable { case ok, warn, fail }

    var check: String
    var verdict: Verdict
    /// What is the case.
    var message: String
    /// What to do about it; nil when there is nothing to be done.
    var remedy: String?

    static func ok(_ check: String, _ message: String) -> Finding {
        Finding(check: check, verdict: .ok, message: message)
    }

    static func warn(_ check: String, _ message: String, _ remedy: String) -> Finding {
        Finding(check: check, verdict: .warn, message: message, remedy: remedy)
    }

    static func fail(_ check: String, _ message: String, _ remedy: String) -> Finding {
        Finding(check: check, verdict: .fail, message: message, remedy: remedy)
    }

    /// One line for people: `✗ disk      full — make room`.
    func line(colored: Bool) -> String {
        let (mark, color) =
            switch verdict {
            case .ok: ("ok  ", "32")
            case .warn: ("warn", "33")
            case .fail: ("fail", "31")
            }
        let shown = colored ? "\u{1B}[\(color)m\(mark)\u{1B}[m" : mark
        let padding = String(repeating: " ", count: max(0, 9 - check.count))
        return "\(shown)  \(check)\(padding)  \(message)" + (remedy.map { " — \($0)" } ?? "")
    }
}
