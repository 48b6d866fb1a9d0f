import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore

// What was copied. It may be a secret: it is in the answer to who asks for it, and nowhere else.
extension API {
    func buffers(_ call: Call) async throws -> Outcome {
        switch call.route.operation {
        case .addBuffer:
            let buffer = try await service.addBuffer(try await call.octets(), name: nil)
            return .response(
                try .json(
                    BufferJSON(buffer), status: .created,
                    headers: [.location: "\(RouteTable.prefix)/buffers/\(buffer.name)"]))
        case .readBuffer: return octets(try await service.buffer(call.name).bytes)
        case .putBuffer:
            return .response(
                try .json(BufferJSON(try await service.addBuffer(try await call.octets(), name: call.name))))
        case .removeBuffer:
            try await service.removeBuffer(call.name)
            return empty()
        default:
            return .response(try .json(BufferListJSON(buffers: await service.buffers().map(BufferJSON.init))))
        }
    }

    func octets(_ bytes: [UInt8]) -> Outcome {
        .response(.bytes(ByteBuffer(bytes: bytes), type: "application/octet-stream"))
    }
}

extension Call {
    /// The body as it is. Who is not the owner on the Unix socket must say that it is bytes: forms of a web page cannot.
    fileprivate func octets() async throws -> [UInt8] {
        if principal != .localUser, contentType != "application/octet-stream" {
            throw APIError(.unsupportedMediaType, "unsupported", "the body must be application/octet-stream")
        }
        return Array(try await bytes().readableBytesView)
    }
}
