import CLinux
import Glibc
import TendCore

/// A connection that never blocks, mostly to the server's Unix socket. Closed when it goes.
///
/// A connection costs some 50 µs, less than the care that a kept one needs when the server is replaced.
package final class Socket: Sendable {
    let descriptor: Int32

    init(connectingTo path: String, attempt: String) throws(ClientError) {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else {
            throw .notRunning(socket: path, cause: String(cString: strerror(errno)))
        }
        // From here on `deinit` closes it, and nobody else: a number that is closed twice is somebody else's the second time.
        self.descriptor = descriptor
        let error = connect(to: path)
        guard error == 0 else { throw ClientError(errno: error, connectingTo: path, attempt: attempt) }
        guard isOurs else {
            throw .unreachable(
                cause: "the socket '\(path)' is served by another user — set TEND_HOME to your own directory")
        }
    }

    /// Connects to a port of this machine. Unlike with a Unix socket it is not known who listens there.
    init(connectingTo port: UInt16, attempt: String, until deadline: ContinuousClock.Instant) async throws(ClientError)
    {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else {
            throw .notRunning(socket: "port \(port)", cause: String(cString: strerror(errno)))
        }
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        var error = result == 0 ? 0 : errno
        if error == EINPROGRESS {
            guard await wait(writing: true, until: deadline) else { throw .timedOut(attempt: attempt) }
            var length = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        }
        guard error == 0 else {
            throw .notRunning(socket: "port \(port)", cause: String(cString: strerror(error)))
        }
    }

    deinit { close(descriptor) }

    private func connect(to path: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        return result == 0 ? 0 : errno
    }

    /// Whether the one who listens is of our user: what we send may be secret. An end that is gone already is found by reading.
    private var isOurs: Bool {
        /// `struct ucred`, see unix(7).
        var peer: (processID: Int32, userID: UInt32, groupID: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: peer))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return true }
        return peer.userID == geteuid()
    }

    // MARK: Bytes

    /// Sends what the kernel takes now and removes it from `output`. An error is seen again by reading.
    func send(_ output: inout [UInt8]) {
        let taken = output.withUnsafeBytes { buffer in
            var taken = 0
            while taken < buffer.count {
                let count = Glibc.send(
                    descriptor, buffer.baseAddress! + taken, buffer.count - taken, Int32(MSG_NOSIGNAL))
                if count > 0 { taken += count } else if errno != EINTR { break }
            }
            return taken
        }
        if taken < output.count { return output.removeFirst(taken) }
        output.removeAll(keepingCapacity: taken <= 64 << 10)
    }

    /// Sends with a duplicate of `passed` what the kernel takes now, and removes it from `output`.
    ///
    /// - Returns: false when nothing was sent.
    func send(_ output: inout [UInt8], passing passed: Int32) -> Bool {
        let taken = tend_message_send(descriptor, output, output.count, passed)
        if taken > 0 { output.removeFirst(taken) }
        return taken > 0
    }

    enum Reading { case bytes(Int), nothingNow, ended }

    /// Takes what is there, as far as `buffer` has room.
    func receive(into buffer: inout [UInt8]) -> Reading {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(count) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothingNow : .ended
    }

    // MARK: Waiting

    /// Waits until there is something to read (or the end), or to write if that is wanted. Cancelling the task ends the connection.
    ///
    /// - Returns: false when nothing happened until `deadline`.
    package func wait(writing: Bool, until deadline: ContinuousClock.Instant?) async -> Bool {
        await withTaskCancellationHandler {
            if ready(writing, until: .now) { return true }
            return await withCheckedContinuation { continuation in
                // Not here: a worker that stands still would be missing elsewhere.
                let error = startThread(stack: 64 << 10) {
                    continuation.resume(returning: self.ready(writing, until: deadline))
                }
                if error != 0 { continuation.resume(returning: ready(writing, until: deadline)) }
            }
        } onCancel: {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    private func ready(_ writing: Bool, until deadline: ContinuousClock.Instant?) -> Bool {
        var file = pollfd(fd: descriptor, events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0)
        while true {
            // Rounded up: woken early it would turn in circles for the rest of a millisecond.
            let left = deadline.map { Int32(clamping: Int64((max(.zero, $0 - .now) / .milliseconds(1)).rounded(.up))) }
            let count = poll(&file, 1, left ?? -1)
            if count != 0, count > 0 || errno != EINTR { return true }
            if count == 0, let deadline, deadline <= .now { return false }
        }
    }
}
