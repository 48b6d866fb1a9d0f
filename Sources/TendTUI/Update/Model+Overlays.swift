import TendCore
import TendScreen

extension Model {
    mutating func take(_ typed: Key, _ overlay: Overlay) -> [Effect] {
        // What is typed before the terminal is ours has its Enter made a line feed.
        let key = typed == Key(.character("j"), .control) ? Key(.enter) : typed
        let closes =
            key.code == .escape || key == Key(.character("c"), .control) || key == Key(.character("g"), .control)
        if closes, overlay != .welcome {
            if case .form(let form) = overlay { leave(form) } else { overlays.removeLast() }
            if case .prompt(let prompt) = overlay { return cancelSearch(prompt) }
            return []
        }
        switch overlay {
        case .palette(let palette): return take(key, palette)
        case .prompt(let prompt): return take(key, prompt)
        case .confirm(let confirm): return take(key, confirm)
        case .menu(let menu): return take(key, menu)
        case .help(let scroll): take(key, scroll) { .help(scroll: $0) }
        case .messages(let scroll): take(key, scroll) { .messages(scroll: $0) }
        case .numbers(let typed): return takeNumber(key, typed)
        case .card(let card): return take(key, card)
        case .form(let form): return take(key, form)
        case .diff(let review): return take(key, review)
        case .welcome: return takeWelcome(key)
        }
        return []
    }

    /// Takes pop-ups away that somebody may be at: what is typed in the next moment is still for them.
    mutating func closeAtOnce(where isOver: (Overlay) -> Bool) {
        let left = overlays.filter { !isOver($0) }
        guard left.count < overlays.count else { return }
        overlays = left
        deafUntil = now + Model.deafTime
    }

    /// Milliseconds: a second stroke of a key, or one that was on its way.
    static let deafTime: Int64 = 400

    mutating func replaceTop(_ overlay: Overlay) { overlays[overlays.count - 1] = overlay }

    mutating func insert(_ text: String) -> [Effect] {
        switch overlays.last {
        case .prompt(var prompt):
            prompt.field.insert(text)
            replaceTop(.prompt(prompt))
            return typeSearch(prompt)
        case .palette(var palette):
            palette.field.insert(text)
            palette.search()
            replaceTop(.palette(palette))
        case .form(let form): insert(text, in: form)
        default: break
        }
        return []
    }

    // MARK: Palette

    private mutating func take(_ key: Key, _ old: Palette) -> [Effect] {
        var palette = old
        let count = palette.matches.count
        switch key.code {
        case .up, .character("p"):
            guard key.code == .up || key.modifiers == .control else { return type(key, into: palette) }
            if count > 0 { palette.selected = (palette.selected + count - 1) % count }
        case .down, .character("n"):
            guard key.code == .down || key.modifiers == .control else { return type(key, into: palette) }
            if count > 0 { palette.selected = (palette.selected + 1) % count }
        case .pageUp: palette.selected = max(0, palette.selected - 10)
        case .pageDown: palette.selected = max(0, min(count - 1, palette.selected + 10))
        case .enter:
            guard palette.matches.indices.contains(palette.selected) else { return [] }
            return choose(palette, palette.matches[palette.selected].item)
        default: return type(key, into: palette)
        }
        replaceTop(.palette(palette))
        return []
    }

    private mutating func type(_ key: Key, into old: Palette) -> [Effect] {
        var palette = old
        _ = palette.field.take(key)
        if palette.field.text != old.field.text { palette.search() }
        replaceTop(.palette(palette))
        return []
    }

    mutating func choose(_ palette: Palette, _ index: Int) -> [Effect] {
        overlays.removeLast()
        let item = palette.items[index]
        if let refusal = item.refusal {
            say(.warning, refusal)
            return []
        }
        guard let command = item.command else {
            take(choice: item.value)
            return []
        }
        return run(command)
    }

    // MARK: Prompt

    private mutating func take(_ key: Key, _ old: Prompt) -> [Effect] {
        var prompt = old
        switch key.code {
        case .enter:
            overlays.removeLast()
            return finish(prompt)
        case .up: recall(&prompt, -1)
        case .down: recall(&prompt, 1)
        case .tab: complete(&prompt)
        case .character("s") where key.modifiers == .control && prompt.isSearch: return step(prompt, isForward: true)
        case .character("r") where key.modifiers == .control && prompt.isSearch: return step(prompt, isForward: false)
        default:
            _ = prompt.field.take(key)
            prompt.completions = []
            prompt.historyIndex = nil
        }
        replaceTop(.prompt(prompt))
        switch prompt.purpose {
        case .filterSidebar:
            sidebar.filter = prompt.field.string
            settleSidebar()
        case .search where prompt.field.text != old.field.text: return typeSearch(prompt)
        default: break
        }
        return []
    }

    private mutating func finish(_ prompt: Prompt) -> [Effect] {
        let text = prompt.field.string
        switch prompt.purpose {
        case .command:
            guard !text.allSatisfy(\.isWhitespace) else { return [] }
            remember(text, .commands)
            do throws(CommandError) {
                return run(try Command.list(parsing: text))
            } catch {
                say(.error, error.message)
            }
        case .argument(var command):
            guard !text.isEmpty else { return [] }
            command.arguments.append(text)
            return run(command)
        case .name(let named):
            do throws(Refusal) {
                return try rename(named, to: text)
            } catch {
                say(.warning, error.text)
            }
        case .search(let pane, let isForward):
            // Enter alone searches for the same again.
            let wanted = text.isEmpty ? history[.searches]?.last ?? "" : text
            if !wanted.isEmpty { remember(wanted, .searches) }
            return searchNow(wanted, pane, isForward: isForward)
        case .filterSidebar:
            sidebar.filter = text
            settleSidebar()
        case .denial(let id): return deny(id, reason: text)
        case .answer(let id, let question): return take(text, for: question, of: id)
        case .comment: addComment(text)
        }
        return []
    }

