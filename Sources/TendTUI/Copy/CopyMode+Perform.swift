package import TendCore
import TendScreen

extension CopyMode {
    /// Asks for the newest history. To be called once, before anything else.
    package mutating func begin() -> [CopyEffect] { [.fetch(.latest(count: 2 * CopyRows.chunkSize))] }

    /// Does a command of copy mode.
    package mutating func perform(_ command: Command) -> [CopyEffect] {
        if command.name == .copyLeave { return [.leave] }
        if command.name == .copyCount {
            command.arguments.first.flatMap { Int($0) }.map { type(digits: $0) }
            return []
        }
        // What is typed next is the answer: the question must not wait for the history.
        if command.name == .copyJump, command.arguments.count == 1,
            let way = command.arguments.first.flatMap(Jump.Way.init)
        {
            openJump = way
            return []
        }
        defer { dropTyped() }
        if command.name == .copySearch, command.arguments.dropFirst().allSatisfy(\.isEmpty) {
            return [.askSearch(isForward: command.arguments.first != "backward")]
        }
        return perform(.command(command, count: count))
    }

    mutating func perform(_ step: Step) -> [CopyEffect] {
        guard waiting.isEmpty, !isTooEarly(for: step) else {
            // The answer is a millisecond away; a user cannot do more than a few things until then.
            if waiting.count < 1000 { waiting.append(step) }
            return []
        }
        return carryOut(step) + finish()
    }

    private mutating func carryOut(_ step: Step) -> [CopyEffect] {
        switch step {
        case .command(let command, let count): run(command, count)
        case .typed(let text, let isForward, let isStep): typed(text, isForward: isForward, isStep: isStep)
        case .untyped: untyped()
        case .press(let point, let clicks, let isBlock): pressed(at: point, clicks: clicks, isBlock: isBlock)
        case .drag(let point): dragged(to: point)
        case .release: released()
        case .scroll(let count): scrolled(by: count)
        }
    }

    // MARK: What has to wait

    /// Whether an answer is on its way that decides where the cursor is, or that is to be done before anything changes.
    package var isAwaiting: Bool {
        !isReady || pendingSearch != nil || pendingPrompt != nil || isYankPending || travel?.pending != nil
    }

    /// Whether it ends as soon as all that is to be copied is there: what is typed now is for the program behind it.
    package var isLeaving: Bool {
        isYankPending
            || waiting.contains { if case .command(let command, _) = $0 { command.name == .copyYank } else { false } }
    }

    private func isTooEarly(for step: Step) -> Bool {
        guard isAwaiting else { return false }
        guard isReady, pendingPrompt == nil, !isYankPending else { return true }
        // Steps through time line up by themselves.
        if travel?.pending != nil { return !step.isTravel }
        // A longer text takes the place of the one that is looked for.
        return typedSearch == nil || !step.isTyping
    }

    /// Does what waited, as far as it may be done now.
    mutating func catchUp() -> [CopyEffect] {
        var effects: [CopyEffect] = []
        while let step = waiting.first, !isTooEarly(for: step) {
            waiting.removeFirst()
            effects += carryOut(step) + finish()
            // The rest was for a mode that is left.
            if effects.contains(.leave) { waiting = [] }
        }
        return effects
    }

    /// Gives up what waits and what it waits for; the answer will do nothing.
    package mutating func giveUp() {
        waiting = []
        (pendingSearch, pendingPrompt, isYankPending) = (nil, nil, false)
        travel?.waiting = []
    }

    private mutating func run(_ command: Command, _ count: Int?) -> [CopyEffect] {
        let argument = command.arguments.first ?? ""
        switch command.name {
        case .copyEnter: return []
        case .copyMove:
            guard let motion = Motion(rawValue: argument) else {
                return [.refuse("copy.move does not know '\(argument)'")]
            }
            return move(motion, count)
        case .copyJump: return jump(argument, command.arguments.dropFirst().first?.first, count ?? 1)
        case .copySelect: return select(argument)
        case .copyYank: return yank(argument)
        case .copySearch:
            let text = command.arguments.dropFirst().joined(separator: " ")
            return search(text, isForward: argument != "backward")
        case .copySearchWord: return searchWord(isForward: argument != "backward")
        case .copyNext: return searchAgain(isOpposite: argument == "opposite", times: count ?? 1)
        case .copyPrompt: return goToPrompt(isForward: argument == "next", times: count ?? 1)
        case .copyLink: return followLink()
        case .copyEdit: return edit()
        case .copyTravel: return travel(argument, times: count ?? 1)
        default: return [.refuse("\(command.name.rawValue) is no command of copy mode")]
        }
    }

    private func edit() -> [CopyEffect] {
        guard travel == nil else { return [.openEditor(rows.screen.map(\.text).joined(separator: "\n") + "\n")] }
        return [.fetch(.text)]
    }

    private func followLink() -> [CopyEffect] {
        switch DetectedLink.at(cursor, in: rows) {
        case .address(let address): [.openLink(address)]
        case .file(let name, let line, let column): [.openFile(name, line: line, column: column)]
        case nil: [.refuse("no link here")]
        }
    }
}

extension CopyMode.Step {
    fileprivate var isTravel: Bool {
        if case .command(let command, _) = self { command.name == .copyTravel } else { false }
    }

    /// Whether it belongs to a search whose text is typed.
    fileprivate var isTyping: Bool {
        switch self {
        case .typed, .untyped: true
        case .command(let command, _): command.name == .copySearch
        default: false
        }
    }
}
