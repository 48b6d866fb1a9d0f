import Glibc
import TendCore
import TendScreen

/// A terminal that a viewer has lent. Its keys go to the program and the program's screen goes onto it on the session's reactor, so
/// that between a key and its echo no other process is woken.
///
/// The terminal is opened anew: what the viewer does with its own descriptor, the server never waits for it.
final class LentTerminal: @unchecked Sendable {
    // Safe because everything mutable is touched on `reactor` only.
    enum Event {
        /// For the program.
        case typed([UInt8])
        case news(LiveMessage.Reply.Lent.News, Size?)
        /// There is nothing more to be shown.
        case removed
    }
    private enum Phase { case lent, returning, returned }

    /// How long a terminal that stands still keeps its owner waiting for the end of a sequence.
    private static let returnPatience = Duration.milliseconds(300)

    private let descriptor: Int32
    private let viewer: any ScreenViewer
    private let reactor: any Reactor
    private let isReadOnly: Bool
    private var phase = Phase.lent
    private var picture: PaintedScreen
    private var terminalSize: Size
    /// Of the screen that is shown.
    private var size: Size
    private var keyboard = Keyboard()
    /// Counts what came from the terminal: what is held back is due when nothing more has.
    private var readCount = 0
    private var token: UInt64?
    /// A frame has been asked for and has not come.
    private var isWaiting = false
    private var output: [UInt8] = []
    private var written = 0
    private var chunk = [UInt8](repeating: 0, count: 4 << 10)
    private var onEvent: (Event) -> Void = { _ in }
    private var onReturn: [() -> Void] = []

    /// - Parameters:
    ///   - terminal: a descriptor of it, which stays the caller's.
    ///   - first: the whole screen, which `painter` would have painted there.
    /// - Throws: ``ServiceError`` when it is no terminal, or none that can be opened.
    init(
        _ terminal: Int32, for viewer: any ScreenViewer, showing first: Frame, by painter: ScreenPainter,
        isReadOnly: Bool
    ) throws(ServiceError) {
        guard isatty(terminal) == 1 else { throw ServiceError(.invalid, "what was lent is no terminal") }
        picture = PaintedScreen(painter)
        do throws(FrameError) {
            _ = try picture.show(first)
        } catch {
            throw ServiceError(.internal, "\(error)")
        }
        size = first.size
        descriptor = open("/proc/self/fd/\(terminal)", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ServiceError(.unavailable, "the terminal cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.viewer = viewer
        reactor = viewer.reactor
        self.isReadOnly = isReadOnly
        terminalSize = painter.terminalSize
    }

    deinit { if phase != .returned { close(descriptor) } }

    /// Begins to read and to paint. Once.
    ///
    /// - Parameter onEvent: called on the session's reactor.
    func begin(_ onEvent: @escaping @Sendable (Event) -> Void) {
        reactor.post { [self] in
            self.onEvent = onEvent
            keyboard.modes = picture.modes
            do {
                token = try reactor.watch(socket: descriptor, for: .input) { [self] in serve($0) }
                want()
            } catch {
                fail()
            }
        }
    }

    /// The terminal has another size.
    func fit(_ size: Size) {
        reactor.post { [self] in
            guard phase == .lent else { return }
            terminalSize = size
            picture.terminalSize = size
            write(picture.paint())
        }
    }

    /// Lets go of the terminal; returns when it has taken what was written, or does not take it in time.
    func giveBack() async {
        await withCheckedContinuation { continuation in
            reactor.post { [self] in
                onReturn.append { continuation.resume() }
                beginReturn()
            }
        }
    }

    private func beginReturn() {
        if phase == .returned { return finishReturn() }
        guard phase == .lent else { return }
        phase = .returning
        guard hasOutput else { return finishReturn() }
        refresh()
        reactor.post(after: LentTerminal.returnPatience) { [self] in finishReturn() }
    }

    private func finishReturn() {
        if phase != .returned {
            phase = .returned
            if let token { reactor.unwatch(token) }
            token = nil
            close(descriptor)
            output = []
            written = 0
            onEvent = { _ in }
        }
        let waiting = onReturn
        onReturn = []
        for action in waiting { action() }
    }

    /// The terminal does not take or give any more.
    private func fail() {
        let tell = phase == .lent ? onEvent : { _ in }
        output = []
        written = 0
        finishReturn()
        tell(.news(.failed, nil))
    }

    private func serve(_ readiness: Readiness) {
        if readiness.contains(.output) { flush() }
        guard phase == .lent, readiness.isReadable else { return }
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            readCount += 1
            pass(keyboard.feed(chunk[..<count]))
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
            fail()
        }
    }

    // MARK: Keys

    private func pass(_ found: Keyboard.Output) {
        if !found.bytes.isEmpty, !isReadOnly {
            onEvent(.typed(found.bytes))
            if found.isTyping, size != terminalSize { onEvent(.news(.typed, nil)) }
        }
        if found.detaches {
            let tell = onEvent
            onReturn.append { tell(.news(.detached, nil)) }
            return beginReturn()
        }
        guard let patience = found.patience else { return }
        let count = readCount
        reactor.post(after: patience) { [weak self] in
            guard let self, phase == .lent, readCount == count else { return }
            pass(keyboard.flush())
        }
    }

    // MARK: The picture

    private func want() {
        guard !isWaiting else { return }
        isWaiting = true
        viewer.want { [self] frame in
            isWaiting = false
            guard phase == .lent else { return }
            if let frame { show(frame) } else { onEvent(.removed) }
        }
    }

    private func show(_ frame: Frame) {
        keyboard.modes = frame.modes
        do throws(FrameError) {
            write(try picture.show(frame))
        } catch {
            return fail()
        }
        if frame.size != size {
            size = frame.size
            onEvent(.news(.resized, size))
        }
        if !hasOutput { want() }
    }

    // MARK: Writing

    private var hasOutput: Bool { written < output.count }

    private func write(_ bytes: [UInt8]) {
        if hasOutput {
            output += bytes
        } else {
            output = bytes
            written = 0
        }
        flush(isNew: true)
    }

    private func flush(isNew: Bool = false) {
        while hasOutput {
            let count = output[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                return refresh()
            } else if errno != EINTR {
                return fail()
            }
        }
        if isNew { return }
        refresh()
        if phase == .returning { finishReturn() } else { want() }
    }

    private func refresh() {
        guard let token else { return }
        var interest: Readiness = phase == .lent ? .input : []
        if hasOutput { interest.insert(.output) }
        reactor.change(token, to: interest)
    }
}