    private mutating func remember(_ line: String, _ kind: Prompt.History) {
        var lines = (history[kind] ?? []).filter { $0 != line }
        lines.append(line)
        history[kind] = lines.suffix(100)
    }

    private func recall(_ prompt: inout Prompt, _ step: Int) {
        guard let lines = prompt.purpose.history.flatMap({ history[$0] }), !lines.isEmpty else { return }
        let index = (prompt.historyIndex ?? lines.count) + step
        guard index < lines.count else {
            prompt.historyIndex = nil
            prompt.field = TextField()
            return
        }
        prompt.historyIndex = max(0, index)
        prompt.field = TextField(lines[max(0, index)])
    }

    /// The first word is a command's name; what follows may be one of its words.
    private func complete(_ prompt: inout Prompt) {
        guard prompt.purpose == .command else { return }
        let text = prompt.field.string
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let candidates: [String]
        if words.count <= 1 {
            candidates = Command.Name.allCases.map(\.rawValue)
        } else if let name = Command.Name(rawValue: words[0]) {
            candidates = choices(CommandSpec.of(name), words.count - 2)
        } else {
            return
        }
        let last = words.last ?? ""
        let fitting = candidates.filter { $0.hasPrefix(last) }.sorted()
        prompt.completions = fitting
        prompt.firstCompletion = 0
        guard let first = fitting.first else { return }
        let common = fitting.dropFirst().reduce(first) { common, next in
            String(zip(common, next).prefix { $0 == $1 }.map(\.0))
        }
        if fitting.count == 1 {
            prompt.complete(with: first)
        } else {
            prompt.field = TextField((words.dropLast() + [common]).joined(separator: " "))
        }
    }

    private func choices(_ spec: CommandSpec, _ index: Int) -> [String] {
        guard spec.parameters.indices.contains(index) else { return [] }
        switch spec.parameters[index].kind {
        case .session: return sessions.map(\.name)
        case .wordOrWorkspace(let words): return words + workspaceNames
        default: return spec.parameters[index].words
        }
    }

    // MARK: Confirm, menu, help, numbers, welcome

    private mutating func take(_ key: Key, _ confirm: Confirm) -> [Effect] {
        switch key.code {
        case .character("y"), .character("Y"), .enter: return accept(confirm)
        case .character("n"), .character("N"), .character("q"): overlays.removeLast()
        default: break
        }
        return []
    }

    /// What was asked about is meant, whatever has the focus by now.
    mutating func accept(_ confirm: Confirm) -> [Effect] {
        overlays.removeLast()
        switch confirm.consequence {
        case .effects(let effects): return effects
        case .paste(let text, let session):
            guard focusedPane?.session == session else {
                say(.warning, "another pane has the focus now; nothing was pasted")
                return []
            }
            return type(.paste(text))
        }
    }

    private mutating func take(_ key: Key, _ old: Menu) -> [Effect] {
        var menu = old
        switch key.code {
        case .up, .character("k"): menu.selected = (menu.selected + menu.items.count - 1) % max(1, menu.items.count)
        case .down, .character("j"): menu.selected = (menu.selected + 1) % max(1, menu.items.count)
        case .character("q"):
            overlays.removeLast()
            return []
        case .enter, .character(" "):
            return choose(menu, menu.selected)
        default: return []
        }
        replaceTop(.menu(menu))
        return []
    }

    /// A text that scrolls; any other key closes it.
    private mutating func take(_ key: Key, _ scroll: Int, _ overlay: (Int) -> Overlay) {
        // Not beyond what is shown: the way back would begin there.
        let scroll = Popup(overlay(scroll), Scene(self))?.first ?? scroll
        switch key.code {
        case .up, .character("k"): replaceTop(overlay(max(0, scroll - 1)))
        case .down, .character("j"), .enter: replaceTop(overlay(scroll + 1))
        case .pageUp, .character("b"): replaceTop(overlay(max(0, scroll - size.rows / 2)))
        case .pageDown, .character(" "): replaceTop(overlay(scroll + size.rows / 2))
        case .home, .character("g"): replaceTop(overlay(0))
        case .end, .character("G"): replaceTop(overlay(.max / 2))
        default: overlays.removeLast()
        }
    }

    private mutating func takeNumber(_ key: Key, _ typed: String) -> [Effect] {
        let digits: String
        switch key.code {
        case .character(let scalar) where "0"..."9" ~= scalar && key.modifiers.isEmpty:
            digits = typed + String(scalar)
            if let number = Int(digits), currentTab?.isBeginning(number) == true {
                replaceTop(.numbers(typed: digits))
                return []
            }
        case .backspace where !typed.isEmpty:
            replaceTop(.numbers(typed: String(typed.dropLast())))
            return []
        case .enter, .backspace: digits = key.code == .enter ? typed : ""
        default:
            // It is meant for what is below.
            overlays.removeLast()
            return press(key)
        }
        overlays.removeLast()
        return digits.isEmpty ? [] : run(Command(.paneFocus, [digits]))
    }

    private mutating func takeWelcome(_ key: Key) -> [Effect] {
        if isPrefix(key) {
            mode = .table("prefix", since: now)
            return []
        }
        // Not for Escape: who leaves pop-ups with it, and presses it once more, does not mean all of it.
        let key = Key(key.code, key.modifiers)
        return Welcome.choices(self).first { $0.key == key }.map { run($0.command) } ?? []
    }
}
