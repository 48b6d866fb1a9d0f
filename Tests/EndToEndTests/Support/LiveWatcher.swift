import Foundation
import TendScreen
import Testing

/// A viewer of one session on `WS /live`, written after API.md: it keeps the screen that the frames build up.
struct LiveWatcher {
    let connection: TestConnection
    let channel: Int
    private var screen: Screen?

    init(_ home: TestHome, _ session: String) async throws {
        connection = try await home.socket("/live")
        try connection.send(json: ["op": "watch", "id": 7, "session": session])
        guard case .text(let answer) = try await connection.message() else { throw POSIXError(.EBADMSG) }
        #expect(answer["ok"] as? Bool == true, "\(answer)")
        #expect(answer["id"] as? Int == 7)
        #expect((answer["session"] as? [String: Any])?["name"] as? String == session)
        channel = try #require(answer["channel"] as? Int)
    }

    /// Says that the last frame was taken, so that the next one may come.
    func take() throws { try connection.send(opcode: 2, [1, UInt8(channel)]) }

    /// Takes frames until one shows the text.
    mutating func shows(_ text: String) async throws {
        while screen?.text().contains(text) != true {
            switch try await connection.message() {
            case .text: continue
            case .close(let code):
                Issue.record("closed with \(code) before '\(text)' was shown")
                return
            case .binary(let bytes):
                #expect(bytes[0] == 1)
                #expect(Int(bytes[1]) == channel)
                screen = try FrameCodec.decode(Array(bytes[2...])).applied(to: screen)
                try take()
            }
        }
    }
}
