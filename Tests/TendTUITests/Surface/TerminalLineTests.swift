import Glibc
import Testing

@testable import TendTUI

@Suite struct TerminalLineTests {
    /// As at the end of a line over the network that hangs for a moment.
    @Test func `a terminal that stands still gets the farewell when it goes on, and not the picture before it`()
        async throws
    {
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        var raw = termios()
        cfmakeraw(&raw)
        try #require(openpty(&ends.master, &ends.slave, nil, &raw, nil) == 0)
        defer { close(ends.master) }
        // Safe because one thread has it at a time.
        nonisolated(unsafe) let line = try TerminalLine(input: ends.slave, output: ends.slave)
        close(ends.slave)
        line.write([UInt8](repeating: 0x78, count: 1 << 20))
        #expect(line.hasOutput)
        let finishing = Task.detached { line.finish(Array("farewell".utf8)) }
        // Longer than the picture is waited for.
        try await Task.sleep(for: .seconds(1))
        var seen: [UInt8] = []
        while !seen.suffix(8).elementsEqual("farewell".utf8) {
            var file = pollfd(fd: ends.master, events: Int16(POLLIN), revents: 0)
            guard poll(&file, 1, 10_000) > 0 else { break }
            var bytes = [UInt8](repeating: 0, count: 64 << 10)
            let count = read(ends.master, &bytes, bytes.count)
            guard count > 0 else { break }
            seen += bytes.prefix(count)
        }
        await finishing.value
        #expect(seen.suffix(8).elementsEqual("farewell".utf8))
        #expect(seen.count < 1 << 20)
    }
}
