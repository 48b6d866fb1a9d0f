import TendCore
import TendScreen

/// A session that stands for any other.
func sample(
    _ id: String = "k3x9aaaa", name: String = "build", state: Session.State = .running, exit: ExitStatus? = nil,
    activity: Session.Activity = .working
) -> SessionJSON {
    SessionJSON(
        Session(
            id: SessionID(rawValue: id), name: name,
            launch: Launch(command: "/usr/bin/make", arguments: ["-j4"], directory: "/src"),
            size: Size(rows: 24, columns: 80), state: state, activity: activity, title: "make: all", pid: 42,
            startedAt: 1_700_000_000.5, endedAt: exit == nil ? nil : 1_700_000_100, exit: exit))
}
