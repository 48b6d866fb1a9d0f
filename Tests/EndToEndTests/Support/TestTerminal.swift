import Foundation
import Synchronization
import TendScreen
import TendTerminal
import TestSupport
import Testing

/// `tend` on a real PTY, as a person has it before them: keys go in, and an emulator shows what comes out and answers what it is
/// asked.
final class TestTerminal {
    enum Ending: Equatable { case code(Int32), signal(Int32) }

    let pid: Int32
    private let display: Display
    /// Held open, so that the terminal outlives the program and shows what that left.
    private let slave: Int32
    private var ending: Ending?
    /// What `stty -a` said before the program came.
    let settings: Settings

    /// - Parameters:
    ///   - program: by its path.
    ///   - greeting: stands on the terminal before the program is started.
    convenience init(
        _ home: TestHome, _ arguments: String..., program: String = TestHome.binary,
        size: Size = Size(rows: 24, columns: 80), greeting: String = "", environment: [String: String] = [:]
    ) throws {
        try self.init(home, arguments, program: program, size: size, greeting: greeting, environment: environment)
    }

    init(
        _ home: TestHome, _ arguments: [String], program: String = TestHome.binary,
        size: Size = Size(rows: 24, columns: 80), greeting: String = "", environment extra: [String: String] = [:]
    ) throws {
        display = try Display(size: size)
        slave = open(display.name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw POSIXError(.EIO) }
        settings = Settings(of: slave)
        display.resize(to: size)
        display.feed(Array(greeting.replacingOccurrences(of: "\n", with: "\r\n").utf8))
        let environment = home.environment.merging(["TERM": "xterm-256color"]) { $1 }.merging(extra) { $1 }
        do {
            pid = try TestProgram.start([program] + arguments, environment: environment, terminal: display.name)
        } catch {
            close(slave)
            throw error
        }
        // Ends when nobody has the terminal any more.
        Thread.detachNewThread { [display] in display.run() }
    }

    deinit {
        if ending == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(slave)
    }

    // MARK: What a person does

    /// Types; `\r` is Enter, `\u{02}` C-b.
    func type(_ text: String) { display.write(Array(text.utf8)) }

    /// C-b d.
    func detach() { type("\u{02}d") }

    /// Wipes out what is shown, which the program does not learn.
    func wipe() { display.feed(Array("\u{1B}[2J".utf8)) }

    /// Drags the window to another size: the kernel tells the program.
    func resize(to size: Size) { display.resize(to: size) }

    /// Closes the window.
    func hangUp() { display.hangUp() }

    // MARK: What a person sees

    /// The screen as text, a line for each row.
    var text: String { display.screen.text() }
    private var shown: String { text.trimmingCharacters(in: .newlines) }
    var isAlternate: Bool { display.screen.modes.contains(.alternateScreen) }
    var screen: Screen { display.screen }
    var settingsNow: Settings { Settings(of: slave) }

    /// Returns when the text stands on the screen, or has stood there since this was called: what is shown for seconds is seen however
    /// seldom a test gets to look.
    func shows(_ wanted: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let sight = display.expect(wanted)
        defer { display.forget(sight) }
        try await eventually("the terminal shows '\(wanted)'", sourceLocation: sourceLocation) {
            sight.isSeen
        } otherwise: {
            "it shows:\n\(self.shown)"
        }
    }

    /// Returns when a session's screen has been drawn, even an empty one.
    func isDrawn(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("the session is drawn", sourceLocation: sourceLocation) {
            self.isAlternate
        } otherwise: {
            "it shows:\n\(self.shown)"
        }
    }

    /// How the program ended, when it has.
    func end(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Ending {
        try await eventually("the program has ended", sourceLocation: sourceLocation) {
            var status: Int32 = 0
            if self.ending == nil, waitpid(self.pid, &status, WNOHANG) == self.pid {
                self.ending = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
            }
            return self.ending != nil
        } otherwise: {
            "it shows:\n\(self.shown)"
        }
        return try #require(ending, sourceLocation: sourceLocation)
    }

    func ends(with wanted: Ending, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let ending = try await end(sourceLocation: sourceLocation)
        #expect(ending == wanted, "\(text)", sourceLocation: sourceLocation)
    }

    /// Whether a process has the terminal open.
    func isOpen(in process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == display.name
        }
    }

