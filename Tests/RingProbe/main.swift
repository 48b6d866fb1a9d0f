import Glibc
import TendScreen
import TendTerminal

// A process for tests to kill. Writes a line when it is ready, then does what its first argument says to the recording or the
// history that its second names. Or a bare terminal, for `Tests/Tools/conformance.py`.

/// Tells the test that handlers and files are in place.
func ready() {
    _ = write(1, "ready\n", 6)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    print("usage: RingProbe read|crash|history FILE … | terminal ROWSxCOLUMNS")
    exit(2)
}

switch arguments[1] {
case "read":
    // read FILE [plain]: reads standard input until it is killed or the input ends; a pty in packet mode unless "plain".
    let recording = try Recording(opening: arguments[2], capacity: 64 << 20)
    if arguments.last != "plain" { recording.beginReading(0) }
    ready()
    reading: while true {
        switch recording.read(from: 0) {
        case .bytes: continue
        case .wouldBlock:
            var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            _ = poll(&input, 1, -1)
        case .endOfFile: break reading
        case .failed(let errno): fatalError("cannot read: errno \(errno)")
        }
    }

case "crash":
    // crash FILE KIND inside|outside: feeds 10..<20, and meets its end within the next feed, or after it.
    guard FeedGuard.install(stallInterval: .milliseconds(50)) == 0 else { exit(3) }
    let recording = try Recording(opening: arguments[2], capacity: 1 << 20)
    let bytes = [UInt8](repeating: 0x61, count: 100)
    bytes.withUnsafeBytes { recording.append($0) }
    recording.beginFeeding(10..<20)
    recording.endFeeding()
    recording.answeredThrough = 15
    recording.beginFeeding(20..<30)
    if arguments[4] == "outside" { recording.endFeeding() }
    ready()
    meetEnd(arguments[3])

case "history":
    // history DIRECTORY [LIMIT]: appends numbered rows for ever.
    let limit = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 64 << 20
    let history = try History(directory: arguments[2], byteLimit: limit)
    ready()
    var number = history.firstLine + history.lineCount
    while true {
        history.append(Row(cells: "row \(number)".unicodeScalars.map { Cell(glyph: $0.value) }))
        number += 1
    }

case "terminal":
    // terminal ROWSxCOLUMNS: output of a program comes in, what the program is to be sent goes out.
    let numbers = arguments[2].split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2 else { exit(2) }
    let history = try History(directory: nil, byteLimit: 1 << 20)
    let terminal = Terminal(size: Size(rows: numbers[0], columns: numbers[1]), history: history)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = Glibc.read(0, &bytes, bytes.count)
        guard count > 0 else { break }
        bytes.withUnsafeBytes { terminal.feed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        var replies = terminal.takeReplies()[...]
        while !replies.isEmpty {
            let written = replies.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            guard written > 0 else { exit(3) }
            replies = replies.dropFirst(written)
        }
    }

default:
    exit(2)
}
