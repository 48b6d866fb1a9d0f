import TendCore
import TendScreen

extension Model {
    mutating func take(_ input: Input) -> [Effect] {
        if isForGonePopup(input) { return [] }
        switch input {
        case .key(let key): return take(key)
        case .text(let text):
            guard overlays.isEmpty else { return insert(text) }
            if case .table(let name, _) = mode, repeatsUntil == nil { return takeUnbound(text, in: name) }
            if sidebar.hasFocus { return [] }
            if let pane = focusedPane?.id, copies[pane] != nil { return jump(to: text, in: pane) }
            return pass(.text(text))
        case .paste(let text):
            guard overlays.isEmpty else { return insert(text) }
            return sidebar.hasFocus ? [] : paste(text)
        case .mouse(let mouse): return configuration.mouse ? take(mouse) : []
        case .focus(let isFocused):
            hasFocus = isFocused
            return []
        case .bytes(let bytes): return pass(.bytes(bytes))
        }
    }

    /// Types what has no meaning here.
    private mutating func pass(_ input: Input) -> [Effect] {
        let effects = type(input)
        if !effects.isEmpty, effects.allSatisfy({ if case .send = $0 { true } else { false } }) { change = .nothing }
        return effects
    }

    // MARK: Keys

    private mutating func take(_ key: Key) -> [Effect] {
        if key.phase == .release { return release(key) }
        let isReleaseTold = Scene(self).keyboardFlags & Model.toldReleases != 0
        let effects = press(key)
        if isReleaseTold {
            heldKeys[Model.held(key)] = effects.compactMap { effect in
                if case .send(let session, .key(key)) = effect { session } else { nil }
            }
        }
        return effects
    }

    /// The flag of the kitty protocol with which a terminal tells of repeated and released keys.
    private static let toldReleases: UInt8 = 0b10

    /// A key as it is found again when it is released: Shift may have been let go before.
    private static func held(_ key: Key) -> Key.Code {
        guard case .character(let scalar) = key.code else { return key.code }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return .character(lower.count == 1 ? lower.first ?? scalar : scalar)
    }

    /// Goes to whoever got the key, even if another pane has the focus now.
    private mutating func release(_ key: Key) -> [Effect] {
        let code = Model.held(key)
        if let sessions = heldKeys.removeValue(forKey: code) { return sessions.map { .send(session: $0, .key(key)) } }
        // Pressed under another name, with Shift say.
        return overlays.isEmpty && mode == .normal && !sidebar.hasFocus ? type(.key(key), isTyping: false) : []
    }

    mutating func press(_ key: Key) -> [Effect] {
        let hadNews = message != nil || !ringing.isEmpty
        message = nil
        ringing = []
        if isPrefix(key), overlays.last?.isOnlyShown == true { overlays.removeLast() }
        // A key that is held down does the same again. The welcome stays behind what the prefix begins.
        if let overlay = overlays.last, overlay != .welcome || mode == .normal {
            return take(Key(key.code, key.modifiers), overlay)
        }
        if case .table(let name, _) = mode { return take(key, inTable: name) }
        if sidebar.hasFocus, !isPrefix(key) { return takeSidebar(key) }
        if let effects = takeInCopyCommand(key) { return effects }
        if let pane = focusedPane?.id, Model.givesUp(key) { copies[pane]?.giveUp() }
        if isPrefix(key) {
            mode = .table("prefix", since: now)
            return []
        }
        if let pane = focusedPane, copies[pane.id] != nil {
            if let binding = keymap.binding(key, in: "copy") { return follow(binding, in: nil) }
            guard let binding = keymap.rootBinding(key) else { return [] }
            guard case .table = binding.action else { return follow(binding, in: nil) }
            // From one mode to another.
            return changeCopy(pane.id) { $0.perform(Command(.copyLeave)) } + follow(binding, in: nil)
        }
        if let binding = keymap.binding(key, in: "root") { return follow(binding, in: nil) }
        if let session = focusedSession, session.state != .running { return takeEnded(key, session) }
        return hadNews ? type(.key(key)) : pass(.key(key))
    }

    func isPrefix(_ key: Key) -> Bool { keymap.prefix == Key(key.code, key.modifiers) }

