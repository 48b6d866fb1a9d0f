import Glibc

/// Follows a file that only grows, in pieces of bounded size. A file that was replaced by a shorter one is read from its beginning.
package struct FileTail: Sendable {
    package let path: String
    /// Where the next bytes are taken from.
    package private(set) var offset: Int
    private let pieceLimit: Int

    /// - Parameter last: begin that many bytes before the end, maybe in the middle of a line; nil: at the beginning.
    package init(_ path: String, last: Int? = nil, pieceLimit: Int = 1 << 20) {
        self.path = path
        self.pieceLimit = pieceLimit
        var status = stat()
        offset = last.map { stat(path, &status) == 0 ? max(0, Int(status.st_size) - $0) : 0 } ?? 0
    }

    /// - Parameter offset: begin there.
    package init(_ path: String, from offset: Int, pieceLimit: Int = 1 << 20) {
        self.path = path
        self.pieceLimit = pieceLimit
        self.offset = offset
    }

    /// The next bytes; empty at the end, and if there is no such file.
    package mutating func next() -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
        if Int(status.st_size) < offset { offset = 0 }
        let wanted = min(pieceLimit, Int(status.st_size) - offset)
        guard wanted > 0 else { return [] }
        let start = offset
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, wanted, off_t(start)))
        }
        offset += bytes.count
        return bytes
    }

    /// A whole file; nil if there is none that can be read, or it is longer than `limit` bytes.
    package static func contents(of path: String, limit: Int) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0, Int(status.st_size) <= limit else { return nil }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
        }
        return nil
    }
}
