package import TendCore
import TendStore

extension Hub {
    package func buffers() -> [CopyBuffer] { bufferShelf.buffers }

    package func buffer(_ name: String) throws(ServiceError) -> CopyBuffer { try bufferShelf.buffer(name) }

    package func addBuffer(_ bytes: [UInt8], name: String?) throws(ServiceError) -> CopyBuffer {
        let change = try bufferShelf.add(bytes, name: name, time: Timekeeper.sinceEpoch / .seconds(1))
        for name in change.dropped { forget(buffer: name) }
        store.persist(change.buffer)
        apply(.buffersChanged(name: change.buffer.name, byteCount: change.buffer.bytes.count))
        return change.buffer
    }

    package func removeBuffer(_ name: String) throws(ServiceError) {
        try bufferShelf.remove(name)
        forget(buffer: name)
    }

    private func forget(buffer name: String) {
        store.forget(buffer: name)
        apply(.buffersChanged(name: name, byteCount: nil))
    }

    package func recover(buffers: [CopyBuffer]) { bufferShelf.recover(buffers) }

    // MARK: What programs want to copy

    package func clipboard(_ reference: String) throws(ServiceError) -> String {
        let session = try world.resolve(reference)
        guard let text = clips[session.id] else {
            throw ServiceError(.notFound, "'\(session.name)' has not asked for anything to be copied")
        }
        return text
    }

    /// Whether it is copied is each client's to say: the server only keeps it, the newest one, until the session ends.
    func take(clip text: String, of id: SessionID) {
        guard !text.isEmpty else { return }
        clips[id] = text
        apply(.copyAsked(id, byteCount: text.utf8.count))
    }
}