    /// Expects that nothing of the program is left on the terminal but what it wrote last.
    func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        // The program may have ended before its last bytes were read here.
        try await eventually("the main screen is back", sourceLocation: sourceLocation) {
            !self.isAlternate
        } otherwise: {
            "it shows:\n\(self.shown)"
        }
        #expect(settingsNow == settings, "stty", sourceLocation: sourceLocation)
        let screen = screen
        #expect(screen.modes == [.autowrap, .alternateScroll], "\(screen.modes)", sourceLocation: sourceLocation)
        #expect(screen.cursor.isVisible, "the cursor is hidden", sourceLocation: sourceLocation)
        #expect(screen.keyboardFlags == 0, "keys are reported in another way", sourceLocation: sourceLocation)
    }
}

/// What `stty -a` shows.
struct Settings: Equatable {
    private var flags: [tcflag_t]
    private var keys: [cc_t]

    init(of terminal: Int32) {
        var found = termios()
        tcgetattr(terminal, &found)
        flags = [found.c_iflag, found.c_oflag, found.c_cflag, found.c_lflag]
        keys = withUnsafeBytes(of: &found.c_cc) { Array($0) }
    }

    /// Keys come one by one and without echo.
    var isRaw: Bool { flags[3] & tcflag_t(ICANON | ECHO) == 0 }
}

/// A text that is waited for.
private final class Sight: Sendable {
    let text: String
    private let seen = Atomic(false)

    init(_ text: String) { self.text = text }

    var isSeen: Bool { seen.load(ordering: .acquiring) }

    func look(at screen: String) {
        if screen.contains(text) { seen.store(true, ordering: .releasing) }
    }
}

/// The other end of the PTY: what a terminal window is.
private final class Display: @unchecked Sendable {
    // Safe because the emulator and who waits are behind the lock and the rest does not change.
    private let lock = NSLock()
    private let emulator: Terminal
    private var awaited: [Sight] = []
    private let master: Int32
    /// Ends ``run()``.
    private let bell: Pipe
    /// Of the end that the program has.
    let name: String

    init(size: Size) throws {
        emulator = Terminal(size: size, history: try History(directory: nil, byteLimit: 1 << 20))
        bell = Pipe()
        // As posix_openpt, unlockpt and ptsname do, which Swift's Glibc lacks: TIOCSPTLCK and TIOCGPTN.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw POSIXError(.EIO)
        }
        name = "/dev/pts/\(number)"
    }

    var screen: Screen { lock.withLock { emulator.screen() } }

    /// A text that may stand there now, or after something that is written.
    func expect(_ text: String) -> Sight {
        let sight = Sight(text)
        lock.withLock {
            awaited.append(sight)
            look()
        }
        return sight
    }

    func forget(_ sight: Sight) { lock.withLock { awaited.removeAll { $0 === sight } } }

    private func look() {
        guard !awaited.isEmpty else { return }
        let text = emulator.screen().text()
        for sight in awaited { sight.look(at: text) }
    }

    /// Shows what the program writes until it or the window is gone.
    func run() {
        defer { letGo() }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            var files = [master, bell.fileHandleForReading.fileDescriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&files, 2, -1) > 0 || errno == EINTR, files[1].revents == 0 else { return }
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { return }
            feed(Array(buffer[..<count]))
        }
    }

    deinit { close(master) }

    /// Gives the PTY up and keeps its number: what is still typed must not reach a file of another test.
    private func letGo() {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        dup2(nothing, master)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        close(nothing)
    }

    /// By a byte, as other programs may have inherited the pipe.
    func hangUp() { bell.fileHandleForWriting.write(Data([0])) }

    func feed(_ bytes: [UInt8]) {
        let replies = lock.withLock {
            emulator.feed(bytes)
            look()
            return emulator.takeReplies()
        }
        if !replies.isEmpty { write(replies) }
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func resize(to size: Size) {
        lock.withLock {
            emulator.resize(to: size)
            look()
        }
        var window = winsize(ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }
}
