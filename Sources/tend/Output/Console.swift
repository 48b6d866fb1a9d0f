import FoundationEssentials
import Glibc
import TendCore

/// Results go to standard output, talk to standard error.
enum Console {
    /// The reader of standard output went away.
    struct PipeClosed: Error {}

    /// Whether a person sits at both ends.
    static var isTerminal: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// Whether results may be coloured: `NO_COLOR` is respected (<https://no-color.org>).
    static var hasColor: Bool {
        isatty(1) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
            && getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    static func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    static func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    private static func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(1, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno == EPIPE {
                throw PipeClosed()
            } else if errno != EINTR {
                throw Failure("cannot write to standard output: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Ends the process, in silence, when nobody can read its standard output any more: for those that write only now and then, and would
    /// not notice for a long time (`tend tail -f S | head`).
    static func endWithReader() {
        _ = startThread(stack: 64 << 10) {
            // Without wanted events it waits for the end alone.
            var output = pollfd(fd: 1, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR {}
            // Where it cannot be waited for, writing tells as before.
            if Int32(output.revents) & (POLLERR | POLLHUP) != 0 { exit(0) }
        }
    }

    /// Says something to the person: one line on standard error.
    static func say(_ text: String) { prompt(text + "\n") }

    /// The same without the end of the line: the answer follows.
    static func prompt(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }

    /// A result as JSON: readable, keys in a fixed order.
    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")])
    }

    /// The same on one line, for what never ends.
    static func write(jsonLine value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")])
    }

    /// Asks a question that is answered with yes or no. False without a terminal.
    static func confirm(_ question: String) -> Bool {
        guard isatty(0) == 1, isatty(2) == 1 else { return false }
        let text = Array("\(question) [y/N] ".utf8)
        _ = text.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        return readLine().map { ["y", "yes"].contains($0.lowercased()) } ?? false
    }
}
