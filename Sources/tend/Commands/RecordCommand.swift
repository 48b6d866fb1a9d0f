import ArgumentParser
import Glibc
import TendClient
import TendCore

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Write what a session printed as an asciicast.",
        discussion: """
            Writes what the recording still holds as asciicast v2, for asciinema and its players, at the pace at which it came.

            Example:
              tend record build -o build.cast && asciinema play build.cast
            """
    )

    @OptionGroup var target: SessionArgument

    @Option(
        name: .short, help: ArgumentHelp("The file to write; - is standard output.", valueName: "FILE.cast"),
        completion: .file(extensions: ["cast"]))
    var output: String

    @Flag(name: [.customShort("f"), .customLong("force")], help: "Replace a file that exists.")
    var isForced = false

    func run() async throws {
        let client = try Connector.connect()
        let session = try await client.session(target.session)
        var bytes: [UInt8] = []
        var start: UInt64?
        var cursor: UInt64 = 0
        while true {
            let piece = try await client.buffer(session.id, since: cursor)
            // Under a flood the recording may lose its beginning while we read: then what was read before it goes, too.
            if start == nil || piece.start > cursor { (start, bytes) = (piece.start, []) }
            bytes += piece.bytes
            if piece.bytes.isEmpty || piece.cursor >= session.bytes { break }
            cursor = piece.cursor
        }
        let marks = try await client.marks(session.id, since: start ?? 0)
        let cast = Asciicast.lines(of: bytes, from: start ?? 0, marks: marks, session: session)
        if output == "-" { return try Console.write(cast) }
        let file = open(output, O_WRONLY | O_CREAT | O_CLOEXEC | (isForced ? O_TRUNC : O_EXCL), 0o600)
        guard file >= 0 else {
            let remedy = errno == EEXIST ? " — --force replaces it" : ""
            throw Failure("cannot write '\(output)': \(String(cString: strerror(errno)))\(remedy)")
        }
        let isWritten = Array(cast.utf8).withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        let cause = errno
        guard close(file) == 0, isWritten else {
            throw Failure("cannot write '\(output)': \(String(cString: strerror(cause)))")
        }
    }
}
