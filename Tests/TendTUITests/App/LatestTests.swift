import Synchronization
import Testing

@testable import TendTUI

struct LatestTests {
    @Test func `what runs is cancelled when more comes, and only the last that came is kept`() async {
        let latest = Latest()
        let done = Mutex<[Int]>([])
        // Nobody opens it.
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        defer { opener.finish() }
        let (ends, end) = AsyncStream.makeStream(of: Int.self)
        latest.take {
            for await _ in gate { break }
            #expect(Task.isCancelled)
            done.withLock { $0.append(0) }
        }
        for number in 1...5 {
            latest.take {
                done.withLock { $0.append(number) }
                end.yield(number)
            }
        }
        for await number in ends where number == 5 { break }
        #expect(done.withLock { $0 } == [0, 5])
        latest.take {
            #expect(!Task.isCancelled)
            end.yield(6)
        }
        for await number in ends where number == 6 { break }
    }
}
