import Foundation
import TendAgents
import TendCore
import TendStore

// Secrets that the owner gave us to keep: sealed in the books, opened for a launch, never shown again.
extension AgentDesk {
    /// The secret that belongs into a variable: the one that was given us, else the one in the server's environment.
    ///
    /// - Throws: ``ServiceError`` with code `unavailable` when one was given and cannot be opened: starting with another one would hide that.
    mutating func secret(for variable: String, of manifest: Manifest) throws(ServiceError) -> String? {
        let field = manifest.fields.first { $0.kind == .secret && $0.variable == variable }
        if let field, let sealed = settings[manifest.name]?.sealed[field.key] {
            return try opened(sealed, for: AgentDesk.place(field.key, manifest.name))
        }
        return environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether there is one, without opening it.
    func hasSecret(_ field: ManifestField, of agent: String) -> Bool {
        settings[agent]?.sealed[field.key] != nil || field.variable.map { environment[$0]?.isEmpty == false } ?? false
    }

    /// The secret as it is kept.
    ///
    /// - Throws: ``ServiceError`` with code `invalid` for what no variable can hold, or `unavailable` without a key.
    mutating func sealed(_ secret: String, for field: ManifestField, of agent: String) throws(ServiceError) -> String {
        guard field.variable != nil else {
            throw ServiceError(.invalid, "\(field.key) has no variable to be handed over in")
        }
        return try sealed(AgentDesk.checked(secret, for: field.key), for: AgentDesk.place(field.key, agent))
    }

    /// A key or token as its owner may have typed it.
    ///
    /// - Parameter what: names it in the message.
    /// - Throws: ``ServiceError`` with code `invalid`.
    static func checked(_ secret: String, for what: String) throws(ServiceError) -> String {
        if secret.isEmpty || secret.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw ServiceError(.invalid, "the secret for \(what) is empty or has control characters in it")
        }
        if secret.utf8.count > 16 << 10 { throw ServiceError(.invalid, "the secret for \(what) is too long") }
        return secret
    }

    /// - Parameter place: where it belongs; needed again to open it.
    /// - Returns: the sealed secret in base64.
    mutating func sealed(_ secret: String, for place: String) throws(ServiceError) -> String {
        do {
            return Data(try open().seal(secret, for: place)).base64EncodedString()
        } catch {
            throw ServiceError(.unavailable, error.description)
        }
    }

    mutating func opened(_ sealed: String, for place: String) throws(ServiceError) -> String {
        do {
            return try open().open([UInt8](Data(base64Encoded: sealed) ?? Data()), for: place)
        } catch {
            throw ServiceError(.unavailable, error.description)
        }
    }

    private static func place(_ key: String, _ agent: String) -> String { "provider/\(agent)/\(key)" }

    /// With the first secret the key is made. It is not made anew while there is anything that only the old one opens.
    private mutating func open() throws(SecretBox.Problem) -> SecretBox {
        if let box { return box }
        let isFirst = settings.values.allSatisfy(\.sealed.isEmpty) && !registry.values.contains(where: \.hasSecrets)
        let box = try SecretBox(keyFile: keyFile, mayCreate: isFirst)
        self.box = box
        return box
    }
}
