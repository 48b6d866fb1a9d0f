import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore

/// A refusal as HTTP says it: a status, and the code and message of ``ErrorJSON``.
struct APIError: Error, Hashable, Sendable {
    var status: HTTPResponse.Status
    var code: String
    var message: String
    var headers: HTTPFields = [:]
    var problems: [FieldProblem] = []

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// A value of the request that cannot be right.
    static func invalid(_ message: String) -> APIError {
        APIError(.badRequest, ServiceError.Code.invalid.rawValue, message)
    }

    init(_ error: ServiceError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case .notFound: .notFound
            case .ambiguous, .conflict: .conflict
            case .invalid: .badRequest
            case .spawnFailed: .unprocessableContent
            case .tooSlow: .gone
            case .forbidden: .forbidden
            case .limit: .tooManyRequests
            case .unavailable: .serviceUnavailable
            case .internal: .internalServerError
            }
        self.init(status, error.code.rawValue, error.message)
        problems = error.problems
    }

    var detail: ErrorJSON { ErrorJSON(code: code, message: message, problems: problems) }
}
