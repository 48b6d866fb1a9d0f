import Glibc
import TendCore
import TendScreen

/// The terminal of this process while a session is shown on it: raw, and given back as it was.
///
/// It is opened anew by its name, so that not blocking is a property of this process alone and not of the shell's descriptors.
final class Tty: Sendable {
    let input: Int32
    private let output: Int32
    private let settings: termios
    /// Readable once writing has no use any more.
    private let giveUp: Wake

    /// - Throws: ``Failure`` when standard input or output is no terminal.
    init() throws {
        guard Console.isTerminal else { throw Failure("cannot attach: input and output are not a terminal") }
        var found = termios()
        guard tcgetattr(0, &found) == 0 else {
            throw Failure("cannot read the settings of the terminal: \(String(cString: strerror(errno)))")
        }
        settings = found
        giveUp = try Wake()
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
        giveUp.close()
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

    /// Writes all of it, as fast as the terminal takes it. False when the terminal is gone or ``stopWriting()`` was said.
    ///
    /// - Parameter isLast: it gives the screen back, so it is tried all the same, but not for long.
    @discardableResult func write(_ bytes: [UInt8], isLast: Bool = false) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                guard waitUntilWritable(isLast: isLast) else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    private func waitUntilWritable(isLast: Bool) -> Bool {
        var files = [
            pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: isLast ? -1 : giveUp.reader, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&files, 2, isLast ? 500 : -1)
            if count > 0 { return files[1].revents == 0 }
            guard count < 0, errno == EINTR else { return false }
        }
    }

    /// Ends a write that waits for the terminal, and all later ones.
    func stopWriting() { giveUp.ring() }
}
