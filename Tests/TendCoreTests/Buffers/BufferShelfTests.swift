import Testing

@testable import TendCore

struct BufferShelfTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `the newest comes first, and what is copied again is there once`() throws {
        var shelf = BufferShelf()
        #expect(try shelf.add(bytes("one"), name: nil, time: 1).buffer.name == "buffer0001")
        _ = try shelf.add(bytes("two"), name: nil, time: 2)
        let again = try shelf.add(bytes("one"), name: nil, time: 3)
        #expect(again.dropped == ["buffer0001"])
        #expect(shelf.buffers.map(\.name) == ["buffer0003", "buffer0002"])
        _ = try shelf.add(bytes("mine"), name: "mine", time: 4)
        _ = try shelf.add(bytes("yours"), name: "mine", time: 5)
        #expect(try shelf.buffer("mine").bytes == bytes("yours") && shelf.buffers.count == 3)
        try shelf.remove("mine")
        #expect(throws: ServiceError(.notFound, "no buffer 'mine'")) { try shelf.buffer("mine") }
        #expect(throws: ServiceError.self) { try shelf.remove("mine") }
    }

    @Test func `the oldest without a name of its own goes first`() throws {
        var shelf = BufferShelf()
        _ = try shelf.add(bytes("kept"), name: "kept", time: 0)
        for number in 1...60 { _ = try shelf.add(bytes("\(number)"), name: nil, time: Double(number)) }
        #expect(shelf.buffers.count == 50)
        #expect(shelf.buffers.last?.name == "kept" && shelf.buffers.first?.bytes == bytes("60"))
        let half = [UInt8](repeating: 65, count: BufferShelf.byteLimit / 2)
        _ = try shelf.add(half, name: "half", time: 70)
        let change = try shelf.add([UInt8](repeating: 66, count: half.count - 10), name: nil, time: 71)
        #expect(shelf.buffers.first == change.buffer && shelf.buffers.suffix(1).map(\.name) == ["kept"])
        #expect(change.dropped.count > 1 && shelf.buffers.map(\.bytes.count).reduce(0, +) <= BufferShelf.byteLimit)
    }

    @Test func `what cannot be copied says why`() throws {
        var shelf = BufferShelf()
        #expect(throws: ServiceError(.invalid, "there is nothing to copy")) { try shelf.add([], name: nil, time: 0) }
        #expect(throws: ServiceError(.limit, "buffers hold 16 MiB together")) {
            try shelf.add([UInt8](repeating: 0, count: BufferShelf.byteLimit + 1), name: nil, time: 0)
        }
        #expect(throws: ServiceError.self) { try shelf.add(bytes("x"), name: "a/b", time: 0) }
        let most = [UInt8](repeating: 0, count: BufferShelf.byteLimit)
        _ = try shelf.add(most, name: "all", time: 0)
        #expect(throws: ServiceError.self) { try shelf.add(bytes("x"), name: nil, time: 0) }
        #expect(shelf.buffers.map(\.name) == ["all"])
    }

    @Test func `what an earlier server had comes below, and its names are not used again`() throws {
        var shelf = BufferShelf()
        _ = try shelf.add(bytes("new"), name: nil, time: 10)
        shelf.recover([
            CopyBuffer(name: "buffer0002", isAutomatic: true, time: 5, bytes: bytes("old")),
            CopyBuffer(name: "buffer0001", isAutomatic: true, time: 4, bytes: bytes("hidden")),
        ])
        #expect(shelf.buffers.map(\.name) == ["buffer0001", "buffer0002"])
        #expect(try shelf.add(bytes("next"), name: nil, time: 11).buffer.name == "buffer0003")
    }

    @Test func `an event tells the name and the size, never the text`() {
        let event = Event(id: 7, time: 1, session: nil, kind: .buffers(name: "buffer0001", byteCount: 12))
        let json = EventJSON(event)
        #expect(json.topic == "buffers.changed" && json.data == ["name": "buffer0001", "size": "12"])
        #expect(json.session == nil)
        #expect(
            EventJSON(Event(id: 8, time: 1, session: nil, kind: .buffers(name: "b", byteCount: nil))).data == [
                "name": "b"
            ])
    }

    @Test func `a sample is one clean line`() {
        let text = "a\u{1B}[31m\nb\t" + String(repeating: "é", count: 900)
        let sample = BufferJSON(CopyBuffer(name: "b", isAutomatic: true, time: 0, bytes: bytes(text))).sample
        #expect(sample.hasPrefix("a") && sample.contains("⏎") && !sample.contains("\u{1B}") && !sample.contains("\n"))
        #expect(sample.count <= 80)
    }
}
