/// What comes from a terminal, told apart: keys for the program, and the keys of the attached client. Pure; the time is its owner's.
package struct Keyboard: Sendable {
    package struct Output: Hashable {
        /// For the program.
        package var bytes: [UInt8] = []
        /// Whether somebody typed, pasted or clicked.
        package var isTyping = false
        package var detaches = false
        /// How long to wait for more before ``flush()``; nil when nothing is held back.
        package var patience: Duration?
    }

    /// Longer than the bytes of one key lie apart, shorter than a person notices.
    private static let keyPatience = Duration.milliseconds(20)
    /// Nothing depends on it: after that, an answer that never ended is given up.
    private static let replyPatience = Duration.milliseconds(500)

    private var replies = ReplyFilter()
    private var detaching = DetachFilter()

    package init() {}

    /// Whether another one that knows nothing of this one may go on with what comes next.
    package var isResting: Bool { takesText && !replies.isInPaste }

    /// Whether what comes next is text if it does not begin a key.
    private var takesText: Bool { replies.hold == .nothing && detaching.isResting }

    /// What the program asked the terminal to report.
    package var modes: Modes {
        get { replies.modes }
        set { replies.modes = newValue }
    }

    private var patience: Duration? {
        switch replies.hold {
        case .reply: Keyboard.replyPatience
        case .key: Keyboard.keyPatience
        case .nothing: detaching.isHolding ? Keyboard.keyPatience : nil
        }
    }

    package mutating func feed(_ bytes: ArraySlice<UInt8>) -> Output {
        // Text, between two keys that have not begun: nearly all that is typed.
        if takesText, !bytes.contains(where: DetachFilter.beginsKey) {
            return Output(bytes: Array(bytes), isTyping: !bytes.isEmpty)
        }
        return pass(replies.feed(bytes))
    }

    /// Nothing more came: what was held back was a whole key.
    package mutating func flush() -> Output {
        var output = pass(replies.flush())
        let rest = detaching.flush()
        output.bytes += rest.bytes
        output.isTyping = output.isTyping || !rest.bytes.isEmpty
        output.detaches = output.detaches || rest.detaches
        output.patience = patience
        return output
    }

    private mutating func pass(_ found: ReplyFilter.Output) -> Output {
        let output = detaching.feed(found.bytes)
        return Output(
            bytes: output.bytes, isTyping: found.isTyping, detaches: output.detaches, patience: patience)
    }
}
