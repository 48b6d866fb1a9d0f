/// Keeps a program that rings, retitles or reports without end from flooding the surfaces: of each topic a few events a second are told
/// at once, of the rest only the newest, when the second is over.
struct Throttle: Sendable {
    enum Topic: Hashable, Sendable { case title, bell, progress, notification, activity, program, facts, clipboard }

    private struct Window {
        var end: Moment
        var count: Int
        var held: Event.Kind?
    }

    private var windows: [Topic: Window] = [:]

    private static let length = Duration.seconds(1)

    /// When the earliest held event is due.
    var nextDue: Moment? {
        windows.values.lazy.filter { $0.held != nil }.map(\.end).min()
    }

    /// Whether the event may be told now; if not, it is held in place of an earlier one of its topic.
    mutating func admits(_ kind: Event.Kind, now: Moment) -> Bool {
        guard let (topic, burst) = Throttle.rule(of: kind) else { return true }
        guard var window = windows[topic], now < window.end else {
            windows[topic] = Window(end: now + Throttle.length, count: 1)
            return true
        }
        window.count += 1
        if window.count > burst { window.held = kind }
        windows[topic] = window
        return window.count <= burst
    }

    /// Takes the events out whose second is over.
    mutating func takeDue(now: Moment) -> [Event.Kind] {
        let due = windows.filter { $0.value.held != nil && $0.value.end <= now }.sorted { $0.value.end < $1.value.end }
        for (topic, _) in due { windows[topic] = Window(end: now + Throttle.length, count: 1) }
        return due.compactMap(\.value.held)
    }

    /// Forgets what it holds: the program that said it is gone.
    mutating func reset() { windows = [:] }

    private static func rule(of kind: Event.Kind) -> (Topic, burst: Int)? {
        switch kind {
        case .title: (.title, 1)
        case .bell: (.bell, 1)
        case .progress: (.progress, 1)
        case .facts: (.facts, 1)
        case .clipboard: (.clipboard, 2)
        case .notification: (.notification, 5)
        case .activity: (.activity, 5)
        case .program: (.program, 5)
        case .created, .renamed, .exited, .interrupted, .restarted, .removed, .resized, .note, .attention, .agent,
            .buffers, .workspaces:
            nil
        }
    }
}
