/// Keeps what was copied, for all clients and for the command line. All methods throw ``ServiceError``.
package protocol BufferService: Sendable {
    /// The newest first.
    func buffers() async -> [CopyBuffer]
    func buffer(_ name: String) async throws(ServiceError) -> CopyBuffer
    /// Puts something on top; under a name in place of what that had.
    func addBuffer(_ bytes: [UInt8], name: String?) async throws(ServiceError) -> CopyBuffer
    func removeBuffer(_ name: String) async throws(ServiceError)
    /// What the session's program asked last to be put on the clipboard (OSC 52).
    ///
    /// - Throws: code `notFound` if it asked for nothing.
    func clipboard(_ reference: String) async throws(ServiceError) -> String
}
