/// What a terminal says of itself, and its limits.
package struct TerminalOptions: Sendable {
    /// In the answer to XTVERSION.
    package var version: String
    /// The default colours, for programs that ask, and whether they are dark.
    package var palette: Palette
    /// Most bytes of one OSC or DCS string; longer ones are dropped. Clipboard writes are the long ones.
    package var stringLimit: Int
    /// Most bytes of replies that wait for ``Terminal/takeReplies()``; more are dropped.
    package var replyLimit: Int
    /// Most notices that wait for ``Terminal/takeNotices()``; the oldest are dropped.
    package var noticeLimit: Int

    package init(
        version: String = "0", palette: Palette = Palette(), stringLimit: Int = OSCCommand.Limit.body,
        replyLimit: Int = 64 << 10, noticeLimit: Int = 256
    ) {
        self.version = version
        self.palette = palette
        self.stringLimit = stringLimit
        self.replyLimit = replyLimit
        self.noticeLimit = noticeLimit
    }
}
