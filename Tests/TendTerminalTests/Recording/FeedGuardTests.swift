import Glibc
import Testing

@testable import TendTerminal

struct FeedGuardTests {
    let scratch = Scratch()

    private func end(_ kind: String, _ place: String) throws -> (signal: Int32, recording: Recording) {
        let probe = try Probe(["crash", scratch.file("ring"), kind, place])
        if kind == "wait" { probe.kill() }
        return (probe.end(), try Recording(opening: scratch.file("ring"), capacity: 1 << 20))
    }

    @Test(arguments: [("abort", SIGABRT), ("segv", SIGSEGV), ("overflow", SIGSEGV)])
    func `a crash within a feed poisons just the bytes of that feed`(_ kind: String, _ signal: Int32) throws {
        let (death, recording) = try end(kind, "inside")
        #expect(death == signal)
        #expect(recording.poisons == [.init(range: 20..<30, cause: .signal(signal))])
        #expect(recording.fedThrough == 20)
        #expect(recording.answeredThrough == 15)
        recording.clearPoison()
        #expect(recording.poison == nil)
    }

    @Test func `a trap of Swift within a feed poisons its bytes`() throws {
        let (death, recording) = try end("trap", "inside")
        #expect(death == SIGILL || death == SIGTRAP)
        #expect(recording.poison == 20..<30)
    }

    @Test func `a feed that does not end is ended and poisons its bytes`() throws {
        let (death, recording) = try end("loop", "inside")
        #expect(death == SIGABRT)
        #expect(recording.poisons == [.init(range: 20..<30, cause: .stall)])
    }

    @Test(arguments: ["abort", "segv", "trap"])
    func `a crash outside of a feed poisons nothing`(_ kind: String) throws {
        let (death, recording) = try end(kind, "outside")
        #expect(death != 0)
        #expect(recording.poison == nil)
        #expect(recording.fedThrough == 30)
    }

    @Test func `kill -9 within a feed poisons nothing`() throws {
        let (death, recording) = try end("wait", "inside")
        #expect(death == SIGKILL)
        #expect(recording.poison == nil)
        #expect(recording.fedThrough == 20)
    }

    @Test func `a poison that was not cleared stays when another one joins it`() throws {
        _ = try end("segv", "inside")
        let (_, recording) = try end("abort", "inside")
        #expect(recording.poisons.map(\.range) == [20..<30, 20..<30])
        #expect(recording.poisons.map(\.cause) == [.signal(SIGSEGV), .signal(SIGABRT)])
    }
}