    private mutating func take(_ key: Key, inTable name: String) -> [Effect] {
        let isRepeating = repeatsUntil != nil
        let found = keymap.binding(key, in: name)
        // A key that comes while a binding could be repeated, and is no repetition, is meant for the program, or begins anew.
        if isRepeating, found?.repeats != true {
            mode = .normal
            repeatsUntil = nil
            defer { change = .anything }
            return press(key)
        }
        if let found { return follow(found, in: name) }
        if name == "prefix", isPrefix(key) {
            mode = .normal
            return run(Command(.inputPrefix))
        }
        let isLeft = key.code == .escape || name != "prefix" && (key.code == .enter || keymap.leads(key, to: name))
        if isLeft {
            mode = .normal
            return []
        }
        if keymap.isMode(name), let binding = keymap.rootBinding(key) { return follow(binding, throughMode: name) }
        return takeUnbound(key.description, in: name)
    }

    /// Who is in a mode goes on to press its keys, and none of them is meant for the program.
    private mutating func takeUnbound(_ text: String, in table: String) -> [Effect] {
        if !keymap.isMode(table) { mode = .normal }
        let isCopying = focusedPane.map { copies[$0.id] != nil } ?? false
        let keys = keymap.keys(to: table, isCopying: isCopying) ?? table
        say(.warning, "\(DisplayText.excerpt(text)) is not bound after \(keys)")
        return []
    }

    /// A key of `root` in a mode: it leads to another one, or does something and the mode goes on.
    private mutating func follow(_ binding: Keymap.Binding, throughMode name: String) -> [Effect] {
        guard case .commands(let commands) = binding.action else { return follow(binding, in: nil) }
        // Looking back is a mode, too.
        if commands.contains(where: { $0.name == .copyEnter }) { mode = .normal }
        return run(commands)
    }

    private mutating func follow(_ binding: Keymap.Binding, in table: String?) -> [Effect] {
        switch binding.action {
        case .table(let name):
            mode = .table(name, since: now)
            repeatsUntil = nil
            return []
        case .commands(let commands):
            if binding.repeats, let table {
                // Only behind the prefix a key may be meant for the program; a table that was entered on purpose stays.
                repeatsUntil = table == "prefix" ? now + Int64(configuration.repeatTime) : nil
                mode = .table(table, since: now)
            } else {
                repeatsUntil = nil
                mode = .normal
            }
            return run(commands)
        }
    }

    /// The last screen of a program that has ended is shown with what can be done.
    private mutating func takeEnded(_ key: Key, _ session: SessionJSON) -> [Effect] {
        switch key.code {
        case .character("r"), .enter: return [.restartSession(session.id)]
        case .character("x"), .character("q"): return run(Command(.paneClose))
        default:
            say(.plain, "\(session.name) has ended — r restarts it, x closes the pane")
            return []
        }
    }

    // MARK: Typing

    /// Input for the focused program, and for all marked panes of the tab if it is in a marked one.
    func typists() -> [Pane] {
        guard let pane = focusedPane, let tab = currentTab else { return [] }
        guard pane.isMarked else { return [pane] }
        // A session that several of them show gets everything once.
        var sessions: Set<String> = []
        return tab.panes.filter { $0.isMarked && sessions.insert($0.session).inserted }
    }

    mutating func type(_ input: Input, isTyping: Bool = true) -> [Effect] {
        guard !isReadOnly else {
            if isTyping { say(.plain, "this client only watches") }
            return []
        }
        var effects: [Effect] = []
        for pane in typists() {
            guard let session = session(of: pane.id), session.state == .running else { continue }
            // Whoever types has the size.
            if isTyping, var claim = claims[session.id], let wanted = claim.take() {
                claims[session.id] = claim
                effects.append(.resize(session: session.id, wanted))
            }
            effects.append(.send(session: session.id, input))
        }
        return effects
    }

    /// What was pasted or is to be pasted; many lines into a shell are asked about.
    mutating func paste(_ text: String) -> [Effect] {
        let lines = Model.lineCount(of: text)
        guard let pane = focusedPane, configuration.pasteWarning > 0, lines >= configuration.pasteWarning,
            isShell(pane)
        else { return type(.paste(text)) }
        overlays.append(
            .confirm(
                Confirm(question: "paste \(lines) lines into a shell?", consequence: .paste(text, into: pane.session))))
        return []
    }

    /// A line break at the end ends the last line and begins none.
    static func lineCount(of text: String) -> Int {
        text.count(where: \.isNewline) + (text.last.map { !$0.isNewline } ?? false ? 1 : 0)
    }

    private func isShell(_ pane: Pane) -> Bool {
        guard let session = session(of: pane.id), screens[session.id]?.modes.contains(.alternateScreen) != true else {
            return false
        }
        let name = session.command.split(separator: "/").last.map(String.init) ?? ""
        return ["sh", "bash", "zsh", "fish", "dash", "ksh"].contains(name)
    }
}
