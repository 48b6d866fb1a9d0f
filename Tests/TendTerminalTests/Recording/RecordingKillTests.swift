import Glibc
import Testing

@testable import TendTerminal

/// A reader is killed with -9 in the middle of a flood, again and again: what the file holds must be what was sent.
@Suite(.serialized) struct RecordingKillTests {
    let scratch = Scratch()

    /// UTF-8, as programs print it. For other bytes the filling cannot promise as much (`Recording`).
    private func content(_ count: Int, _ dice: inout Dice) -> [UInt8] {
        Array((0..<count / 8).map { _ in "\(UInt16.random(in: 10...9999, using: &dice)) é €\n" }.joined().utf8)
    }

    @Test(arguments: [false, true])
    func `no byte is lost or doubled by kill -9`(throughPty: Bool) throws {
        let path = scratch.file("ring")
        var ends = makePipe()
        if throughPty {
            var raw = termios()
            cfmakeraw(&raw)
            for end in ends { close(end) }
            var slave: Int32 = 0
            #expect(openpty(&ends[0], &slave, nil, &raw, nil) == 0)
            ends[1] = slave
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var dice = Dice(throughPty ? 7 : 8)
        var sent: [UInt8] = []
        var checked = 0
        var lost = 0
        for kill in 0..<40 {
            let probe = Probe(["read", path], input: ends[0])
            let piece = content(Int.random(in: 20_000...200_000, using: &dice), &dice)
            sent += piece
            var written = 0
            while written < piece.count {
                written += piece[written...].withUnsafeBytes { max(write(ends[1], $0.baseAddress, $0.count), 0) }
            }
            probe.kill()
            #expect(probe.end() == SIGKILL)
            let recording = try Recording(opening: path, capacity: 64 << 20)
            let end = Int(recording.end)
            guard end <= sent.count else {
                Issue.record("\(end) bytes recorded, \(sent.count) sent")
                return
            }
            recording.withBytes(from: UInt64(checked), to: UInt64(end)) {
                guard let place = zip($0, sent[checked..<end]).enumerated().first(where: { $1.0 != $1.1 }) else {
                    return
                }
                lost += 1
                Issue.record(
                    "differs \(end - checked - place.offset) bytes before the end after kill \(kill), pty \(throughPty)"
                )
            }
            checked = end
        }
        if lost > 0 { return }
        // What is still in the pipe is all that is missing.
        let recording = try Recording(opening: path, capacity: 64 << 20)
        while recording.end < UInt64(sent.count), case .bytes = recording.read(from: ends[0]) {}
        #expect(recording.end == UInt64(sent.count))
        recording.withBytes(from: 0, to: .max) { #expect($0.elementsEqual(sent)) }
        for end in ends { close(end) }
    }
}
