import CLinux
import Glibc
package import TendCore

/// Runs `git` for the server: without a shell, without a terminal, within limits of time and size, and so that a repository can have no
/// program of its own run (see ``GitSafety``). Blocks its thread.
package struct GitRunner: Sendable {
    /// What a run printed and how it ended.
    package struct Output: Sendable {
        /// Nil when a signal ended it.
        package var status: Int32?
        package var bytes: [UInt8]
        /// What it complained of, without git's own `fatal: `.
        package var complaint: String
        /// Whether it had more to print than was asked for.
        package var isCut = false

        package var text: String { String(decoding: bytes, as: UTF8.self) }
        /// Without the line feed at its end.
        package var line: String { text.hasSuffix("\n") ? String(text.dropLast()) : text }
        /// What stands between NULs, for `-z`.
        package var fields: [String] {
            bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    var program = "git"
    /// The server's own; what is git's in it is taken out.
    package var environment: [String: String]
    /// For what only reads.
    package var patience = Duration.seconds(20)
    /// For a checkout, which writes all files.
    package var longPatience = Duration.seconds(300)

    package init(environment: [String: String]) { self.environment = environment }

    /// - Parameters:
    ///   - directory: where git is to work; an absolute path.
    ///   - settings: names and values that win over every configuration.
    ///   - limit: bytes of output.
    /// - Throws: ``ServiceError`` with code `unavailable` when git cannot be run or does not end in time.
    package func run(
        _ arguments: [String], in directory: String, settings: [(String, String)] = [], patience: Duration? = nil,
        limit: Int = 4 << 20
    ) throws(ServiceError) -> Output {
        let (output, complaints) = (try Pipe(), try Pipe())
        let pid: pid_t
        do throws(ServiceError) {
            pid = try Child.start(
                [program, "-C", directory, "--no-pager", "--literal-pathspecs"] + arguments,
                environment: GitSafety.environment(environment, settings), output: output.input,
                errors: complaints.input)
        } catch {
            throw ServiceError(.unavailable, "git cannot be run — install it (\(error.message))")
        }
        output.closeInput()
        complaints.closeInput()
        let deadline = ContinuousClock.now + (patience ?? self.patience)
        var (printed, complained): ([UInt8], [UInt8]) = ([], [])
        let isCut = GitRunner.read(output, complaints, until: deadline, limit, &printed, &complained)
        // One that was left in the middle of its output ends as soon as nobody reads it.
        output.closeOutput()
        guard let isCut else {
            kill(-pid, SIGKILL)
            _ = Child.status(of: pid)
            throw ServiceError(
                .unavailable,
                "git \(arguments.first ?? "") in \(directory) did not end within \(patience ?? self.patience)")
        }
        if isCut { kill(-pid, SIGKILL) }
        return Output(
            status: Child.status(of: pid), bytes: printed,
            complaint: GitRunner.cleaned(complaint: String(decoding: complained, as: UTF8.self)), isCut: isCut)
    }

    /// Nil when the time is over; true when there is more output than `limit`.
    private static func read(
        _ output: Pipe, _ complaints: Pipe, until deadline: ContinuousClock.Instant, _ limit: Int,
        _ printed: inout [UInt8], _ complained: inout [UInt8]
    ) -> Bool? {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var ends = [
            pollfd(fd: output.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: complaints.output, events: Int16(POLLIN), revents: 0),
        ]
        while ends[0].fd >= 0 || ends[1].fd >= 0 {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
            guard poll(&ends, 2, Int32(clamping: milliseconds)) >= 0 || errno == EINTR else { return nil }
            for index in 0...1 where ends[index].fd >= 0 && ends[index].revents != 0 {
                let count = Glibc.read(ends[index].fd, &buffer, buffer.count)
                if count == 0 || (count < 0 && errno != EINTR) { ends[index].fd = -1 }
                guard count > 0 else { continue }
                if index == 0 {
                    printed += buffer[..<count]
                    if printed.count > limit {
                        printed.removeLast(printed.count - limit)
                        return true
                    }
                } else if complained.count < 16 << 10 {
                    complained += buffer[..<count]
                }
            }
        }
        return false
    }

    /// The lines that say what is wrong, on one.
    static func cleaned(complaint: String) -> String {
        var lines = complaint.split(separator: "\n").map(String.init)
        // Progress and advice are not why it failed, unless there is nothing else.
        let grave = lines.filter { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") }
        if !grave.isEmpty { lines = grave }
        lines = lines.map { line in
            for word in ["fatal: ", "error: "] where line.hasPrefix(word) { return String(line.dropFirst(word.count)) }
            return line
        }
        return DisplayText.cleaned(lines.joined(separator: "; "), limit: 500)
    }

    /// Two ends, closed at the latest with the last reference.
    private final class Pipe {
        private(set) var output: Int32
        private(set) var input: Int32

        init() throws(ServiceError) {
            var ends: [Int32] = [-1, -1]
            guard tend_pipe(&ends) == 0 else {
                throw ServiceError(.unavailable, "git cannot be run: \(String(cString: strerror(errno)))")
            }
            (output, input) = (ends[0], ends[1])
        }

        func closeInput() {
            if input >= 0 { close(input) }
            input = -1
        }

        func closeOutput() {
            if output >= 0 { close(output) }
            output = -1
        }

        deinit {
            closeInput()
            closeOutput()
        }
    }
}
