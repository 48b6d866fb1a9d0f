package import TendCore

extension Hub {
    package nonisolated func directories(
        completing path: String, limit: Int
    ) async throws(ServiceError) -> DirectoryListJSON {
        try await directoryLister.list(path, home: configuration.environment["HOME"] ?? "/", limit: limit)
    }
}
