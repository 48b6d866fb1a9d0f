import HTTPTypes
import TendCore

extension RouteTable {
    /// What was copied.
    static func buffers(_ operation: Operation) -> Route {
        switch operation {
        case .listBuffers:
            make(
                operation, .get, "/buffers", "List what was copied, the newest first", .buffersRead,
                answer: .json("BufferList"))
        case .addBuffer:
            make(
                operation, .post, "/buffers", "Copy the bytes of the body into a new buffer", .buffersWrite,
                body: .bytes, limit: BufferShelf.byteLimit, status: .created, answer: .json("Buffer"),
                headers: [("Location", "Path of the buffer")], refusals: [.tooManyRequests])
        case .readBuffer:
            make(
                operation, .get, "/buffers/{name}", "Read what was copied", .buffersRead,
                answer: .media(["application/octet-stream"]))
        case .putBuffer:
            make(
                operation, .put, "/buffers/{name}",
                "Copy the bytes of the body into the buffer of that name, in place of what it had", .buffersWrite,
                body: .bytes, limit: BufferShelf.byteLimit, answer: .json("Buffer"), refusals: [.tooManyRequests])
        case .removeBuffer:
            make(
                operation, .delete, "/buffers/{name}", "Forget what was copied", .buffersWrite, status: .noContent,
                answer: .empty)
        default:
            make(
                operation, .get, "/sessions/{id}/clipboard",
                "Read what the session's program asked last to be put on the clipboard (OSC 52)", .buffersRead,
                answer: .media(["application/octet-stream"]))
        }
    }
}
