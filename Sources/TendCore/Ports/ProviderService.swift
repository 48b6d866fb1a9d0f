/// Knows the agents that can be started. All methods throw ``ServiceError``.
package protocol ProviderService: Sendable {
    /// All manifests by name, and what is wrong with those that cannot be used.
    func providers() async -> ProviderListJSON
    func provider(_ name: String) async throws(ServiceError) -> ProviderJSON
    /// Sets values for all sessions of an agent that are started from now on; nil takes one back.
    ///
    /// - Throws: code `invalid` for keys and values that the manifest does not have, and for secrets; then nothing is changed.
    func changeProvider(_ name: String, _ change: ProviderChangeJSON) async throws(ServiceError) -> ProviderJSON
    /// How the session would be started. Nothing is started and no file is written.
    func plan(_ request: NewSession) async throws(ServiceError) -> LaunchPlanJSON
}
