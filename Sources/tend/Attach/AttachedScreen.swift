import Glibc
import TendScreen
import TendTUI

/// The session's screen as it stands on the terminal.
struct AttachedScreen {
    private let tty: TerminalLine
    private let kind: TerminalTraits
    private var picture: PaintedScreen
    private var hasPainted = false
    private var hasNotice = false
    private var isClosed = false

    init(on tty: TerminalLine, kind: TerminalTraits) {
        self.tty = tty
        self.kind = kind
        picture = AttachedScreen.picture(on: tty, kind)
    }

    /// As a painter without a past begins it.
    private static func picture(
        on tty: TerminalLine, _ kind: TerminalTraits, hasEntered: Bool = false
    ) -> PaintedScreen {
        PaintedScreen(
            ScreenPainter(
                depth: kind.depth, synchronized: kind.isModern, terminalSize: tty.size, hasEntered: hasEntered))
    }

    /// Applies and paints a frame.
    ///
    /// - Throws: ``FrameError`` when it does not continue what was shown: a whole screen is needed.
    mutating func show(_ frame: Frame) throws(FrameError) {
        if hasNotice { picture.invalidate() }
        hasNotice = false
        write(try picture.show(frame))
    }

    /// The next frame comes without what was shown before.
    mutating func forget() { picture.forget() }

    /// Somebody else has painted here, and will not any more: the next frame comes without what was shown before, and is painted as
    /// the first one was.
    mutating func beginAgain() {
        picture = AttachedScreen.picture(on: tty, kind, hasEntered: hasPainted)
        if hasPainted { write(ScreenPainter.reset()) }
    }

    /// The terminal has another size.
    mutating func fit() {
        picture.terminalSize = tty.size
        write(picture.paint())
    }

    /// A line at the bottom, until the next frame.
    mutating func note(_ text: String) {
        guard hasPainted else { return }
        hasNotice = true
        let line = Table.cut(" \(text) ", to: picture.terminalSize.columns)
        write(Array("\u{1B}7\u{1B}[\(picture.terminalSize.rows)H\u{1B}[0;7m\(line)\u{1B}[m\u{1B}[K\u{1B}8".utf8))
    }

    /// The process was stopped and goes on: others have used the terminal meanwhile. The next frame comes without what was shown before.
    mutating func resume() {
        tty.makeRaw()
        picture = AttachedScreen.picture(on: tty, kind)
    }

    /// Gives the terminal to the shell and stops the process. Returns when it goes on; false when there is no shell.
    mutating func suspend() -> Bool {
        leave()
        return TtySignals.stop()
    }

    /// Gives the terminal back. Nothing is painted after it.
    mutating func close() {
        guard !isClosed else { return }
        leave()
        isClosed = true
    }

    private mutating func leave() {
        // With one screen only the shell goes on below what was drawn.
        let below = kind.isModern ? "" : "\u{1B}[999;1H\r\n"
        tty.finish(hasPainted ? ScreenPainter.leave() + below.utf8 : [])
        hasPainted = false
        tty.restore()
    }

    private mutating func write(_ bytes: [UInt8]) {
        guard !isClosed, !bytes.isEmpty else { return }
        hasPainted = true
        tty.write(bytes)
    }
}
