import TendAgents
import TendCore
import Testing

/// Plays runs of real agents through emulator, rules and fusion, and compares with what was true.
@Suite struct CorpusTests {
    @Test(arguments: CorpusReplay.Means.allCases)
    func `what real agents do is recognised`(means: CorpusReplay.Means) throws {
        let total = try CorpusReplay.all(means)
        print("— \(means.rawValue)\n\(total.table)\(total.misses.joined(separator: "\n"))")
        #expect(total.samples > 500)
        #expect(total.waitingFound >= 0.99)
        #expect(total.falseWaiting <= 0.005)
        #expect(total.agreement >= 0.95)
    }
}
