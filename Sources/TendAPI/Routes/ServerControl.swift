package import TendCore

/// What `POST /server/…` does. The wiring provides it; each call returns when the request is accepted, before it is carried out.
package protocol ServerControl: Sendable {
    /// Stops server and keeper with all sessions.
    ///
    /// - Throws: `conflict` when sessions run and `force` is false.
    func stop(force: Bool) async throws(ServiceError)
    /// Goes on with the program at `executable` (an absolute path; nil: the one that runs, read anew).
    func upgrade(executable: String?) async throws(ServiceError)
    func restart() async throws(ServiceError)
}
