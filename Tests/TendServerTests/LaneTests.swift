import Glibc
import Synchronization
import TendCore
import Testing

@testable import TendServer

@Suite struct LaneTests {
    /// An actor that lives on a lane.
    private actor Resident {
        nonisolated let lane: Lane
        nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }
        private var read: [UInt8] = []

        init(_ lane: Lane) { self.lane = lane }

        var isOnLane: Bool { lane.isCurrent }

        func firstBytes(of descriptor: Int32) async throws -> [UInt8] {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    var token: UInt64 = 0
                    token = try lane.watch(descriptor, for: .input) { [lane] _ in
                        var buffer = [UInt8](repeating: 0, count: 64)
                        let count = Glibc.read(descriptor, &buffer, 64)
                        lane.unwatch(token)
                        continuation.resume(returning: Array(buffer.prefix(max(count, 0))))
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }

        func wakeUps(at delays: [Duration]) async -> [Int] {
            let now = LaneTime.now
            return await withCheckedContinuation { continuation in
                var order: [Int] = []
                for (index, delay) in delays.enumerated() {
                    lane.schedule(at: now + LaneTime.Span(delay)) {
                        order.append(index)
                        if order.count == delays.count { continuation.resume(returning: order) }
                    }
                }
            }
        }
    }

    @Test func `an actor on a lane runs on its thread`() async throws {
        let lane = try Lane(name: "test")
        #expect(await Resident(lane).isOnLane)
        #expect(!lane.isCurrent)
        lane.stop()
    }

    @Test func `a descriptor's handler runs when there is something to read`() async throws {
        let lane = try Lane(name: "test")
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        let resident = Resident(lane)
        async let bytes = resident.firstBytes(of: reader)
        #expect(write(writer, "hello", 5) == 5)
        #expect(try await bytes == Array("hello".utf8))
        for end in [reader, writer] { close(end) }
        lane.stop()
    }

    @Test func `timers fire in the order of their deadlines`() async throws {
        let lane = try Lane(name: "test")
        let order = await Resident(lane).wakeUps(at: [.milliseconds(30), .milliseconds(1), .milliseconds(15)])
        #expect(order == [1, 2, 0])
        lane.stop()
    }

    @Test func `a sleep ends at its deadline and not before`() async throws {
        let lane = try Lane(name: "test")
        let deadline = ContinuousClock.now + .milliseconds(20)
        try await lane.sleep(until: deadline)
        #expect(ContinuousClock.now >= deadline)
        lane.stop()
    }

    @Test(.timeLimit(.minutes(10))) func `a cancelled task does not sleep on`() async throws {
        let lane = try Lane(name: "test")
        let sleeper = Task { try await lane.sleep(until: .now + .seconds(3600)) }
        // Early, or when it sleeps already: it must end either way.
        let late = Task { try await lane.sleep(until: .now + .seconds(3600)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        await withCheckedContinuation { continuation in lane.post { continuation.resume() } }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
        lane.stop()
    }

    @Test func `posted blocks run in order, on the lane`() async throws {
        let lane = try Lane(name: "test")
        let seen = Mutex<[Int]>([])
        await withCheckedContinuation { continuation in
            for number in 0..<100 { lane.post { seen.withLock { $0.append(number) } } }
            lane.post { continuation.resume() }
        }
        #expect(seen.withLock { $0 } == Array(0..<100))
        lane.stop()
    }
}
