package import TendCore

extension Store {
    /// Writes what was copied soon, in place of what has the same name.
    package func persist(_ buffer: CopyBuffer) {
        change { books in
            books.buffers[buffer.name] = buffer
            books.batch.buffers.insert(buffer.name)
        }
    }

    /// Takes the buffer of this name out of the books soon.
    package func forget(buffer name: String) {
        change { books in
            books.buffers[name] = nil
            books.batch.buffers.insert(name)
        }
    }
}
