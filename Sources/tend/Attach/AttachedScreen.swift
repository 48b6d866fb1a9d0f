import Glibc
import TendScreen
import TendTUI

/// The session's screen as it stands on the terminal.
struct AttachedScreen {
    private let tty: TerminalLine
    private let kind: TerminalTraits
    private var painter: ScreenPainter
    private var screen: Screen?
    private var hasPainted = false
    private var hasNotice = false
    private var isClosed = false

    init(on tty: TerminalLine, kind: TerminalTraits) {
        self.tty = tty
        self.kind = kind
        painter = AttachedScreen.painter(for: tty, kind)
    }

    private static func painter(for tty: TerminalLine, _ kind: TerminalTraits) -> ScreenPainter {
        ScreenPainter(depth: kind.depth, synchronized: kind.isModern, terminalSize: tty.size)
    }

    /// Applies and paints a frame.
    ///
    /// - Throws: ``FrameError`` when it does not continue what was shown: a whole screen is needed.
    mutating func show(_ frame: Frame) throws(FrameError) {
        try frame.apply(to: &screen)
        guard let screen else { return }
        var bytes: [UInt8] = []
        if hasNotice { painter.invalidate() }
        hasNotice = false
        painter.paint(screen, into: &bytes)
        if frame.bellCount > 0 { bytes.append(0x07) }
        write(bytes)
    }

    /// The next frame comes without what was shown before.
    mutating func forget() { screen = nil }

    /// The terminal has another size.
    mutating func fit() {
        painter.terminalSize = tty.size
        repaint()
    }

    /// A line at the bottom, until the next frame.
    mutating func note(_ text: String) {
        guard hasPainted else { return }
        hasNotice = true
        let line = Table.cut(" \(text) ", to: painter.terminalSize.columns)
        write(Array("\u{1B}7\u{1B}[\(painter.terminalSize.rows)H\u{1B}[0;7m\(line)\u{1B}[m\u{1B}[K\u{1B}8".utf8))
    }

    /// The process was stopped and goes on: others have used the terminal meanwhile.
    mutating func resume() {
        tty.makeRaw()
        painter = AttachedScreen.painter(for: tty, kind)
        repaint()
    }

    /// Gives the terminal to the shell and stops the process. Returns when it goes on.
    mutating func suspend() {
        leave()
        raise(SIGSTOP)
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

    private mutating func repaint() {
        guard let screen else { return }
        painter.invalidate()
        var bytes: [UInt8] = []
        painter.paint(screen, into: &bytes)
        write(bytes)
    }

    private mutating func write(_ bytes: [UInt8]) {
        guard !isClosed, !bytes.isEmpty else { return }
        hasPainted = true
        tty.write(bytes)
    }
}
