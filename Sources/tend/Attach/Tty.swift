import Glibc
import TendCore
import TendScreen

/// The terminal of this process while a session is shown on it: raw, and given back as it was.
///
/// It is opened anew by its name, so that not blocking is a property of this process alone and not of the shell's descriptors.
final class Tty {
    let input: Int32
    let output: Int32
    private let settings: termios
    private var pending: [UInt8] = []
    private var written = 0

    private static let lastPatience = Duration.milliseconds(500)

    /// - Throws: ``Failure`` when standard input or output is no terminal.
    init() throws {
        guard Console.isTerminal else { throw Failure("cannot attach: input and output are not a terminal") }
        var found = termios()
        guard tcgetattr(0, &found) == 0 else {
            throw Failure("cannot read the settings of the terminal: \(String(cString: strerror(errno)))")
        }
        settings = found
        input = Tty.reopened(0, O_RDONLY)
        output = Tty.reopened(1, O_WRONLY)
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

    /// The terminal's size; 24 by 80 when it does not say.
    var size: Size { Caller.terminalSize(1) ?? Size(rows: 24, columns: 80) }

    /// Keys come at once, as they are, and without echo.
    func makeRaw() {
        var raw = settings
        cfmakeraw(&raw)
        tcsetattr(0, TCSANOW, &raw)
    }

    func restore() {
        var settings = settings
        tcsetattr(0, TCSANOW, &settings)
    }

    // MARK: Writing

    /// Whether the terminal has not taken everything: ``flush()`` when ``output`` is writable.
    var hasOutput: Bool { written < pending.count }

    /// Writes what the terminal takes now; the rest waits.
    func write(_ bytes: [UInt8]) {
        if !hasOutput {
            pending = bytes
            written = 0
        } else {
            pending += bytes
        }
        flush()
    }

    /// False when the terminal is gone.
    @discardableResult func flush() -> Bool {
        while hasOutput {
            let count = pending[written...].withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR {
                pending = []
                written = 0
                return false
            }
        }
        return true
    }

    /// Writes what waits and then `bytes`, which give the screen back. A terminal that stands still is not waited for long.
    func finish(_ bytes: [UInt8]) {
        write(bytes)
        var file = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        let deadline = ContinuousClock.now + Tty.lastPatience
        while hasOutput, .now < deadline {
            guard poll(&file, 1, 100) >= 0 || errno == EINTR, flush() else { break }
        }
        pending = []
        written = 0
    }
}
