/// A provider of models at an address of its own: Ollama, LM Studio, Groq, a company's gateway.
package struct LLMEndpoint: Hashable, Sendable, Codable {
    package enum Dialect: String, Hashable, Sendable, Codable, CaseIterable {
        /// `POST …/chat/completions` and `…/responses`; the address ends where these begin, mostly in `/v1`.
        case openai
        /// `POST …/v1/messages`; the address is without `/v1`.
        case anthropic
    }

    package var name: String
    package var dialect: Dialect
    /// `http://` or `https://`, without a slash at the end.
    package var address: String
    /// The model that is used if none is asked for.
    package var model: String?
    /// The key, sealed for its place and then in base64; nil: it wants none.
    package var sealedKey: String?

    package init(name: String, dialect: Dialect, address: String, model: String? = nil, sealedKey: String? = nil) {
        self.name = name
        self.dialect = dialect
        self.address = address
        self.model = model
        self.sealedKey = sealedKey
    }

    /// The endpoint with its address in one form.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package func checked() throws(ServiceError) -> LLMEndpoint {
        guard RegistryText.isName(name) else {
            throw ServiceError(.invalid, "an LLM provider's name has 1 to 64 letters, digits, '_' and '-'")
        }
        try RegistryText.checkAddress(address)
        if let model, model.isEmpty || model.hasPrefix("-") || model.utf8.contains(where: { $0 < 0x21 || $0 == 0x7F }) {
            throw ServiceError(.invalid, "'\(DisplayText.excerpt(model))' is no name of a model")
        }
        var endpoint = self
        while endpoint.address.hasSuffix("/") { endpoint.address.removeLast() }
        // As its documentation writes it, and as it would be asked for twice.
        if dialect == .anthropic, endpoint.address.hasSuffix("/v1") { endpoint.address.removeLast(3) }
        return endpoint
    }
}
