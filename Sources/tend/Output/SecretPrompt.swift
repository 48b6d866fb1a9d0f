import Glibc

/// Asks for a secret: on a terminal without showing it, otherwise as a line of standard input.
enum SecretPrompt {
    /// - Throws: ``Failure`` when there is nothing to read, ``Outcome`` when it was broken off.
    static func ask(for key: String) throws -> String {
        guard isatty(0) == 1 else {
            guard let line = readLine(strippingNewline: true) else {
                throw Failure("no value for \(key): a line of standard input is wanted, or a terminal")
            }
            return line
        }
        var before = termios()
        guard tcgetattr(0, &before) == 0 else { throw Failure("no value for \(key): the terminal cannot be asked") }
        var quiet = before
        // Signals come as characters, so that no way out leaves the terminal without echo.
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(0, TCSAFLUSH, &quiet) == 0 else {
            throw Failure("no value for \(key): the terminal's echo cannot be turned off")
        }
        defer {
            tcsetattr(0, TCSAFLUSH, &before)
            Console.say("")
        }
        Console.prompt("\(key) (not shown): ")
        return try line(ended: key)
    }

    private static func line(ended key: String) throws -> String {
        var bytes: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = read(0, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw Failure("no value for \(key)") }
            switch byte {
            case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
            case 0x03, 0x1C: throw Outcome(status: 130)
            case 0x04 where bytes.isEmpty: throw Failure("no value for \(key)")
            case 0x08, 0x7F:
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            case 0x15: bytes = []
            default: bytes.append(byte)
            }
        }
    }
}
