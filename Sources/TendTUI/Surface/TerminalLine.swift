import CLinux
import Glibc
package import TendScreen

/// The terminal of this process: raw while something is shown on it, and written to without ever waiting for it.
///
/// It is opened anew by its name, so that not blocking is a property of this process alone and not of the shell's descriptors.
package final class TerminalLine {
    /// Why it cannot be used, in words.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    package let input: Int32
    package let output: Int32
    /// As they were found.
    let settings: termios
    private var pending: [UInt8] = []
    private var written = 0
    private var isGone = false
    private var knownSize = Size(rows: 24, columns: 80)
    /// Room for what is read.
    private var chunk = [UInt8](repeating: 0, count: 16 << 10)

    package init(input: Int32 = 0, output: Int32 = 1) throws(Failure) {
        var found = termios()
        guard isatty(input) == 1, isatty(output) == 1 else {
            throw Failure(description: "input and output are not a terminal")
        }
        guard tcgetattr(output, &found) == 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(description: "the settings of the terminal cannot be read: \(reason)")
        }
        settings = found
        self.input = TerminalLine.reopened(input, O_RDONLY)
        self.output = TerminalLine.reopened(output, O_WRONLY)
    }

    /// The terminal behind a descriptor under another one; where it has no name, as in some containers, the same.
    private static func reopened(_ descriptor: Int32, _ mode: Int32) -> Int32 {
        var name = [CChar](repeating: 0, count: 256)
        guard ttyname_r(descriptor, &name, name.count) == 0 else { return descriptor }
        let file = open(name, mode | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        return file >= 0 ? file : descriptor
    }

    deinit {
        for file in [input, output] where file > 2 { close(file) }
    }

    /// The terminal's size. One that does not say has the size that it had: it may be closed, which is no reason to wrap the text
    /// of a session anew. Before the first word of it: 24 by 80.
    package var size: Size {
        var rows: UInt16 = 0
        var columns: UInt16 = 0
        guard tend_terminal_get_size(output, &rows, &columns) == 0, rows > 0, columns > 0 else {
            return knownSize
        }
        knownSize = Size(rows: Int(rows), columns: Int(columns)).clamped
        return knownSize
    }

    /// Whether what is written goes where the keys come from.
    package var isOneTerminal: Bool {
        var (one, other) = (stat(), stat())
        return fstat(input, &one) == 0 && fstat(output, &other) == 0 && one.st_rdev == other.st_rdev
    }

    /// Keys come at once, as they are, and without echo.
    package func makeRaw() {
        var raw = settings
        cfmakeraw(&raw)
        tcsetattr(output, TCSANOW, &raw)
    }

    package func restore() {
        var settings = settings
        tcsetattr(output, TCSANOW, &settings)
    }

    /// What came; nil when the terminal is gone.
    package func read() -> [UInt8]? {
        let result = Glibc.read(input, &chunk, chunk.count)
        let isEnd = result == 0 || result < 0 && errno != EINTR && errno != EAGAIN
        return isEnd || isGone ? nil : Array(chunk[..<max(0, result)])
    }

    // MARK: Writing

    /// Whether the terminal has not taken everything: ``flush()`` when ``output`` is writable.
    package var hasOutput: Bool { written < pending.count }

    /// Writes what the terminal takes now; the rest waits.
    package func write(_ bytes: [UInt8]) {
        if bytes.isEmpty || isGone { return }
        if hasOutput {
            pending += bytes
        } else {
            pending = bytes
            written = 0
        }
        flush()
    }

    /// False when the terminal is gone.
    @discardableResult package func flush() -> Bool {
        while hasOutput {
            let count = pending[written...].withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR {
                isGone = true
                discard()
                return false
            }
        }
        return !isGone
    }

    private func discard() {
        pending = []
        written = 0
    }

    /// Writes what waits and then `bytes`. If the terminal stands still, what waits is not waited for long, and dropped: a picture that
    /// nobody sees. What undoes it has more time: a terminal that comes back must not be left as it was.
    package func finish(_ bytes: [UInt8]) {
        drain(within: .milliseconds(500))
        write(bytes)
        drain(within: .seconds(5))
    }

    private func drain(within patience: Duration) {
        var file = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        let deadline = ContinuousClock.now + patience
        while hasOutput, .now < deadline {
            guard poll(&file, 1, 100) >= 0 || errno == EINTR, flush() else { break }
        }
        discard()
    }
}
