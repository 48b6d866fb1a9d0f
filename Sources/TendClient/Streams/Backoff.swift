/// How long to wait before the next try to reach a server that is being restarted: at once, then 20 ms doubled up to a second.
struct Backoff {
    private var next = Duration.zero

    mutating func delay() -> Duration {
        defer { next = next == .zero ? .milliseconds(20) : min(next * 2, .seconds(1)) }
        return next
    }

    mutating func reset() { next = .zero }

    /// Waits. Returns false when the task was cancelled.
    mutating func wait() async -> Bool {
        do {
            try await Task.sleep(for: delay())
            return true
        } catch {
            return false
        }
    }
}
