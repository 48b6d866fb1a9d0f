import TendCore
import Testing

@testable import tend

struct AttachCommandTests {
    @Test func `the last line tells why the screen is gone`() {
        func line(_ ending: AttachCommand.Fate) -> String? { AttachCommand.line(for: ending, of: sample()) }
        #expect(line(.detached) == "[detached from build (k3x9aaaa)]")
        #expect(line(.ended(sample(state: .exited, exit: .code(0)))) == "[build ended: exit 0]")
        #expect(line(.ended(sample(state: .exited, exit: .code(3)))) == "[build ended: exit 3]")
        #expect(line(.ended(sample(state: .exited, exit: .signal(15)))) == "[build ended: SIGTERM]")
        #expect(
            line(.ended(sample(state: .interrupted))) == "[build was interrupted — 'tend restart build' runs it again]")
        #expect(line(.removed) == "[build was removed]")
        #expect(line(.lost("no server")) == "[lost build: no server]")
        #expect(line(.signal(15)) == nil)
    }

    @Test func `a session is not shown within itself`() {
        let session = sample()
        let inside = ["TEND_SESSION": session.id, "TEND_SOCKET": "/run/tend.sock"]
        #expect(AttachCommand.isSame(session, "/run/tend.sock", inside))
        #expect(
            AttachCommand.isSame(session, "/dev/null", ["TEND_SESSION": session.id, "TEND_SOCKET": "/dev/../dev/null"]))
        #expect(!AttachCommand.isSame(session, "/other/tend.sock", inside))
        #expect(!AttachCommand.isSame(sample("m6no2222"), "/run/tend.sock", inside))
        #expect(!AttachCommand.isSame(session, "/run/tend.sock", [:]))
    }
}
