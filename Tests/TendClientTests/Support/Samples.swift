import Foundation
import TendCore
import TendScreen

func sample(_ id: String = "k3x9aaaa", name: String = "build") -> Session {
    Session(
        id: SessionID(rawValue: id), name: name, launch: Launch(command: "make", directory: "/src"),
        size: Size(rows: 2, columns: 10), pid: 42, startedAt: 1000)
}

/// The JSON that the server would send.
func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    guard let bytes = try? encoder.encode(value) else { preconditionFailure("a sample cannot be written as JSON") }
    return String(decoding: bytes, as: UTF8.self)
}

func sampleList(_ names: String...) -> String {
    json(SessionListJSON(sessions: names.map { SessionJSON(sample(name: $0)) }))
}

func event(_ id: UInt64) -> String {
    "id: \(id)\nevent: session.bell\ndata: \(json(EventJSON(Event(id: id, time: 0, session: sample(), kind: .bell))))\n\n"
}

/// A whole screen as the binary message of `WS /live`.
func frame(channel: UInt8, stamp: UInt64) -> [UInt8] {
    var screen = Screen(size: Size(rows: 2, columns: 10))
    screen.stamps = [stamp, stamp + 1]
    return [1, channel] + FrameCodec.encode(Frame(from: nil, to: screen))
}
