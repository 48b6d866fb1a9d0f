/// A session's screen and the terminal that shows it: frames go in, escape sequences come out.
package struct PaintedScreen: Sendable {
    private var painter: ScreenPainter
    private var screen: Screen?

    /// - Parameters:
    ///   - painter: one that has not painted yet.
    ///   - screen: what stands there already.
    package init(_ painter: ScreenPainter, showing screen: Screen? = nil) {
        self.painter = painter
        self.screen = screen
    }

    /// What is shown; nil before the first frame.
    package var shown: Screen? { screen }

    /// The size of the session's screen; nil without one.
    package var size: Size? { screen?.size }

    package var modes: Modes { screen?.modes ?? [] }

    /// Of the terminal. Another one makes ``paint()`` draw everything.
    package var terminalSize: Size {
        get { painter.terminalSize }
        set { painter.terminalSize = newValue }
    }

    /// The next frame comes without what was shown before.
    package mutating func forget() { screen = nil }

    /// Somebody else has written to the terminal: the next paint draws everything.
    package mutating func invalidate() { painter.invalidate() }

    /// Applies a frame.
    ///
    /// - Returns: what makes the terminal show it.
    /// - Throws: ``FrameError`` when it does not continue what was shown: a whole screen is needed.
    package mutating func show(_ frame: Frame) throws(FrameError) -> [UInt8] {
        try frame.apply(to: &screen)
        var bytes = paint()
        if frame.bellCount > 0 { bytes.append(0x07) }
        return bytes
    }

    /// What the terminal lacks of the screen.
    package mutating func paint() -> [UInt8] {
        var bytes: [UInt8] = []
        if let screen { painter.paint(screen, into: &bytes) }
        return bytes
    }
}
