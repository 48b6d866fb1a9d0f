import TendCore
import TendScreen

/// A running session that stands for any other.
func makeSession(
    _ id: String = "aaaaaaaa", name: String = "claude", state: Session.State = .running,
    activity: Session.Activity = .starting
) -> Session {
    Session(
        id: SessionID(rawValue: id), name: name, launch: Launch(command: "claude", directory: "/src"),
        size: Size(rows: 40, columns: 120), state: state, activity: activity, pid: 42, startedAt: 1000)
}

extension [Effect] {
    /// What the surfaces are told, in order.
    var published: [Event.Kind] {
        compactMap { effect in if case .publish(let event) = effect { event.kind } else { nil } }
    }

    var withoutPublished: [Effect] {
        filter { effect in if case .publish = effect { false } else { true } }
    }
}

extension Moment {
    static func at(_ seconds: Double) -> Moment { .start + .seconds(seconds) }
}
