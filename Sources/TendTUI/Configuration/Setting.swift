import TendCore

/// One name of `config.yaml`: loader, documented defaults and schema come from this table.
struct Setting: Sendable {
    typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    /// What a value may be.
    enum Kind: Sendable {
        case flag(Path<Bool>)
        case number(Path<Int>, ClosedRange<Int>)
        case text(Path<String>)
        case theme(Path<String>)
        case keymap(Path<String>)
        /// May be missing: `null`.
        case optionalText(Path<String?>)
        case bell(Path<Configuration.Bell>)
        case place(Path<Configuration.Place>)
        case copying(Path<Configuration.Copying>)
        case noticeWays(Path<[Configuration.NoticeWay]>)
        case segments(Path<[Configuration.Segment]>)
    }

    var name: String
    /// Whole sentences, for the comment above it.
    var comment: String
    var kind: Kind

    init(_ name: String, _ kind: Kind, _ comment: String) {
        self.name = name
        self.kind = kind
        self.comment = comment
    }

    static let all = [
        Setting(
            "theme", .theme(\.theme),
            "Colours: a name of 'tend theme ls'. auto follows the terminal's background, dark or light."),
        Setting("keymap", .keymap(\.keymap), "Keys: a name of 'tend keymap ls'."),
        Setting(
            "bell", .bell(\.bell),
            "What a program's bell does: visual (a flash and a mark), title (a mark in the terminal's title), "
                + "pass (the terminal's own bell), off."),
        Setting(
            "attention-notify", .noticeWays(\.attentionNotify),
            "How you are told when something new waits for you: title (a count in the terminal's title), bell, osc9, osc777, osc99 "
                + "(a message of the terminal: most know 9, rxvt and foot 777, kitty 99), notify-send (a message of the desktop). []: not at all."
        ),
        Setting(
            "attention-quiet-when-focused", .flag(\.isAttentionQuiet),
            "Whether nothing is told of the pane that has the focus while the terminal has it."),
        Setting("status", .place(\.status), "Where the status bar is: top, bottom, off."),
        Setting(
            "status-left", .segments(\.statusLeft),
            "What it shows, from the left: workspace, tabs, mode, host, attention, clock, session; of the agent in the pane that has "
                + "the focus: agent (its model and tool), tokens, cost (~: by list prices); {text: …}, "
                + "or {command: …, every: SECONDS}, the first line that a shell command prints."),
        Setting("status-right", .segments(\.statusRight), "The same at its right end."),
        Setting("sidebar", .flag(\.sidebar), "Whether the list of sessions is shown from the start."),
        Setting("sidebar-width", .number(\.sidebarWidth, 10...200), "Its width in columns."),
        Setting(
            "mouse", .flag(\.mouse),
            "Whether the mouse is for tend and the programs. If not, the terminal selects text with it."),
        Setting(
            "paste-warning", .number(\.pasteWarning, 0...100_000),
            "A paste of so many lines into a shell asks first, from the terminal or from what was copied. 0: never."),
        Setting(
            "clipboard-from-programs", .copying(\.clipboardFromPrograms),
            "What happens when the program of the pane that has the focus wants to copy something (OSC 52): ask (a line tells, "
                + "and 'clipboard.take' copies it), focused (it is copied), off. No program reads the clipboard."),
        Setting(
            "keys-delay", .number(\.keysDelay, 0...60_000),
            "Milliseconds after the prefix key until the possible keys are shown."),
        Setting(
            "repeat-time", .number(\.repeatTime, 0...60_000),
            "Milliseconds in which a key that repeats can be pressed again without the prefix."),
        Setting("reduced-motion", .flag(\.reducedMotion), "No flashes, no spinners."),
        Setting(
            "ask-before-closing", .flag(\.asksBeforeClosing),
            "Whether closing a pane asks when its program still runs."),
        Setting("shell", .optionalText(\.shell), "What new panes run. Without it: $SHELL."),
        Setting(
            "word-separators", .text(\.wordSeparators),
            "Characters between words, for a double click and for moving in copy mode."),
    ]

    /// What the value may be, if that is a list of words.
    var words: [String]? {
        switch kind {
        case .bell: Configuration.Bell.allCases.map(\.rawValue)
        case .place: Configuration.Place.allCases.map(\.rawValue)
        case .copying: Configuration.Copying.allCases.map(\.rawValue)
        case .noticeWays: Configuration.NoticeWay.allCases.map(\.rawValue)
        default: nil
        }
    }
}

extension Configuration.Segment {
    /// Those that are a word; the same as in files.
    static let words: [(name: String, segment: Configuration.Segment)] = [
        ("workspace", .workspace), ("tabs", .tabs), ("mode", .mode), ("host", .host), ("attention", .attention),
        ("clock", .clock), ("session", .session), ("agent", .agent), ("tokens", .tokens), ("cost", .cost),
    ]

    /// How often a command may run, and how often it does when nothing is said.
    static let interval = 1...86_400
    static let usualInterval = 30
}
