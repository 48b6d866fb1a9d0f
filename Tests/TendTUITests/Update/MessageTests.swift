import Testing

@testable import TendTUI

@Suite struct MessageTests {
    @Test func `a message that the terminal has not taken yet stays, and has its time from then on`() throws {
        var desk = Desk()
        desk.isStill = true
        desk.happen(.noted("copied 60000 lines"))
        // A terminal at the end of a slow line is busy with the copy.
        desk.wait(60_000)
        #expect(desk.model.message?.text == "copied 60000 lines")
        let wakes = desk.model.update(.messageSeen).compactMap { if case .wake(let time) = $0 { time } else { nil } }
        #expect(desk.model.change == .nothing)
        #expect(try #require(wakes.first) <= desk.model.now + 4000)
        desk.wait(3999)
        #expect(desk.model.message != nil)
        desk.wait(1)
        #expect(desk.model.message == nil)
    }

    @Test func `one that follows has its own time`() {
        var desk = Desk()
        desk.happen(.noted("first"))
        desk.wait(3000)
        desk.happen(.noted("second"))
        desk.wait(3000)
        #expect(desk.model.message?.text == "second")
    }
}
