import CLinux
import Glibc
import TendScreen
import TendTerminal
import TestSupport
import Testing

@testable import TendTUI

/// `SurfaceProbe` on a pseudo terminal, and the emulator at its other end. One thread: everything moves in ``pump(_:until:)``.
final class ProbeRig {
    /// -1 when the terminal has gone away.
    private(set) var master: Int32
    private(set) var slave: Int32
    private let commands: Int32
    private let answers: Int32
    private let pid: pid_t
    /// What the terminal was set to before the probe came.
    let found: termios
    let terminal: Terminal
    /// Lines of the probe that nobody has asked for yet.
    private(set) var lines: [String] = []
    private var partial: [UInt8] = []
    private(set) var notices: [Notice] = []
    /// While false nothing is read from the terminal: it stands still.
    var isReading = true
    private var status: Int32?

    init(_ environment: [String: String], size: Size, before: String = "") throws {
        var terminals: (master: Int32, slave: Int32) = (-1, -1)
        var path = [CChar](repeating: 0, count: 128)
        var extent = winsize(ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&terminals.master, &terminals.slave, &path, nil, &extent) == 0)
        (master, slave) = terminals
        for file in [master, slave] { _ = tend_set_close_on_exec(file, true) }
        var settings = termios()
        tcgetattr(slave, &settings)
        found = settings
        let name = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = tend_set_nonblocking(master, true)
        var ends: [Int32] = [0, 0, 0, 0]
        try #require(ends.withUnsafeMutableBufferPointer { tend_pipe($0.baseAddress!) } == 0)
        try #require(ends.withUnsafeMutableBufferPointer { tend_pipe($0.baseAddress! + 2) } == 0)
        (commands, answers) = (ends[1], ends[2])
        // The probe's own become 3 and 4: neither may be in the way of the other.
        for index in [0, 3] {
            let higher = fcntl(ends[index], F_DUPFD_CLOEXEC, 8)
            try #require(higher >= 8)
            close(ends[index])
            ends[index] = higher
        }
        _ = tend_set_nonblocking(answers, true)
        terminal = makeReader(size, before)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR | O_NOCTTY, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[0], 3)
        posix_spawn_file_actions_adddup2(&actions, ends[3], 4)
        var variables = ["SWIFT_BACKTRACE=enable=no"]
        var entry = environ
        while let text = entry.pointee {
            let own = ["TERM=", "COLORTERM=", "LC_", "LANG=", "SWIFT_BACKTRACE="]
            let variable = String(cString: text)
            if !own.contains(where: variable.hasPrefix) { variables.append(variable) }
            entry += 1
        }
        variables += environment.map { "\($0)=\($1)" }
        let program = ProbeRig.program
        let arguments = [strdup(program), nil]
        let environment = variables.map { strdup($0) } + [nil]
        var pid: pid_t = 0
        let error = posix_spawn(&pid, program, &actions, nil, arguments, environment)
        posix_spawn_file_actions_destroy(&actions)
        for text in arguments + environment { free(text) }
        close(ends[0])
        close(ends[3])
        self.pid = pid
        try #require(error == 0, "cannot start \(program): \(String(cString: strerror(error)))")
    }

    deinit {
        _ = end(by: SIGKILL)
        for file in [master, slave, commands, answers] where file >= 0 { close(file) }
    }

    /// Beside the test runner, which is either our own executable or the bundle named on the command line.
    private static var program: String {
        var link = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &link, link.count)
        let own = String(decoding: link.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let places = ([own] + CommandLine.arguments.filter { $0.contains(".xctest") }).map {
            $0.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
                + "/SurfaceProbe"
        }
        return places.first { access($0, X_OK) == 0 } ?? ".build/debug/SurfaceProbe"
    }

    // MARK: Talking

    /// Passes bytes both ways until something holds; records an issue when it does not for a long time.
    func pump(_ what: String, _ location: SourceLocation = #_sourceLocation, until isDone: () -> Bool) {
        let deadline = ContinuousClock.now + patience
        while !isDone() {
            guard .now < deadline else {
                Issue.record("waited in vain: \(what); lines \(lines)", sourceLocation: location)
                return
            }
            var files = [
                pollfd(fd: isReading ? master : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: answers, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&files, 2, 100)
            if isReading { readTerminal() }
            readAnswers()
        }
    }

    private func readTerminal() {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            terminal.feed(Array(buffer[..<count]))
            notices += terminal.takeNotices()
            type(terminal.takeReplies())
        }
    }

    private func readAnswers() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(answers, &buffer, buffer.count)
            guard count > 0 else { break }
            partial += buffer[..<count]
        }
        while let end = partial.firstIndex(of: 10) {
            lines.append(String(decoding: partial[..<end], as: UTF8.self))
            partial.removeSubrange(...end)
        }
    }

    func type(_ bytes: [UInt8]) {
        if !bytes.isEmpty { _ = write(master, bytes, bytes.count) }
    }

    /// Waits for a line of the probe and takes it, with all before it.
    @discardableResult
    func expect(_ line: String, _ location: SourceLocation = #_sourceLocation) -> [String] {
        pump("the line '\(line)'", location) { lines.contains { $0.hasPrefix(line) } }
        guard let index = lines.firstIndex(where: { $0.hasPrefix(line) }) else { return [] }
        defer { lines.removeSubrange(...index) }
        return Array(lines[...index])
    }

    /// Has the probe do something, and waits until it did.
    func tell(_ command: String, _ location: SourceLocation = #_sourceLocation) {
        let line = Array((command + "\n").utf8)
        _ = write(commands, line, line.count)
        expect("done", location)
    }

    /// The same, not waiting for an answer.
    func order(_ command: String) {
        let line = Array((command + "\n").utf8)
        _ = write(commands, line, line.count)
    }

    /// Has the probe draw a screen; returns when it has, which is before the terminal has all of it.
    func draw(_ screen: Screen) throws {
        let path = "/tmp/tend-surface-\(getpid())-\(pid)"
        let bytes = FrameCodec.encode(Frame(from: nil, to: screen))
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
        tell("draw \(path)")
        unlink(path)
    }

    /// The terminal goes away.
    func hangUp() {
        close(slave)
        slave = -1
        close(master)
        // Closed a second time by its number it would be another test's.
        master = -1
    }

    // MARK: The end

    var settings: termios {
        var settings = termios()
        tcgetattr(slave, &settings)
        return settings
    }

    /// Waits for the probe's end; returns its wait status.
    func end(by signal: Int32? = nil) -> Int32 {
        if let status { return status }
        if let signal { kill(pid, signal) }
        var found: Int32 = 0
        while waitpid(pid, &found, 0) < 0, errno == EINTR {}
        status = found
        if slave >= 0 { readTerminal() }
        return found
    }
}
