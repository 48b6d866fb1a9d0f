package import TendCore

extension Store {
    /// Writes the entry soon, in place of one with the same key.
    package func persist(_ entry: RegistryEntry) {
        change { books in
            books.registry[entry.key] = entry
            books.batch.registry.insert(entry.key)
        }
    }

    /// Takes an entry out of the books soon.
    package func forget(_ key: RegistryEntry.Key) {
        change { books in
            books.registry[key] = nil
            books.batch.registry.insert(key)
        }
    }
}
