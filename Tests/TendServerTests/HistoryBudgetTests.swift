import TendCore
import Testing

@testable import TendServer

@Suite struct HistoryBudgetTests {
    private func id(_ name: String) -> SessionID { SessionID(rawValue: name) }

    @Test func `as long as there is room nobody gives anything up`() {
        let budget = HistoryBudget(limit: 1000)
        #expect(budget.hold(600, by: id("a")) == nil)
        #expect(budget.hold(400, by: id("b")) == nil)
        #expect(budget.total == 1000)
    }

    @Test func `who grows beyond the limit comes down by what is too much`() {
        let budget = HistoryBudget(limit: 1000)
        #expect(budget.hold(200, by: id("quiet")) == nil)
        #expect(budget.hold(900, by: id("flood")) == 800)
        #expect(budget.hold(800, by: id("flood")) == nil)
    }

    @Test func `nobody comes down below an equal share`() {
        let budget = HistoryBudget(limit: 1000)
        #expect(budget.hold(950, by: id("first")) == nil)
        #expect(budget.hold(300, by: id("second")) == nil, "300 of 1000 is less than a half")
        #expect(budget.hold(950, by: id("first")) == 700)
    }

    @Test func `a session that is forgotten makes room`() {
        let budget = HistoryBudget(limit: 1000)
        #expect(budget.hold(900, by: id("a")) == nil)
        budget.release(id("a"))
        #expect(budget.hold(900, by: id("b")) == nil)
        #expect(budget.total == 900)
    }
}
