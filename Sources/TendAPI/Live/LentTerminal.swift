import TendCore
import TendScreen

/// A terminal that a viewer has lent. Its keys go to the program and the program's screen goes onto it on the session's reactor, so
/// that between a key and its echo no other process is woken.
final class LentTerminal: @unchecked Sendable {
    // Safe because everything mutable is touched on `reactor` only.
    enum Event {
        /// For the program.
        case typed([UInt8])
        case news(LiveMessage.Reply.Lent.News, Size?)
        /// There is nothing more to be shown.
        case removed
    }

    private let device: TerminalDevice
    private let viewer: any ScreenViewer
    private let reactor: any Reactor
    private let isReadOnly: Bool
    private var picture: PaintedScreen
    private var terminalSize: Size
    /// Of the screen that is shown.
    private var size: Size
    private var keyboard = Keyboard()
    /// Counts what came from the terminal: what is held back is due when nothing more has.
    private var readCount = 0
    /// A frame has been asked for and has not come.
    private var isWaiting = false
    private var onEvent: (Event) -> Void = { _ in }

    /// - Parameters:
    ///   - terminal: a descriptor of it, which stays the caller's.
    ///   - first: the whole screen, which `painter` would have painted there.
    /// - Throws: ``ServiceError`` when it is no terminal, or none that can be opened.
    init(
        _ terminal: Int32, for viewer: any ScreenViewer, showing first: Frame, by painter: ScreenPainter,
        isReadOnly: Bool
    ) throws(ServiceError) {
        device = try TerminalDevice(terminal, on: viewer.reactor)
        picture = PaintedScreen(painter)
        do throws(FrameError) {
            _ = try picture.show(first)
        } catch {
            throw ServiceError(.internal, "\(error)")
        }
        size = first.size
        self.viewer = viewer
        reactor = viewer.reactor
        self.isReadOnly = isReadOnly
        terminalSize = painter.terminalSize
    }

    /// Begins to read and to paint. Once.
    ///
    /// - Parameter onEvent: called on the session's reactor.
    func begin(_ onEvent: @escaping @Sendable (Event) -> Void) {
        reactor.post { [self] in
            self.onEvent = onEvent
            keyboard.modes = picture.modes
            device.begin(
                onInput: { [self] in take($0) }, onDrained: { [self] in want() },
                onFailure: { [self] in end(.news(.failed, nil)) })
            want()
        }
    }

    /// The terminal has another size.
    func fit(_ size: Size) {
        reactor.post { [self] in
            guard device.isOpen else { return }
            terminalSize = size
            picture.terminalSize = size
            device.write(picture.paint())
        }
    }

    /// Lets go of the terminal; returns when it has taken what was written, or does not take it in time.
    func giveBack() async {
        await withCheckedContinuation { continuation in
            reactor.post { [self] in
                device.giveBack { [self] _ in
                    onEvent = { _ in }
                    continuation.resume()
                }
            }
        }
    }

    private func end(_ event: Event) {
        onEvent(event)
        onEvent = { _ in }
    }

    // MARK: Keys

    private func take(_ bytes: ArraySlice<UInt8>) {
        readCount += 1
        pass(keyboard.feed(bytes))
    }

    private func pass(_ found: Keyboard.Output) {
        if !found.bytes.isEmpty, !isReadOnly {
            onEvent(.typed(found.bytes))
            if found.isTyping, !(size == terminalSize) { onEvent(.news(.typed, nil)) }
        }
        if found.detaches { return device.giveBack { [self] _ in end(.news(.detached, nil)) } }
        guard let patience = found.patience else { return }
        let count = readCount
        reactor.post(after: patience) { [weak self] in
            guard let self, device.isOpen, readCount == count else { return }
            pass(keyboard.flush())
        }
    }

    // MARK: The picture

    private func want() {
        guard !isWaiting, device.isOpen else { return }
        isWaiting = true
        viewer.want { [self] frame in
            isWaiting = false
            guard device.isOpen else { return }
            if let frame { show(frame) } else { onEvent(.removed) }
        }
    }

    private func show(_ frame: Frame) {
        keyboard.modes = frame.modes
        do throws(FrameError) {
            device.write(try picture.show(frame))
        } catch {
            return device.giveBack { [self] _ in end(.news(.failed, nil)) }
        }
        if !(frame.size == size) {
            size = frame.size
            onEvent(.news(.resized, size))
        }
        if !device.hasOutput { want() }
    }
}
