import HTTPTypes
import NIOCore
import TendCore

/// The OpenAPI 3.1 document, made from the route table and the schemas.
enum OpenAPI {
    /// The document as JSON; made once.
    static let document: ByteBuffer = {
        var buffer = ByteBuffer()
        root.write(to: &buffer)
        return buffer
    }()

    private static let root: JSONNode = [
        "openapi": "3.1.0",
        "info": [
            "title": "tend", "version": "1",
            "description": "Sessions of a terminal multiplexer. WebSockets are described in API.md.",
            "license": ["name": "MIT", "identifier": "MIT"],
        ],
        "servers": [["url": "http://localhost", "description": "over the Unix socket tend.sock"]],
        "paths": paths,
        "components": ["schemas": .object(Schemas.all)],
    ]

    private static var paths: JSONNode {
        var order: [String] = []
        var byPath: [String: [(String, JSONNode)]] = [:]
        for route in RouteTable.all {
            if byPath[route.path] == nil { order.append(route.path) }
            byPath[route.path, default: []].append((route.method.rawValue.lowercased(), operation(route)))
        }
        return .object(order.map { ($0, .object(byPath[$0] ?? [])) })
    }

    private static func operation(_ route: Route) -> JSONNode {
        var fields: [(String, JSONNode)] = [
            ("operationId", .string(route.operation.rawValue)), ("summary", .string(route.summary)),
            ("x-tend-scope", .string(route.scope.rawValue)),
        ]
        let parameters = pathParameters(route) + route.parameters.map(query)
        if !parameters.isEmpty { fields.append(("parameters", .array(parameters))) }
        if let body = body(route) { fields.append(("requestBody", body)) }
        fields.append(("responses", responses(route)))
        return .object(fields)
    }

    private static func pathParameters(_ route: Route) -> [JSONNode] {
        route.segments.filter { $0.hasPrefix("{") }.map { segment in
            let name = String(segment.dropFirst().dropLast())
            return [
                "name": .string(name), "in": "path", "required": true,
                "description": .string(pathDescription(name, route)), "schema": ["type": "string"],
            ]
        }
    }

    private static func pathDescription(_ name: String, _ route: Route) -> String {
        switch (name, route.operation) {
        case ("name", .readBuffer), ("name", .putBuffer), ("name", .removeBuffer): "Name of the buffer"
        case ("name", _): "Name of the workspace"
        case (_, .getAttention), (_, .waitForAttention), (_, .answerAttention), (_, .settleAttention),
            (_, .withdrawAttention):
            "Id of the item, or a unique beginning of it"
        case (_, .askClient): "Id of the client, or `focused`"
        default: "Id, unique prefix of an id, or name"
        }
    }

    private static func query(_ parameter: Route.Parameter) -> JSONNode {
        [
            "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
            "description": .string(parameter.summary), "schema": parameter.schema,
        ]
    }

    private static func body(_ route: Route) -> JSONNode? {
        switch route.body {
        case .none: nil
        case .json(let schema, let isOptional):
            ["required": .bool(!isOptional), "content": ["application/json": ["schema": Schemas.reference(schema)]]]
        case .bytes: ["required": true, "content": ["application/octet-stream": ["schema": [:]]]]
        case .jsonOrBytes(let schema):
            [
                "required": true,
                "content": [
                    "application/json": ["schema": Schemas.reference(schema)],
                    "application/octet-stream": ["schema": [:]],
                ],
            ]
        }
    }

    private static func responses(_ route: Route) -> JSONNode {
        var success: [(String, JSONNode)] = [("description", .string(route.summary))]
        if !route.answerHeaders.isEmpty {
            success.append(
                (
                    "headers",
                    .object(
                        route.answerHeaders.map { header in
                            (header.name, ["description": .string(header.summary), "schema": ["type": "string"]])
                        })
                ))
        }
        var status = route.status.code
        switch route.answer {
        case .empty: break
        case .json(let schema):
            success.append(("content", ["application/json": ["schema": Schemas.reference(schema)]]))
        case .media(let types):
            success.append(("content", .object(types.map { ($0, media($0, route)) })))
        case .webSocket: status = 101
        }
        var responses = [(String(status), JSONNode.object(success))]
        if route.operation == .removeSession {
            responses.append(
                (
                    "200",
                    [
                        "description": "With keep=1: the session, stopped",
                        "content": ["application/json": ["schema": Schemas.reference("Session")]],
                    ]
                ))
        }
        if route.operation == .ask {
            responses.append(
                (
                    "200",
                    [
                        "description": "The item that the session's asker has named so before",
                        "content": ["application/json": ["schema": Schemas.reference("Attention")]],
                    ]
                ))
        }
        responses.append(("default", ["description": "A refusal", "content": errorContent]))
        for status in refusals(route).sorted(by: { $0.code < $1.code }) {
            responses.append(
                (String(status.code), ["description": .string(status.reasonPhrase), "content": errorContent]))
        }
        return .object(responses)
    }

    private static let errorContent: JSONNode = ["application/json": ["schema": Schemas.reference("Error")]]

    private static func media(_ type: String, _ route: Route) -> JSONNode {
        switch (type, route.operation) {
        case ("application/json", .getScreen): ["schema": Schemas.reference("Screen")]
        case ("application/json", _): ["schema": ["type": "object"]]
        case ("application/octet-stream", _): ["schema": [:]]
        default: ["schema": ["type": "string"]]
        }
    }

    private static func refusals(_ route: Route) -> Set<HTTPResponse.Status> {
        var all: Set<HTTPResponse.Status> = Set(route.refusals)
        all.insert(.badRequest)
        if route.path.contains("{") { all.formUnion([.notFound, .conflict]) }
        if case .none = route.body {} else { all.insert(.contentTooLarge) }
        if case .webSocket = route.answer { all.insert(.upgradeRequired) }
        return all
    }
}
