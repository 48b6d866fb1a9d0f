import HTTPTypes
import TendCore

/// Finds the row for a request.
struct Router: Sendable {
    struct Match: Sendable {
        var route: Route
        /// Decoded segments by parameter name.
        var parameters: [String: String]
    }

    private let routes: [(route: Route, segments: [Substring])]

    init(_ routes: [Route] = RouteTable.all) { self.routes = routes.map { ($0, $0.segments) } }

    /// - Throws: 404 for a path that nothing has, 405 with `Allow` for a method that its path has not.
    func match(_ method: HTTPRequest.Method, _ path: Substring) throws(APIError) -> Match {
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var methods: [String] = []
        for (route, pattern) in routes where fits(pattern, segments) {
            guard route.method == method else {
                methods.append(route.method.rawValue)
                continue
            }
            var parameters: [String: String] = [:]
            for (name, value) in zip(pattern, segments) where name.hasPrefix("{") {
                guard let value = Query.decoded(value), !value.isEmpty else {
                    throw .invalid("the path is not valid percent-encoded UTF-8")
                }
                parameters[String(name.dropFirst().dropLast())] = value
            }
            return Match(route: route, parameters: parameters)
        }
        guard methods.isEmpty else {
            let allowed = methods.sorted().joined(separator: ", ")
            throw APIError(
                .methodNotAllowed, "method_not_allowed",
                "\(method.rawValue.sanitized(limit: 32)) is not possible here (possible: \(allowed))",
                headers: [.allow: allowed])
        }
        throw APIError(
            .notFound, ServiceError.Code.notFound.rawValue,
            "no such path: \(String(path).sanitized(limit: 200)) — \(RouteTable.prefix)/openapi.json lists all")
    }

    private func fits(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
        pattern.count == segments.count
            && zip(pattern, segments).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
    }
}
