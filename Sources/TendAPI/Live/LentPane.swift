import TendCore
import TendScreen

/// A part of a viewer's terminal that one session has to itself, lent while nothing else is drawn: text that is typed goes to the program
/// and what comes of it is painted there, on the session's reactor, so that between a key and its echo no other process is woken.
///
/// Whatever is more than text typed and cells changed ends it: a key that may mean something to the viewer, a title, a bell, another
/// size. Then the viewer gets its terminal back, with what stands there, and goes on by itself.
final class LentPane: @unchecked Sendable {
    // Safe because everything mutable is touched on `reactor` only.
    enum Event {
        /// For the program.
        case typed([UInt8])
        /// It is the viewer's again.
        case returned(LentPart)
        /// The first one after that, which the viewer draws itself.
        case frame(Frame)
        /// There is nothing more to be shown.
        case removed
    }

    private let device: TerminalDevice
    private let viewer: any ScreenViewer
    private let reactor: any Reactor
    private let size: Size
    private let painter: (Screen) -> ScreenPainter
    /// What stood there when it was lent; nil until then.
    private var base: Screen?
    private var picture: PaintedScreen?
    private var isWaiting = false
    private var isReturned = false
    /// Came while the part was on its way back.
    private var next: Frame?
    private var onEvent: (Event) -> Void = { _ in }

    /// - Parameters:
    ///   - terminal: a descriptor of it, which stays the caller's.
    ///   - size: of the part.
    /// - Throws: ``ServiceError`` when it is no terminal, or none that can be opened.
    init(
        _ terminal: Int32, for viewer: any ScreenViewer, in place: ScreenPainter.Place, size: Size, depth: ColorDepth,
        synchronized: Bool
    ) throws(ServiceError) {
        device = try TerminalDevice(terminal, on: viewer.reactor)
        self.viewer = viewer
        reactor = viewer.reactor
        self.size = size
        painter = { ScreenPainter(depth: depth, synchronized: synchronized, in: place, showing: $0) }
    }

    /// Begins to read and to paint, if the viewer's last frame is the session's screen still. Once.
    ///
    /// - Parameter onEvent: called on the session's reactor.
    /// - Returns: whether it has begun; else it is to be given back.
    func begin(_ onEvent: @escaping @Sendable (Event) -> Void) async -> Bool {
        await withCheckedContinuation { continuation in
            reactor.post { [self] in
                self.onEvent = onEvent
                guard let screen = viewer.heldScreen(), screen.size == size, LentPane.isPlain(screen) else {
                    return continuation.resume(returning: false)
                }
                base = screen
                picture = PaintedScreen(painter(screen), showing: screen)
                device.begin(
                    onInput: { [self] in take($0) }, onDrained: { [self] in want() },
                    onFailure: { [self] in report(LentPart(isKnown: false)) })
                want()
                continuation.resume(returning: true)
            }
        }
    }

    /// Gives the part back.
    func recall() { reactor.post { [self] in end() } }

    /// The same; returns when the terminal has been let go of.
    func giveBack() async {
        await withCheckedContinuation { continuation in
            reactor.post { [self] in
                end()
                device.giveBack { _ in continuation.resume() }
            }
        }
    }

    private func end(keys: [UInt8] = []) {
        guard device.isOpen else { return }
        device.giveBack { [self] hasTakenAll in
            var painted: Frame?
            if let base, let shown = picture?.shown, shown.stamps != base.stamps || !(shown.cursor == base.cursor) {
                painted = Frame(from: base, to: shown)
            }
            report(LentPart(keys: keys, painted: painted, isKnown: hasTakenAll))
        }
    }

    private func report(_ part: LentPart) {
        isReturned = true
        onEvent(.returned(part))
        if let next { handOver(next) } else { want() }
    }

    private func handOver(_ frame: Frame) {
        onEvent(.frame(frame))
        onEvent = { _ in }
    }

    // MARK: Keys

    /// Text, and the keys that are the same byte whatever the program asked for.
    private static func isText(_ byte: UInt8) -> Bool {
        byte >= 0x20 || byte == 0x0D || byte == 0x09
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        let text = bytes.prefix { LentPane.isText($0) }
        if !text.isEmpty { onEvent(.typed(Array(text))) }
        if text.count < bytes.count { end(keys: Array(bytes.dropFirst(text.count))) }
    }

    // MARK: The picture

    private func want() {
        guard !isWaiting, device.isOpen || isReturned else { return }
        isWaiting = true
        viewer.want { [self] frame in
            isWaiting = false
            if let frame { show(frame) } else { onEvent(.removed) }
        }
    }

    private func show(_ frame: Frame) {
        if isReturned { return handOver(frame) }
        if device.isOpen, let shown = picture?.shown, LentPane.isOnlyCells(frame, after: shown),
            let bytes = try? picture?.show(frame)
        {
            device.write(bytes)
            if !device.hasOutput { want() }
        } else {
            next = frame
            end()
        }
    }

    /// Whether text that is typed can go to the program as it is.
    private static func isPlain(_ screen: Screen) -> Bool {
        !screen.modes.contains(.newline) && screen.keyboardFlags & ~1 == 0
    }

    /// The viewer does not tell the shape of one that is not seen.
    private static func isAsSeen(_ cursor: Cursor, after last: Cursor) -> Bool {
        cursor.isVisible == last.isVisible
            && (cursor.isVisible || cursor.shape == last.shape && cursor.blinks == last.blinks)
    }

    private static func isOnlyCells(_ frame: Frame, after screen: Screen) -> Bool {
        frame.size == screen.size && frame.title == nil && frame.bellCount == 0
            && isAsSeen(frame.cursor, after: screen.cursor) && frame.modes.areAsGood(as: screen.modes)
            && frame.keyboardFlags == screen.keyboardFlags
            && frame.progress == screen.progress
    }
}
