import Synchronization
import Testing

@testable import TendTUI

@Suite struct TurnsTests {
    /// Every piece of work gives its thread away several times, the first ones most often: without turns the last ones are done first.
    @Test func `work is done in the order in which it was handed in, one at a time`() async {
        let turns = Turns()
        let done = Mutex<[Int]>([])
        let working = Mutex(0)
        await withCheckedContinuation { continuation in
            for number in 0..<100 {
                turns.take {
                    #expect(
                        working.withLock {
                            $0 += 1; return $0
                        } == 1)
                    for _ in 0..<100 - number { await Task.yield() }
                    done.withLock { $0.append(number) }
                    working.withLock { $0 -= 1 }
                    if number == 99 { continuation.resume() }
                }
            }
        }
        #expect(done.withLock { $0 } == Array(0..<100))
        // Having rested, it goes on.
        await withCheckedContinuation { continuation in turns.take { continuation.resume() } }
    }
}
