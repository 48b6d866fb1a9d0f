import TendCore
import TendScreen

/// The characters that the view draws with, other than text.
struct Marks {
    let isASCII: Bool

    init(_ theme: Theme) { isASCII = theme.isASCII }

    private func either(_ mark: String, _ ascii: String) -> String { isASCII ? ascii : mark }

    /// Stands for text that was cut.
    var ellipsis: String { either("…", "~") }
    /// Before what is selected in a list, so that it is seen without colours.
    var pointer: String { either("▸", ">") }
    /// Before the branch of a git worktree.
    var branch: String { either("⎇", "@") }
    var unread: String { either("•", "*") }
    var bell: String { "!" }
    var waiting: String { either("◆", "?") }
    /// More is beyond that end of a list.
    var before: String { either("‹", "<") }
    var after: String { either("›", ">") }
    var above: String { either("↑", "^") }
    var below: String { either("↓", "v") }
    var dash: String { either("—", "-") }
    var dot: String { either("·", ".") }
    var times: String { either("×", "x") }
    /// What fills a pane beyond the screen of its session.
    var beyond: Unicode.Scalar { isASCII ? "." : "·" }
    var vertical: Unicode.Scalar { isASCII ? "|" : "│" }
    var horizontal: Unicode.Scalar { isASCII ? "-" : "─" }

    /// Corners of pop-ups: upper left, upper right, lower left, lower right.
    var corners: [String] { isASCII ? ["+", "+", "+", "+"] : ["╭", "╮", "╰", "╯"] }
    /// Ends of a line through a pop-up.
    var tees: [String] { isASCII ? ["+", "+"] : ["├", "┤"] }

    /// A text of ours with what stands for its marks where there is ASCII only. What programs write stays: the terminal knows best.
    func plain(_ text: String) -> String {
        guard isASCII, Width.plainCount(of: text) == nil else { return text }
        return text.reduce(into: "") { result, character in
            switch character {
            case "…": result += "..."
            case "—", "–": result += "-"
            case "×": result += "x"
            case "·": result += "."
            case "•": result += "*"
            default: result.append(character)
            }
        }
    }

    func text(_ size: Size) -> String { "\(size.columns)\(times)\(size.rows)" }

    // MARK: States

    /// The shape of each state differs, not only its colour.
    func glyph(_ state: SessionLook.State) -> String {
        switch state {
        case .starting: either("◌", "~")
        case .working: either("●", "*")
        case .waiting: waiting
        case .idle: either("○", "o")
        case .unknown: dot
        case .exited: either("✓", "=")
        case .failed: either("✗", "x")
        }
    }

    /// How risky something is: a shape for each.
    func glyph(_ risk: Risk) -> String {
        switch risk {
        case .reads: either("○", "o")
        case .writes: either("◐", "+")
        case .network: either("⇅", "@")
        case .deletes: either("△", "!")
        case .privilege: either("▲", "#")
        }
    }

    /// What waits, or is only told.
    func glyph(of kind: AttentionItem.Kind) -> String {
        switch kind {
        case .permission, .question, .plan, .login: waiting
        case .idle: glyph(SessionLook.State.idle)
        case .error: glyph(SessionLook.State.failed)
        case .exit: glyph(SessionLook.State.exited)
        case .hint: either("⟳", "?")
        }
    }

    /// `42%`; nil where there is no number to show.
    func text(_ progress: ProgressJSON) -> String? { progress.percent.map { "\($0)%" } }

    // MARK: Lines

    /// The character whose arms have these weights: 0 none, 1 light, 2 heavy. In ASCII, heavy lines are double ones.
    func line(up: Int, right: Int, down: Int, left: Int) -> Unicode.Scalar {
        guard isASCII else { return Marks.lines[up + 3 * right + 9 * down + 27 * left] }
        if up + down == 0 { return max(left, right) > 1 ? "=" : "-" }
        if left + right == 0 { return "|" }
        return "+"
    }

    /// Every way to join four arms of three weights (U+2500…U+257F), the arms as digits to base 3: up, right, down, left.
    private static let lines = Array(
        (" ╵╹╶└┖╺┕┗╷│╿┌├┞┍┝┡╻╽┃┎┟┠┏┢┣" + "╴┘┚─┴┸╼┶┺┐┤┦┬┼╀┮┾╄┒┧┨┰╁╂┲╆╊" + "╸┙┛╾┵┹━┷┻┑┥┩┭┽╃┯┿╇┓┪┫┱╅╉┳╈╋").unicodeScalars)
}

/// How the view shows the state of a session.
struct SessionLook: Hashable {
    enum State: Hashable { case starting, working, waiting, idle, unknown, exited, failed }

    var state: State
    var word: String
    /// Whether the word tells something that the user has not seen yet.
    private var isNews = false

    /// - Parameter item: what waits of the session.
    init(_ session: SessionJSON, asking item: AttentionJSON? = nil) {
        self.init(of: session)
        guard let item, session.state == .running else { return }
        switch item.kind {
        case .permission, .question: (state, word) = (.waiting, "asks")
        case .plan, .login: (state, word) = (.waiting, AttentionText.noun(item.kind))
        case .error: (state, word) = (.failed, AttentionText.noun(item.kind))
        case .idle: (state, word, isNews) = (.idle, AttentionText.noun(item.kind), true)
        case .exit, .hint: break
        }
    }

    private init(of session: SessionJSON) {
        switch session.state {
        case .running:
            (state, word) =
                switch session.activity {
                case .starting: (.starting, "starting")
                case .working: (.working, "working")
                case .waiting: (.waiting, "waiting")
                case .idle: (.idle, "idle")
                case .unknown: (.unknown, "running")
                }
        case .exited:
            if let signal = session.signal {
                (state, word) = (.failed, "ended by \(SignalName.name(signal))")
            } else {
                state = session.exitCode == 0 ? .exited : .failed
                word = session.exitCode.map { "exited \($0)" } ?? "exited"
            }
        case .interrupted: (state, word) = (.failed, "interrupted")
        }
    }

    /// Working, idle and the like are told by the glyph; these want something of somebody.
    var wantsWord: Bool { isNews || state == .waiting || state == .exited || state == .failed }

    var role: Role {
        switch state {
        case .starting: .stateStarting
        case .working: .stateWorking
        case .waiting: .stateWaiting
        case .idle: .stateIdle
        case .unknown: .stateUnknown
        case .exited: .stateExited
        case .failed: .stateFailed
        }
    }
}
