/// What is wrong with one field of a request.
package struct FieldProblem: Hashable, Sendable, Codable {
    /// As the request calls it: `cwd`, `agent`, `config.effort`.
    package var field: String
    /// Lower case, no final period.
    package var message: String

    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }

    /// The field of a manifest's key.
    package static func config(_ key: String) -> String { "config." + key }
}

extension ServiceError {
    /// The same, said of that field unless it says itself of which.
    package func about(_ field: String) -> ServiceError {
        problems.isEmpty ? ServiceError(code, message, problems: [FieldProblem(field, message)]) : self
    }
}
