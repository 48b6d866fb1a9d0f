import TendCore
import TendScreen

extension Model {
    mutating func performCopy(_ command: Command) throws(Refusal) -> [Effect] {
        switch command.name {
        case .copyEnter: return enterCopy(try pane(needed: "look back in").id)
        case .pasteBuffer:
            let pane = try pane(needed: "paste into").id
            return [.readBuffer(command.arguments.first, for: pane, isScripted: isScripted)]
        case .pasteChoose: return [.listBuffers]
        case .pasteDelete: return [.removeBuffer(command.arguments.first)]
        case .clipboardTake:
            guard let session = focusedSession else { throw Refusal("no program that could copy anything") }
            return [.takeClipboard(session: session.id)]
        default:
            let pane = try pane(needed: "look back in")
            guard copies[pane.id] != nil else { throw Refusal("this works in copy mode, which copy.enter begins") }
            guard isScripted else { return changeCopy(pane.id) { $0.perform(command) } }
            ahead.copying = pane.id
            // Whoever asked is told, and nobody else.
            var refusal: String?
            let effects = changeCopy(pane.id) { copy in
                copy.perform(command).filter { effect in
                    guard case .refuse(let text) = effect else { return true }
                    refusal = text
                    return false
                }
            }
            copyRefusal = refusal
            return effects
        }
    }

    /// Begins to look back in a pane, if that has not begun.
    ///
    /// - Parameter leavesAtEnd: scrolling down to the end with the wheel ends it.
    mutating func enterCopy(_ pane: PaneID, leavesAtEnd: Bool = false) -> [Effect] {
        guard copies[pane] == nil else { return [] }
        guard let session = session(of: pane), let place = Scene(self).place(of: pane) else { return [] }
        let size = Size(rows: place.content.rows, columns: place.content.columns)
        // A pane that is new may have no picture yet; the history that is asked for brings one.
        copies[pane] = CopyMode(
            screen: screens[session.id] ?? Screen(size: size), size: size, wordSeparators: configuration.wordSeparators,
            leavesAtEnd: leavesAtEnd)
        return changeCopy(pane) { $0.begin() }
    }

    mutating func changeCopy(_ pane: PaneID, _ change: (inout CopyMode) -> [CopyEffect]) -> [Effect] {
        guard var copy = copies[pane] else { return [] }
        let wanted = change(&copy)
        copies[pane] = copy
        if copy.isLeaving || isScripted { ahead.until = now + Ahead.patience }
        return wanted.flatMap { carryOut($0, for: pane) }
    }

    // MARK: Keys that go on with a command

    /// Whether a key ends what was begun: an open command, a search that has not been answered.
    static func givesUp(_ key: Key) -> Bool {
        key.code == .escape || key == Key(.character("c"), .control) || key == Key(.character("g"), .control)
    }

    /// The digits of a number and the character of a jump; nil if the key is none, and means what it always does.
    mutating func takeInCopyCommand(_ key: Key) -> [Effect]? {
        guard let pane = focusedPane?.id, let copy = copies[pane], copy.isInCommand else { return nil }
        let key = Keymap.normal(key)
        if Model.givesUp(key) {
            return changeCopy(pane) { copy in
                copy.dropTyped()
                return []
            }
        }
        guard case .character(let scalar) = key.code, key.modifiers.isEmpty else {
            copies[pane]?.openJump = nil
            return nil
        }
        if copy.openJump != nil { return jump(to: String(scalar), in: pane) }
        // vi's 0 is a motion unless a number has begun.
        guard "0"..."9" ~= scalar, let digit = Int(String(scalar)) else { return nil }
        return changeCopy(pane) { copy in
            copy.type(digits: digit)
            return []
        }
    }

    /// What was typed is the character that a jump waits for; copy mode has no other use for text.
    mutating func jump(to text: String, in pane: PaneID) -> [Effect] {
        guard let way = copies[pane]?.openJump, let character = text.first else { return [] }
        return changeCopy(pane) { $0.perform(Command(.copyJump, [way.rawValue, String(character)])) }
    }

    // MARK: Searching

    /// The text of a search has changed, or the next match of it is wanted.
    mutating func typeSearch(_ prompt: Prompt, isStep: Bool = false) -> [Effect] {
        guard case .search(let pane, let isForward) = prompt.purpose else { return [] }
        let text = prompt.field.string
        return changeCopy(pane) {
            isStep ? $0.stepSearch(text, isForward: isForward) : $0.typeSearch(text, isForward: isForward)
        }
    }

    mutating func cancelSearch(_ prompt: Prompt) -> [Effect] {
        guard case .search(let pane, _) = prompt.purpose else { return [] }
        return changeCopy(pane) { $0.cancelSearch() }
    }

    /// Emacs's keys for the next match, while the text is typed; without a text the last one comes back.
    mutating func step(_ prompt: Prompt, isForward: Bool) -> [Effect] {
        guard case .search(let pane, _) = prompt.purpose, let copy = copies[pane] else { return [] }
        var prompt = prompt
        let isRecall = prompt.field.text.isEmpty
        if isRecall { prompt.field = TextField(copy.searchText ?? "") }
        prompt.purpose = .search(pane, isForward: isForward)
        prompt.label = Model.searchLabel(isForward: isForward)
        replaceTop(.prompt(prompt))
        return typeSearch(prompt, isStep: !isRecall)
    }

    private static func searchLabel(isForward: Bool) -> String { isForward ? "search" : "search back" }

    mutating func searchNow(_ text: String, _ pane: PaneID, isForward: Bool) -> [Effect] {
        guard !text.isEmpty else { return changeCopy(pane) { $0.cancelSearch() } }
        return changeCopy(pane) { $0.perform(Command(.copySearch, [isForward ? "forward" : "backward", text])) }
    }

    private mutating func carryOut(_ effect: CopyEffect, for pane: PaneID) -> [Effect] {
        switch effect {
        case .fetch(let request):
            guard let session = session(of: pane) else { return [] }
            return [.fetch(pane, session: session.id, request)]
        case .copy(let text):
            guard !text.isEmpty else { return [] }
            say(.plain, "copied \(Model.amount(of: text))")
            return [.addBuffer(text), .copyToClipboard(text)]
        case .leave: copies[pane] = nil
        case .askSearch(let isForward):
            overlays.append(
                .prompt(Prompt(.search(pane, isForward: isForward), label: Model.searchLabel(isForward: isForward))))
        case .openLink(let link): return [.openLink(link)]
        case .openFile(let path, let line, let column):
            return [.openFile(path, line: line, column: column, directory: session(of: pane)?.cwd)]
        case .openEditor(let text): return [.openEditor(text: text)]
        // Whoever asked from outside is told, and waits until there is an answer.
        case .refuse(let text) where pane == ahead.copying && !owed.isEmpty: return refuse(text)
        case .refuse(let text): say(.warning, text)
        case .say(let text): say(.plain, text)
        }
        return []
    }
}
