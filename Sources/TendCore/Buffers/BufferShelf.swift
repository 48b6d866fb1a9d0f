/// What was copied, the newest first. Bounded in number and bytes: the oldest goes first, those that have a name of their own last.
package struct BufferShelf: Sendable {
    package static let countLimit = 50
    package static let byteLimit = 16 << 20

    package private(set) var buffers: [CopyBuffer] = []
    private var nextNumber = 1

    package init() {}

    /// What came of a change: the buffer that is new, and the names of those that had to go for it.
    package struct Change: Hashable, Sendable {
        package var buffer: CopyBuffer
        package var dropped: [String]
    }

    package func buffer(_ name: String) throws(ServiceError) -> CopyBuffer {
        guard let buffer = buffers.first(where: { $0.name == name }) else {
            throw ServiceError(.notFound, "no buffer '\(DisplayText.excerpt(name))'")
        }
        return buffer
    }

    /// Puts something on top.
    ///
    /// - Parameter name: in place of the buffer of that name; nil: a new one, named like `buffer0001`. What is there already under such a
    ///   name is not there twice.
    /// - Throws: code `invalid` for nothing and for a name that cannot be, `limit` when there is no room.
    package mutating func add(
        _ bytes: [UInt8], name: String?, time: Double
    ) throws(ServiceError) -> Change {
        guard !bytes.isEmpty else { throw ServiceError(.invalid, "there is nothing to copy") }
        guard bytes.count <= BufferShelf.byteLimit else {
            throw ServiceError(.limit, "buffers hold \(BufferShelf.byteLimit >> 20) MiB together")
        }
        let given = try name.map { name throws(ServiceError) in try SessionNaming.checked(name, of: "buffer") }
        var kept = buffers.filter { given == nil ? !$0.isAutomatic || $0.bytes != bytes : $0.name != given }
        var dropped = given == nil ? buffers.filter { $0.isAutomatic && $0.bytes == bytes }.map(\.name) : []
        while kept.count >= BufferShelf.countLimit
            || kept.reduce(bytes.count, { $0 + $1.bytes.count }) > BufferShelf.byteLimit
        {
            guard let oldest = kept.lastIndex(where: \.isAutomatic) else {
                throw ServiceError(.limit, "buffers with names of their own take all the room — 'tend buffer delete'")
            }
            dropped.append(kept.remove(at: oldest).name)
        }
        let buffer = CopyBuffer(name: given ?? freeName(), isAutomatic: given == nil, time: time, bytes: bytes)
        buffers = [buffer] + kept
        return Change(buffer: buffer, dropped: dropped)
    }

    package mutating func remove(_ name: String) throws(ServiceError) {
        _ = try buffer(name)
        buffers.removeAll { $0.name == name }
    }

    /// Takes those of an earlier server out of the books; what there is already counts more.
    package mutating func recover(_ stored: [CopyBuffer]) {
        let names = Set(buffers.map(\.name))
        buffers = (buffers + stored.filter { !names.contains($0.name) }).sorted { $0.time > $1.time }
    }

    private mutating func freeName() -> String {
        while true {
            let digits = String(nextNumber)
            let name = "buffer" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            nextNumber += 1
            if !buffers.contains(where: { $0.name == name }) { return name }
        }
    }
}
