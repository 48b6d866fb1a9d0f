import TendCore
import TendScreen

/// What was typed before its turn. A split takes the server a moment; whoever types on means the new pane, and a second command the
/// state that the first one leads to. So input waits until what was asked for is there, and is then taken as if it came only now:
/// typed fast is the same as typed slowly.
package struct Ahead: Sendable {
    enum Item: Sendable {
        case input(Input)
        case asked(number: Int, String)
        /// The rest of what was asked.
        case begun(number: Int, String)
    }

    var items: [Item] = []
    /// Sessions and changes that were asked for and have no answer yet.
    var makes = 0
    var changes = 0
    /// Sessions whose pane is on its way; that were asked to go; that were asked to run again.
    var arriving: Set<String> = []
    var leaving: Set<String> = []
    var starting: Set<String> = []
    /// Lists to choose from, themes and keymaps that are being read.
    var files = 0
    /// What only says that it is done, or was refused.
    var tasks = 0
    /// The workspace that was gone to.
    var workspace: String?
    /// Whose copy mode does what was asked from outside.
    var copying: PaneID?
    /// Nothing is known yet: neither what is shown nor which sessions there are.
    var lacksWorkspace = true
    var lacksSessions = true
    /// When whatever is waited for is given up, in milliseconds since 1970.
    var until: Int64

    /// Longer than the server takes for anything; a person should not wonder longer.
    static let patience: Int64 = 5000
    /// More than anybody types in that time: then it is a program that types.
    static let limit = 4096

    init(now: Int64) { until = now + Ahead.patience }
}

extension Model {
    /// Whether something is on its way that decides where input goes.
    var isAwaiting: Bool { ahead.until > now && isComing }

    private var isComing: Bool {
        ahead.makes + ahead.changes + ahead.files + ahead.tasks > 0 || !ahead.arriving.isEmpty || ahead.workspace != nil
            || ahead.lacksWorkspace || ahead.lacksSessions || !isConnected || isLeavingCopyMode
            || !owed.isEmpty && ahead.copying.map { copies[$0]?.isAwaiting == true } ?? false
            || ahead.starting.contains { id in sessions.contains { $0.id == id && $0.state != .running } }
            || ahead.leaving.contains { id in
                workspace?.tabs.contains { $0.panes.contains { $0.session == id } } ?? false
            }
    }

    private var isLeavingCopyMode: Bool { focusedPane.map { copies[$0.id]?.isLeaving == true } ?? false }

    /// Puts off what depends on what is on its way, or comes behind something that waits. False: it may be taken now.
    mutating func putOff(_ happening: Happening) -> Bool {
        guard isAwaiting || !ahead.items.isEmpty else { return false }
        switch happening {
        case .input(.focus): return false
        case .input(.key(let key)) where Model.givesUp(key) && isLeavingCopyMode:
            // With what would be copied goes what was typed behind it.
            ahead.items.removeAll { if case .input = $0 { true } else { false } }
            return false
        case .input(let input):
            // Where the mouse was on its way is of no use.
            if case .mouse(let mouse) = input, mouse.action == .motion,
                case .input(.mouse(let last))? = ahead.items.last,
                last.action == .motion
            {
                ahead.items.removeLast()
            }
            ahead.items.append(.input(input))
        case .asked(let number, let text): ahead.items.append(.asked(number: number, text))
        default: return false
        }
        if ahead.items.count >= Ahead.limit { ahead.until = now }
        return true
    }

    /// What waits and may be taken now.
    mutating func takeAhead() -> Happening? {
        guard !ahead.items.isEmpty, !isAwaiting else { return nil }
        switch ahead.items.removeFirst() {
        case .input(let input): return .input(input)
        case .asked(let number, let text), .begun(let number, let text): return .asked(number: number, text)
        }
    }

    /// What comes after a refusal is not done.
    ///
    /// - Returns: the numbers of those who asked for it.
    mutating func giveUpBegun() -> [Int] {
        var numbers: [Int] = []
        ahead.items.removeAll { item in
            guard case .begun(let number, _) = item else { return false }
            numbers.append(number)
            return true
        }
        return numbers
    }

    /// Answers those whose commands have come to their end.
    mutating func payOwed() -> [Effect] {
        guard !owed.isEmpty, !isAwaiting else { return [] }
        let refusal = isComing ? "it was begun, and is not done after \(Ahead.patience / 1000) s" : nil
        stopAwaiting()
        defer { owed = [] }
        return owed.map { .answer(number: $0, refusal: refusal) }
    }

    /// Notes which of the effects have to have happened before the next input is taken.
    mutating func note(_ effects: [Effect]) {
        for effect in effects {
            // What has not come for so long is not waited for any more.
            if ahead.until <= now { stopAwaiting() }
            switch effect {
            case .makeSession, .start: ahead.makes += 1
            case .change, .lodge: ahead.changes += 1
            case .follow(let name): ahead.workspace = name
            case .renameSession, .renameWorkspace, .removeWorkspace, .saveLayout, .loadLayout, .readBuffer,
                .removeBuffer, .takeClipboard:
                ahead.tasks += 1
            case .list, .listBuffers, .loadTheme, .loadKeymap, .reload, .relight, .readProviders,
                .listDirectories, .changeProvider:
                ahead.files += 1
            case .removeSession(let id): ahead.leaving.insert(id)
            case .restartSession(let id): ahead.starting.insert(id)
            default: continue
            }
            ahead.until = now + Ahead.patience
        }
    }

    /// Something that was asked for will not come; which it was is not known.
    mutating func stopAwaiting() {
        (ahead.makes, ahead.changes, ahead.files, ahead.tasks) = (0, 0, 0, 0)
        (ahead.arriving, ahead.leaving, ahead.starting) = ([], [], [])
        (ahead.workspace, ahead.copying) = (nil, nil)
    }

    /// Its pane gets the focus when the workspace has it.
    mutating func expect(_ session: String) {
        expected.insert(session)
        ahead.arriving.insert(session)
    }
}
