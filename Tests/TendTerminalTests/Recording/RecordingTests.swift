import Glibc
import Testing

@testable import TendTerminal

struct RecordingTests {
    let scratch = Scratch()

    private func append(_ text: String, to recording: Recording) {
        var text = text
        text.withUTF8 { recording.append(UnsafeRawBufferPointer($0)) }
    }

    private func text(_ recording: Recording, _ range: Range<UInt64>) -> String {
        recording.withBytes(from: range.lowerBound, to: range.upperBound) { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `bytes keep their offsets when the file is opened again`() throws {
        do {
            let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
            append("hello, ", to: recording)
            append("world", to: recording)
            recording.answeredThrough = 7
        }
        let recording = try Recording(opening: scratch.file("ring"), capacity: 128 << 10)
        #expect(recording.capacity == 64 << 10)
        #expect(recording.start == 0)
        #expect(recording.end == 12)
        #expect(recording.answeredThrough == 7)
        #expect(text(recording, 7..<12) == "world")
        #expect(text(recording, 7..<99) == "world")
        #expect(text(recording, 50..<99) == "")
    }

    @Test(arguments: ["/tmp", "/dev/shm"])
    func `a ring that went around holds the newest bytes in one piece`(_ place: String) throws {
        let path = "\(place)/tend-ring-\(getpid())"
        defer { try? Recording.remove(path) }
        let recording = try Recording(opening: path, capacity: 64 << 10)
        var dice = Dice(1)
        var sent: [UInt8] = []
        while sent.count < 300_000 {
            let piece = (0..<Int.random(in: 1...50_000, using: &dice)).map { _ in
                UInt8.random(in: 0...255, using: &dice)
            }
            piece.withUnsafeBytes { recording.append($0) }
            sent += piece
        }
        #expect(recording.end == UInt64(sent.count))
        #expect(recording.start == UInt64(sent.count - 64 << 10))
        recording.releaseMemory()
        recording.withBytes(from: 0, to: .max) { #expect($0.elementsEqual(sent.suffix(64 << 10))) }
    }

    @Test func `reading gives up the oldest bytes before it writes over them`() throws {
        let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
        [UInt8](repeating: 1, count: 64 << 10).withUnsafeBytes { recording.append($0) }
        let ends = makePipe(O_NONBLOCK)
        #expect(recording.read(from: ends[0]) == .wouldBlock)
        #expect(recording.start == 0)
        #expect(recording.end == 64 << 10)
        _ = write(ends[1], "abc", 3)
        #expect(recording.read(from: ends[0]) == .bytes(3))
        #expect(recording.start == 3)
        #expect(text(recording, recording.end - 3..<recording.end) == "abc")
        close(ends[1])
        #expect(recording.read(from: ends[0]) == .endOfFile)
        close(ends[0])
        #expect(recording.read(from: ends[0]) == .failed(errno: EBADF))
    }

    @Test(arguments: [false, true])
    func `a pty whose program is gone is at its end`(isPrepared: Bool) throws {
        let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
        var master: Int32 = 0
        var slave: Int32 = 0
        #expect(openpty(&master, &slave, nil, nil, nil) == 0)
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        if isPrepared { recording.beginReading(master) }
        #expect(recording.read(from: master) == .wouldBlock)
        _ = write(slave, "bye", 3)
        close(slave)
        #expect(recording.read(from: master) == .bytes(3))
        // A program that another test starts at this moment has the slave, too, until it runs.
        var hangUp = pollfd(fd: master, events: 0, revents: 0)
        #expect(poll(&hangUp, 1, 60_000) == 1)
        #expect(recording.read(from: master) == .endOfFile)
        close(master)
    }

    @Test func `what a pty says about itself is not recorded`() throws {
        let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
        var master: Int32 = 0
        var slave: Int32 = 0
        #expect(openpty(&master, &slave, nil, nil, nil) == 0)
        defer { for end in [master, slave] { close(end) } }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        recording.beginReading(master)
        _ = write(slave, "one", 3)
        var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        #expect(poll(&input, 1, -1) == 1)
        // Stops and starts output: a change of status that comes before the data.
        for action in [TCOOFF, TCOON] { #expect(tcflow(slave, action) == 0) }
        #expect(recording.read(from: master) == .bytes(3))
        for action in [TCOOFF, TCOON] { #expect(tcflow(slave, action) == 0) }
        #expect(poll(&input, 1, -1) == 1)
        #expect(recording.read(from: master) == .wouldBlock)
        // Nothing that would wake a lane is left.
        #expect(poll(&input, 1, 0) == 0)
        recording.endReading(master)
        _ = write(slave, "two", 3)
        #expect(poll(&input, 1, -1) == 1)
        var plain = [UInt8](repeating: 0, count: 8)
        #expect(Glibc.read(master, &plain, 8) == 3)
        #expect(text(recording, 0..<recording.end) == "one")
    }

    /// What a reader that is killed after its `read(2)` leaves. Offsets of the format: rings outlive the server that wrote them.
    struct Remains: CustomTestStringConvertible {
        var certainty: UInt64
        var status: UInt8
        /// Bytes asked for, bytes that arrived, and how many of those equal the filling at their end.
        var wanted: Int, arrived: Int, alike: Int
        var found: Int
        var testDescription: String { "\(self)" }
    }

    @Test(arguments: [
        // In packet mode the status decides.
        Remains(certainty: 2, status: 0, wanted: 1, arrived: 1, alike: 1, found: 1),
        Remains(certainty: 2, status: 0, wanted: 40, arrived: 40, alike: 40, found: 40),
        Remains(certainty: 2, status: 0, wanted: 4096, arrived: 4096, alike: 64, found: 4096),
        Remains(certainty: 2, status: 0xFF, wanted: 1, arrived: 0, alike: 0, found: 0),
        Remains(certainty: 2, status: 8, wanted: 300, arrived: 0, alike: 0, found: 0),
        // The kernel gave up halfway.
        Remains(certainty: 2, status: 0, wanted: 4096, arrived: 1087, alike: 0, found: 1087),
        // Without it, and left by servers from before it: the number that was asked for, or else the filling.
        Remains(certainty: 1, status: 0, wanted: 100, arrived: 100, alike: 3, found: 100),
        Remains(certainty: 1, status: 0, wanted: 100, arrived: 0, alike: 0, found: 0),
        Remains(certainty: 0, status: 0, wanted: 64, arrived: 10, alike: 0, found: 10),
        Remains(certainty: 0, status: 0, wanted: 64, arrived: 0, alike: 0, found: 0),
    ])
    func `the end is found after a kill`(_ remains: Remains) throws {
        do {
            let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
            append("before", to: recording)
        }
        let file = open(scratch.file("ring"), O_RDWR)
        defer { close(file) }
        func word(_ value: UInt64, at offset: off_t) {
            withUnsafeBytes(of: value) { #expect(pwrite(file, $0.baseAddress, 8, offset) == 8) }
        }
        var nonce = [UInt8](repeating: 0, count: 64)
        #expect(pread(file, &nonce, 64, 320) == 64)
        var chunk = (0..<remains.wanted).map { nonce[$0 % 64] }
        for index in 0..<remains.arrived - remains.alike { chunk[index] = 0x61 }
        #expect(pwrite(file, chunk, chunk.count, 4096 + 6) == chunk.count)
        #expect(pwrite(file, [remains.status], 1, 12) == 1)
        word(7, at: 48)
        word(UInt64(remains.wanted), at: 56)
        word(remains.certainty, at: 64)

        let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
        #expect(recording.end == 6 + UInt64(remains.found))
        recording.withBytes(from: 6, to: .max) { #expect($0.elementsEqual(chunk.prefix(remains.found))) }
    }

    @Test func `what is no recording is refused in words`() throws {
        let path = scratch.file("ring")
        let file = open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(file) }
        func cause() -> RecordingError.Cause? {
            do throws(RecordingError) {
                _ = try Recording(opening: path, capacity: 64 << 10)
                return nil
            } catch {
                #expect(error.description.hasPrefix("cannot open the recording \(path): "))
                return error.cause
            }
        }
        #expect(cause() == .notARecording)
        _ = write(file, "tendring\u{7}\0\0\0", 12)
        #expect(cause() == .otherVersion(found: 7, expected: 1))
        _ = pwrite(file, "\u{1}", 1, 8)
        #expect(cause() == .damaged)
        #expect(throws: RecordingError(path: path, cause: .badCapacity(1000))) {
            try Recording(opening: path, capacity: 1000)
        }
        #expect(throws: RecordingError(path: "/nowhere/ring", cause: .system(errno: ENOENT))) {
            try Recording(opening: "/nowhere/ring", capacity: 64 << 10)
        }
    }

    @Test func `marks tell when bytes came and how large the terminal was`() throws {
        let recording = try Recording(opening: scratch.file("ring"), capacity: 64 << 10)
        recording.mark(milliseconds: 0, rows: 24, columns: 80)
        recording.mark(milliseconds: 1000)
        append("0123456789", to: recording)
        recording.mark(milliseconds: 1005)
        append("0123456789", to: recording)
        recording.mark(milliseconds: 1012)
        append("0123456789", to: recording)
        recording.mark(milliseconds: 1013, rows: 30, columns: 100)
        append("0123456789", to: recording)
        let all = recording.marks(from: 0, to: recording.end)
        #expect(all.map(\.offset) == [0, 20, 30])
        #expect(all.map(\.time) == [.milliseconds(1000), .milliseconds(1012), .milliseconds(1013)])
        #expect(all.map(\.columns) == [80, 80, 100])
        #expect(recording.marks(from: 25, to: 30).map(\.offset) == [20])
        #expect(recording.marks(from: 30, to: 31).map(\.rows) == [30])
        for number in 0..<1000 {
            recording.mark(milliseconds: Int64(2000 + 10 * number))
            append("x", to: recording)
        }
        let last = recording.marks(from: 0, to: .max)
        #expect(last.count == 192)
        #expect(last.last?.time == .milliseconds(11990))
    }
}
