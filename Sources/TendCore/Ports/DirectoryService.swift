/// Looks at the server's file system, as far as choosing a directory for a session needs it.
package protocol DirectoryService: Sendable {
    /// Completes a path.
    ///
    /// - Parameters:
    ///   - path: absolute, or below the home with `~`.
    ///   - limit: names at most.
    /// - Throws: ``ServiceError`` with code `invalid` for any other path, `limit` while too many others are asked for,
    ///   or `unavailable` when the file system does not answer.
    func directories(completing path: String, limit: Int) async throws(ServiceError) -> DirectoryListJSON
}
