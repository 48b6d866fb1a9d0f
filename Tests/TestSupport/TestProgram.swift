import Foundation
import Glibc
import Synchronization
import TestChildren

/// A program that a test starts and hears to its end.
///
/// Not Foundation's `Process`: its pipes and the socket by which it hears of the end are inherited by whatever another test starts in that
/// moment, and last as long as that; and every run left its pipes open.
package final class TestProgram: Sendable {
    package struct Ending: Sendable {
        /// As in a shell: 128 and the number of the signal that ended it.
        package var status: Int32
        package var output: String
        package var errors: String
    }

    package let pid: Int32
    private let output: Int32
    private let errors: Int32
    private let isReaped = Mutex(false)

    /// - Parameters:
    ///   - words: the program, by its path or looked for in our `PATH`, and its arguments.
    ///   - directory: nil: ours.
    ///   - input: nil: there is none.
    ///   - isHeard: whether what it prints is read; otherwise it is lost.
    package init(
        _ words: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        in directory: String? = nil,
        input: String? = nil, isHeard: Bool = true
    ) throws {
        let inlet = input == nil ? (read: -1, write: -1) : try Self.pipe()
        let outlet = isHeard ? try Self.pipe() : (read: -1, write: -1)
        let complaints = isHeard ? try Self.pipe() : (read: -1, write: -1)
        (output, errors) = (outlet.read, complaints.read)
        defer { for file in [inlet.read, outlet.write, complaints.write] where file >= 0 { close(file) } }
        do {
            pid = try Self.start(
                words, environment: environment, in: directory, files: [inlet.read, outlet.write, complaints.write])
        } catch {
            for file in [inlet.write, outlet.read, complaints.read] where file >= 0 { close(file) }
            throw error
        }
        if let input { Self.feed(inlet.write, Array(input.utf8)) }
    }

    /// Starts a program, see `test_child_start`.
    package static func start(
        _ words: [String], environment: [String: String], in directory: String? = nil, files: [Int32] = [-1, -1, -1],
        terminal: String? = nil
    ) throws -> Int32 {
        let texts = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in texts + variables { free(pointer) } }
        var pid: Int32 = 0
        let error = test_child_start(&pid, texts, variables, directory, files, terminal)
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
        return pid
    }

    /// Does nothing once it has ended.
    package func signal(_ number: Int32) {
        isReaped.withLock { if !$0 { _ = Glibc.kill(pid, number) } }
    }

    /// Waits for its end. To be called once, by whoever started it.
    package func end() -> Ending {
        let (printed, complained) = listen()
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        let status = isReaped.withLock { isReaped in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            isReaped = true
            return status
        }
        let signal = status & 0x7F
        return Ending(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: String(decoding: printed, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }

    /// The same on a thread of its own, so that the tests' threads stay free.
    package func ending() async -> Ending {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.end()) }
        }
    }

    /// Ends it at once, if it has not ended.
    package func kill() {
        isReaped.withLock { isReaped in
            guard !isReaped else { return }
            Glibc.kill(pid, SIGKILL)
            while waitpid(pid, nil, 0) < 0, errno == EINTR {}
            isReaped = true
        }
    }

    // MARK: Files

    /// One that no other program inherits.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard test_pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        return (ends[0], ends[1])
    }

    /// Writes while the program runs. One that has ended reads no more.
    private static func feed(_ file: Int32, _ bytes: [UInt8]) {
        Thread.detachNewThread {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { break }
            }
            close(file)
        }
    }

    /// Everything that is printed until nobody has the other ends any more.
    private func listen() -> (output: [UInt8], errors: [UInt8]) {
        var texts: [[UInt8]] = [[], []]
        var files = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while files.contains(where: { $0.fd >= 0 }) {
            guard poll(&files, 2, -1) > 0 else { continue }
            for index in files.indices where files[index].fd >= 0 && files[index].revents != 0 {
                let count = read(files[index].fd, &buffer, buffer.count)
                if count > 0 {
                    texts[index] += buffer[..<count]
                } else if count == 0 || errno != EINTR {
                    close(files[index].fd)
                    files[index].fd = -1
                }
            }
        }
        return (texts[0], texts[1])
    }
}
