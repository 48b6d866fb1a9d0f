package import TendCore

/// Where secrets of agents come from.
package protocol SecretStore: Sendable {
    /// The secret that belongs into this variable of the environment; nil: there is none.
    func secret(for variable: String, of agent: String) -> String?
    /// - Throws: ``ServiceError`` with code `invalid` where nothing can be kept.
    func keep(_ secret: String, for field: ManifestField, of agent: String) throws(ServiceError)
}

/// Secrets are where the user's other programs have them: in the environment. Nothing is kept.
package struct EnvironmentSecrets: SecretStore {
    private let environment: [String: String]

    /// - Parameter environment: the server's.
    package init(environment: [String: String]) { self.environment = environment }

    package func secret(for variable: String, of agent: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    package func keep(_ secret: String, for field: ManifestField, of agent: String) throws(ServiceError) {
        throw ServiceError(.invalid, ConfigValues.refusal(of: field).description)
    }
}
