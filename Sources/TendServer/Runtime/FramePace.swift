/// How soon a viewer's next frame may follow its last one.
struct FramePace {
    /// The shortest time between two frames of one viewer when nobody types.
    static let interval: LaneTime.Span = .milliseconds(16)
    /// The shortest one of all.
    static let hurriedInterval: LaneTime.Span = .microseconds(250)

    /// When somebody typed last, into whatever viewer; at first long ago.
    var lastInput = LaneTime.now - .seconds(1)

    /// When the frame after the one at `framed` may go out.
    ///
    /// At once, if somebody has typed since. After that, who types waits for the echo, also while output floods: the interval is a
    /// quarter of the time since then, which makes some 25 frames until it is the usual one, however long the echo takes.
    func due(after framed: LaneTime) -> LaneTime {
        if framed < lastInput { return framed }
        let hurried = max(FramePace.hurriedInterval, (framed - lastInput) / 4)
        return framed + min(FramePace.interval, hurried)
    }
}
