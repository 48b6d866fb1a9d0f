import Glibc
import Testing

@testable import TendTerminal

/// A reader is killed with -9 in the middle of a flood, again and again: what the file holds must be what was sent.
@Suite(.serialized) struct RecordingKillTests {
    let scratch = Scratch()

    enum Content {
        /// UTF-8, as programs print it.
        case text
        /// Any bytes, rich in those of the filling, so that many reads end with one.
        case binary
        /// Bytes of the filling only, written one to three at a time: a read that equals the filling is frequent.
        case filling

        func bytes(_ dice: inout Dice) -> [UInt8] {
            switch self {
            case .text:
                let count = Int.random(in: 500...5_000, using: &dice)
                return Array(
                    (0..<count).map { _ in "\(UInt16.random(in: 10...9999, using: &dice)) é €\n" }.joined().utf8)
            case .binary:
                return (0..<Int.random(in: 4_000...40_000, using: &dice)).map { _ in
                    dice.next() % 2 == 0
                        ? UInt8.random(in: 0xF5...0xFF, using: &dice) : UInt8(truncatingIfNeeded: dice.next())
                }
            case .filling:
                let alphabet: [UInt8] = [0xC0, 0xC1] + Array(0xF5...0xFF)
                return (0..<Int.random(in: 50...500, using: &dice)).map { _ in alphabet.randomElement(using: &dice)! }
            }
        }

        func piece(_ dice: inout Dice) -> Int {
            self == .filling ? Int.random(in: 1...3, using: &dice) : .max
        }

        var kills: Int { self == .filling ? 60 : 20 }
    }

    enum Source {
        case pipe, pty
        /// Without packet mode, as servers read before there was `beginReading`.
        case plainPty
        /// Each reader in the mode that it chooses.
        case mixedPty
    }

    private func setPackets(_ isOn: Int32, of master: Int32) {
        var isOn = isOn
        _ = ioctl(master, UInt(TIOCPKT), &isOn)
    }

    @Test(
        arguments: [
            (Content.text, Source.pipe), (.text, .plainPty), (.binary, .pipe), (.binary, .plainPty), (.binary, .pty),
            (.binary, .mixedPty), (.filling, .pty),
        ], 1...2)
    func `no byte is lost or doubled by kill -9`(_ flood: (content: Content, source: Source), seed: Int) throws {
        let path = scratch.file("ring")
        var ends = makePipe()
        if flood.source != .pipe {
            var raw = termios()
            cfmakeraw(&raw)
            for end in ends { close(end) }
            var slave: Int32 = 0
            #expect(openpty(&ends[0], &slave, nil, &raw, nil) == 0)
            ends[1] = slave
        }
        defer { for end in ends { close(end) } }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var dice = Dice(UInt64(seed))
        var sent: [UInt8] = []
        var checked = 0
        for kill in 0..<flood.content.kills {
            let isPlain = flood.source == .plainPty || flood.source == .mixedPty && Bool.random(using: &dice)
            if isPlain { setPackets(0, of: ends[0]) }
            let probe = try Probe(["read", path] + (isPlain ? ["plain"] : []), input: ends[0])
            let bytes = flood.content.bytes(&dice)
            sent += bytes
            var written = 0
            while written < bytes.count {
                let piece = bytes[written...].prefix(flood.content.piece(&dice))
                written += piece.withUnsafeBytes { max(write(ends[1], $0.baseAddress, $0.count), 0) }
            }
            probe.kill()
            #expect(probe.end() == SIGKILL)
            let recording = try Recording(opening: path, capacity: 64 << 20)
            let end = Int(recording.end)
            guard end <= sent.count else {
                Issue.record("\(end) bytes recorded, \(sent.count) sent, after kill \(kill)")
                return
            }
            let difference = recording.withBytes(from: UInt64(checked), to: UInt64(end)) {
                zip($0, sent[checked..<end]).enumerated().first { $1.0 != $1.1 }?.offset
            }
            if let difference {
                Issue.record("differs \(end - checked - difference) bytes before the end after kill \(kill)")
                return
            }
            checked = end
        }
        // What is still in the pipe is all that is missing.
        let recording = try Recording(opening: path, capacity: 64 << 20)
        recording.beginReading(ends[0])
        while recording.end < UInt64(sent.count), case .bytes = recording.read(from: ends[0]) {}
        #expect(recording.end == UInt64(sent.count))
        recording.withBytes(from: 0, to: .max) { #expect($0.elementsEqual(sent)) }
    }
}
