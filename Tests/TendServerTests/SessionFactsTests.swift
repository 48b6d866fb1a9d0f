import Testing

@testable import TendServer

@Suite struct SessionFactsTests {
    private let start = LaneTime.now

    @Test func `output is reported once after it was watched for`() {
        let facts = SessionFacts()
        #expect(!facts.publishOutput(byteCount: 1, lineCount: 1, at: start), "nobody asked yet")
        #expect(facts.watchOutput(after: nil), "there has been some")
        #expect(!facts.watchOutput(after: start))
        #expect(facts.publishOutput(byteCount: 2, lineCount: 1, at: start + .seconds(1)))
        #expect(!facts.publishOutput(byteCount: 3, lineCount: 1, at: start + .seconds(2)))
        #expect(facts.current.byteCount == 3)
    }

    @Test func `typing has room up to a limit`() {
        let facts = SessionFacts()
        #expect(facts.reserveTyping(SessionRuntime.pendingInputLimit))
        #expect(!facts.reserveTyping(1))
        facts.releaseTyping(10)
        #expect(facts.reserveTyping(10))
    }
}
