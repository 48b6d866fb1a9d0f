import TendCore
import Testing

@testable import TendStore

struct BufferStoreTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `what was copied comes back, the newest first, and what was forgotten does not`() async throws {
        let store = fixture.store()
        _ = try await store.load()
        let buffers = [
            CopyBuffer(name: "buffer0002", isAutomatic: true, time: 3, bytes: [0, 255, 10]),
            CopyBuffer(name: "mine", isAutomatic: false, time: 2, bytes: Array("it's".utf8)),
        ]
        for buffer in buffers { store.persist(buffer) }
        store.persist(CopyBuffer(name: "gone", isAutomatic: true, time: 9, bytes: [1]))
        try await store.flush()
        store.forget(buffer: "gone")
        try await store.close()
        let again = fixture.store()
        #expect(try await again.load().buffers == buffers)
        again.persist(CopyBuffer(name: "mine", isAutomatic: false, time: 4, bytes: [7]))
        try await again.close()
        #expect(try await fixture.store().load().buffers.map(\.bytes) == [[7], [0, 255, 10]])
        #expect(fixture.problems.isEmpty)
    }
}
