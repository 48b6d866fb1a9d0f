import Glibc
import TendCore

/// One run of `curl`, which reads what to do from its standard input.
enum CurlRun {
    struct Outcome: Sendable {
        /// Of the program; nil: it did not end by itself.
        var status: Int32?
        var output: String

        /// What it said of its failure.
        var reason: String {
            guard let status else { return "no answer in time" }
            let line = output.split(separator: "\n").first { $0.hasPrefix("curl: (") } ?? "curl ended with status \(status)"
            return String(line.split(separator: ") ", maxSplits: 1).last ?? line)
        }
    }

    /// The longest that it may take, in seconds: its own limit and a little.
    private static let limit = 15
    /// Lists of models are some hundred kibibytes at most.
    private static let byteLimit = 8 << 20

    /// - Throws: ``ServiceError`` with code `unavailable` when there is no `curl` or it cannot be started.
    static func perform(
        _ configuration: String, environment: [String: String]
    ) async throws(ServiceError) -> Outcome {
        let result: Result<Outcome, ServiceError> = await withCheckedContinuation { continuation in
            // Not here: it waits for a program.
            let error = startThread {
                do throws(ServiceError) {
                    continuation.resume(returning: .success(try run(configuration, environment)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if error != 0 {
                let reason = String(cString: strerror(error))
                continuation.resume(returning: .failure(ServiceError(.unavailable, "no thread: \(reason)")))
            }
        }
        return try result.get()
    }

    private static func run(
        _ configuration: String, _ environment: [String: String]
    ) throws(ServiceError) -> Outcome {
        let input = try connection()
        let output: [Int32]
        do throws(ServiceError) {
            output = try connection()
        } catch {
            for end in input { close(end) }
            throw error
        }
        let pid: pid_t
        do throws(ServiceError) {
            // `-q` first: without the user's own settings.
            pid = try Child.start(
                ["curl", "-q", "--config", "-"], environment: environment, input: input[0], output: output[0])
        } catch {
            for end in input + output { close(end) }
            throw ServiceError(.unavailable, "\(error.message) — install curl")
        }
        close(input[0])
        close(output[0])
        write(Array(configuration.utf8), to: input[1])
        close(input[1])
        let bytes = read(output[1], until: .now + .seconds(limit))
        close(output[1])
        if bytes == nil { kill(-pid, SIGKILL) }
        let status = Child.status(of: pid)
        return Outcome(status: bytes == nil ? nil : status, output: String(decoding: bytes ?? [], as: UTF8.self))
    }

    /// A reader that has gone says so by its status.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }

    /// Everything up to the end; nil when that does not come in time, or is too far.
    private static func read(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= byteLimit {
            var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = Int32(max(.zero, ContinuousClock.now.duration(to: deadline)) / .milliseconds(1))
            let ready = poll(&file, 1, left)
            if ready == 0 { return nil }
            let count = ready < 0 ? -1 : Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 { bytes += buffer[..<count] } else if count == 0 { return bytes } else if errno != EINTR { return nil }
        }
        return nil
    }

    /// The child's end and ours, of which no other child gets one.
    private static func connection() throws(ServiceError) -> [Int32] {
        var ends: [Int32] = [-1, -1]
        // Swift's Glibc lacks `pipe2`.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw ServiceError(.unavailable, "no connection: \(String(cString: strerror(errno)))")
        }
        return ends
    }
}
