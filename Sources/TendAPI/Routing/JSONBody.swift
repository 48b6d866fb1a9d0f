import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore

/// Reading and writing of JSON bodies.
enum JSONBody {
    /// A message of ours, which can always be written.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        do {
            return Array(try encode(value).readableBytesView)
        } catch {
            preconditionFailure("a message of ours cannot be written as JSON: \(error)")
        }
    }

    /// The same of what a client that starts waits for: Foundation's encoder takes a third of the time that such an answer takes.
    static func bytes(_ reply: LiveMessage.Reply) -> [UInt8] {
        if let tree = reply.tree { return tree.bytes }
        let other: some Encodable = reply
        return bytes(other)
    }

    /// Reads a request's body, or says what is wrong with it and where.
    static func decode<Body: RequestJSON>(_ type: Body.Type, from buffer: ByteBuffer) throws(APIError) -> Body {
        let keys: [String]?
        do throws(JSONCheck.Failure) {
            keys = try buffer.withUnsafeReadableBytes { raw throws(JSONCheck.Failure) in
                try JSONCheck.topLevelKeys(of: raw.assumingMemoryBound(to: UInt8.self))
            }
        } catch {
            throw .invalid("the body is no valid JSON: line \(error.line), column \(error.column): \(error.reason)")
        }
        guard let keys else { throw .invalid("the body must be a JSON object") }
        for key in keys where !Body.fields.contains(key) {
            let hint = Suggestion.nearest(to: key, among: Body.fields).map { " — did you mean '\($0)'?" } ?? ""
            throw .invalid(
                "unknown field '\(key.sanitized(limit: 64))'\(hint) (known: \(Body.fields.joined(separator: ", ")))")
        }
        do {
            return try JSONDecoder().decode(
                Body.self, from: buffer.withUnsafeReadableBytes { Data(buffer: $0.bindMemory(to: UInt8.self)) })
        } catch let error as DecodingError {
            throw .invalid(describe(error))
        } catch {
            throw .invalid("the body cannot be read: \(error)")
        }
    }

    /// The number `id` of an object, whatever else is wrong with it.
    static func id(in text: String) -> Int? {
        struct Numbered: Decodable { var id: Int? }
        return (try? JSONDecoder().decode(Numbered.self, from: Data(text.utf8)))?.id
    }

    private static func describe(_ error: DecodingError) -> String {
        func path(_ keys: [any CodingKey]) -> String {
            let text = keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
            return text.hasPrefix(".") ? String(text.dropFirst()) : text.isEmpty ? "the body" : text
        }
        switch error {
        case .typeMismatch(let type, let context): return "\(path(context.codingPath)) must be \(word(for: type))"
        case .valueNotFound(let type, let context):
            return "\(path(context.codingPath)) must be \(word(for: type)), not null"
        case .keyNotFound(let key, let context): return "\(path(context.codingPath + [key])) is missing"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            // It is JSON, as has been checked. The decoder says no more of a number that its field cannot hold.
            return "a number in the body is too large, or not whole where it must be"
        case .dataCorrupted(let context):
            // Of a word that is none of an enumeration's: "Cannot initialize Kind from invalid String value hoo".
            if let word = context.debugDescription.split(separator: " from invalid String value ").last,
                context.debugDescription.hasPrefix("Cannot initialize ")
            {
                return "\(path(context.codingPath)) cannot be '\(word)' — the API's documentation names its values"
            }
            return "\(path(context.codingPath)): \(lowered(context.debugDescription))"
        @unknown default: return "the body cannot be read"
        }
    }

    private static func lowered(_ text: String) -> String {
        let text = text.hasSuffix(".") ? String(text.dropLast()) : text
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func word(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [Any].Type, is [String].Type: "a list"
        default: "an object"
        }
    }

    /// The value as JSON with sorted keys, so that equal values give equal bytes.
    static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(value))
    }
}

extension Response {
    /// An answer in JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        bytes(try JSONBody.encode(value), type: "application/json", status: status, headers: headers)
    }

    static func bytes(
        _ buffer: ByteBuffer, type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
}
