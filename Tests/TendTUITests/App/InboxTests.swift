import Foundation
import Testing

@testable import TendTUI

struct InboxTests {
    private func isReadable(_ inbox: Inbox) -> Bool {
        var file = pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&file, 1, 0) == 1
    }

    private func ticks(_ happenings: [Happening]) -> [Int64] {
        happenings.compactMap { if case .tick(let time) = $0 { time } else { nil } }
    }

    @Test func `it can be read as long as there is something, in the order in which it came`() throws {
        let inbox = try Inbox()
        #expect(!isReadable(inbox))
        #expect(inbox.take().isEmpty)
        for round in 0..<3 as Range<Int64> {
            inbox.put(.tick(round))
            inbox.put(.tick(round + 10))
            #expect(isReadable(inbox))
            #expect(ticks(inbox.take()) == [round, round + 10])
            #expect(!isReadable(inbox))
            #expect(inbox.take().isEmpty)
        }
    }

    @Test func `nothing is lost of what many threads put in while it is taken out`() throws {
        let inbox = try Inbox()
        let count: Int64 = 2000
        for writer in 0..<4 as Range<Int64> {
            Thread.detachNewThread { for number in 0..<count { inbox.put(.tick(writer * count + number)) } }
        }
        var seen: [Int64] = []
        while seen.count < 4 * Int(count) {
            var file = pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&file, 1, 60_000) == 1)
            seen += ticks(inbox.take())
        }
        #expect(Set(seen).count == seen.count)
        for writer in 0..<4 as Range<Int64> {
            let own = seen.filter { $0 / count == writer }
            #expect(own == own.sorted())
        }
        #expect(!isReadable(inbox))
    }
}
