import CLinux
import Glibc
import TendCore
import TendScreen
import Testing

@testable import TendServer

/// A session and the terminals of its programs, one after the other.
@Suite struct TerminalTests {
    private struct Terminal {
        var master: Int32 = -1
        var slave: Int32 = -1

        init(rows: UInt16 = 24, columns: UInt16 = 80) throws {
            var raw = termios()
            cfmakeraw(&raw)
            var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            try #require(openpty(&master, &slave, nil, &raw, &size) == 0)
            for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }

        var size: Size {
            var (rows, columns): (UInt16, UInt16) = (0, 0)
            _ = tend_terminal_get_size(slave, &rows, &columns)
            return Size(rows: Int(rows), columns: Int(columns))
        }

        /// What the program reads.
        func read(_ count: Int) -> String {
            var bytes = [UInt8](repeating: 0, count: count)
            let got = Glibc.read(slave, &bytes, count)
            return String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
        }
    }

    @Test func `the end of one program's terminal does not end the next one's`() async throws {
        try await withRig { rig in
            let first = try Terminal()
            try await rig.runtime.attach(master: first.master)
            // Somebody has the terminal open yet: it is looked at again in a moment.
            await rig.runtime.drain()
            close(first.slave)
            while await rig.runtime.hasTerminal { await Task.yield() }
            let second = try Terminal()
            try await rig.runtime.attach(master: second.master)
            // Longer than all looks together.
            try await rig.pass(.milliseconds(200))
            try await rig.runtime.send([.text("x")])
            #expect(second.read(1) == "x")
            close(second.slave)
        }
    }

    @Test func `a program's terminal has the size that was asked for before there was one`() async throws {
        try await withRig(rows: 24, columns: 80) { rig in
            await rig.runtime.resize(to: Size(rows: 30, columns: 100))
            let terminal = try Terminal()
            try await rig.runtime.attach(master: terminal.master)
            #expect(terminal.size == Size(rows: 30, columns: 100))
            close(terminal.slave)
        }
    }

    @Test func `who waits for a program that does not read is told when the server ends`() async throws {
        try await withRig { rig in
            let terminal = try Terminal()
            try await rig.runtime.attach(master: terminal.master)
            let paste = [UInt8](repeating: 0x78, count: 100_000)
            let waiting = Task { [runtime = rig.runtime] in try await runtime.send([.bytes(paste)]) }
            while await rig.runtime.pendingByteCount == 0 { await Task.yield() }
            await rig.runtime.abandonInput()
            await #expect(throws: ServiceError.self) { try await waiting.value }
            // And nobody waits after that.
            await #expect(throws: ServiceError.self) { try await rig.runtime.send([.bytes(paste)]) }
            close(terminal.slave)
        }
    }
}

extension SessionRuntime {
    fileprivate var hasTerminal: Bool { master >= 0 }
}
