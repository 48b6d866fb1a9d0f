import Glibc

/// A pipe that ends somebody's wait in `poll`. Writing never blocks: a full pipe has rung already.
package struct Wake: Sendable {
    package let reader: Int32
    package let writer: Int32

    package init() throws(WakeError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw WakeError(errno: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    package func ring(_ byte: UInt8 = 0) {
        var byte = byte
        _ = write(writer, &byte, 1)
    }

    /// Takes out what rang.
    package func silence() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(reader, &bytes, bytes.count) == bytes.count {}
    }

    package func close() {
        _ = Glibc.close(reader)
        _ = Glibc.close(writer)
    }
}

/// The kernel gave no pipe.
package struct WakeError: Error, CustomStringConvertible {
    package var errno: Int32
    package var description: String { "cannot make a pipe: \(String(cString: strerror(errno)))" }
}
