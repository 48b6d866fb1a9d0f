package import TendCore
import TendScreen

/// Why a command cannot be carried out, in words for a status line.
package struct Refusal: Error, Hashable, Sendable {
    package var text: String
    package init(_ text: String) { self.text = text }
}

extension Model {
    /// Takes note of something that happened and tells what is to be done.
    package mutating func update(_ happening: Happening) -> [Effect] {
        var effects: [Effect]
        if putOff(happening) {
            change = .anything
            effects = settle()
        } else {
            effects = step(happening)
        }
        while let next = takeAhead() {
            effects += step(next)
            change = .anything
        }
        return effects
    }

    private mutating func step(_ happening: Happening) -> [Effect] {
        change = .anything
        var effects = take(happening)
        note(effects)
        effects += payOwed()
        // Most of what happens is output and keys: nothing that depends on either has to be found anew.
        if change == .anything { effects += settle() }
        return effects
    }

    private mutating func take(_ happening: Happening) -> [Effect] {
        switch happening {
        case .input(let input): return take(input)
        case .resized(let size): self.size = size
        case .tick(let now): return tick(now)
        case .messageSeen: return beginMessageTime()
        case .connected:
            isConnected = true
            attention.ask()
            let again = hasLostServer ? claimAgain() : []
            hasLostServer = false
            return [.readAttention] + again
        case .disconnected: (isConnected, hasLostServer) = (false, true)
        case .sessions(let sessions):
            keepingSidebar { $0.take(sessions) }
            ahead.lacksSessions = false
            return discarding(sessions)
        case .event(let event): return keepingSidebar { $0.take(event) }
        case .workspace(let workspace): take(workspace)
        case .changed(let workspace):
            ahead.changes = max(0, ahead.changes - 1)
            if self.workspace?.name == workspace.name { take(workspace, isAnswer: true) }
        case .workspaceNames(let names):
            workspaceNames = names
            ahead.tasks = max(0, ahead.tasks - 1)
        case .workspaceGone(let name):
            workspaceNames.removeAll { $0 == name }
            say(.plain, "workspace \(name) was closed")
            let landing = landing ?? "main"
            // One of that name that comes now is another one, which begins to count its changes anew.
            if workspace?.name == name { workspace = nil }
            return [.follow(workspace: landing)]
        case .screen(let session, let screen, let bells): return take(screen, of: session, bells: bells)
        case .sessionGone(let id): keepingSidebar { $0.forget(id) }
        case .made(let session, let purpose):
            ahead.makes = max(0, ahead.makes - 1)
            return place(session, purpose, isNew: true)
        case .attention(let items): return take(items)
        case .attentionChanged(let item): return keepingSidebar { $0.take(item) }
        case .answered(let answer): return take(answer)
        case .answerRefused(let id, let text):
            attention.fail(id)
            say(.error, text)
        case .diff(let session, let diff): take(diff, of: session)
        case .diffRefused(let session, let text): refuseDiff(of: session, text)
        case .submitted(let session, let text, let result): return take(result, of: session, text)
        case .submitRefused(let session, let text):
            submitting[session] = nil
            say(.error, text)
        case .sought(let session, let workspace): return goTo(session, in: workspace)
        case .refused(let text):
            return refuse(text)
        case .noted(let text):
            ahead.tasks = max(0, ahead.tasks - 1)
            say(.plain, text)
        case .done: ahead.tasks = max(0, ahead.tasks - 1)
        case .history(let pane, let page): return take(page, for: pane)
        case .buffers(let list):
            ahead.files = 0
            take(list)
        case .buffer(let text, let pane, let isScripted):
            ahead.tasks = max(0, ahead.tasks - 1)
            return paste(text, into: pane, isScripted: isScripted)
        case .clipboard(let session, let text):
            ahead.tasks = max(0, ahead.tasks - 1)
            return take(clipboard: text, of: session)
        case .segment(let command, let outcome): take(outcome, of: command)
        case .configured(let configuration, let theme, let keymap, let problems):
            take(configuration, theme, keymap, problems)
        case .listed(let kind, let choices):
            ahead.files = 0
            take(choices, of: kind)
        case .previewed(let theme): preview(theme)
        case .providers(let answer):
            ahead.files = 0
            return take(answer)
        case .detected(let found): detected(found)
        case .planned(let request, let plan): take(plan, of: request)
        case .directories(let list, let path):
            ahead.files = 0
            take(list, for: path)
        case .started(let session, let purpose):
            ahead.makes = max(0, ahead.makes - 1)
            return started(session, purpose)
        case .providerChanged(let provider):
            ahead.files = 0
            take(provider)
        case .formRefused(let error):
            stopAwaiting()
            formRefused(error)
        case .asked(let number, let text): return answer(number, text)
        case .background(let isDark): return follow(isDark: isDark)
        }
        return []
    }

    /// Something that was asked for is refused: whoever asked is told.
    mutating func refuse(_ text: String) -> [Effect] {
        stopAwaiting()
        let waiting = owed + giveUpBegun()
        owed = []
        if waiting.isEmpty { say(.error, text) }
        return waiting.map { .answer(number: $0, refusal: text) }
    }

    private mutating func take(_ configuration: Configuration, _ theme: Theme, _ keymap: Keymap, _ problems: [String]) {
        // Shown or hidden by hand it stays so, unless this is what was changed.
        if self.configuration.status != configuration.status { isStatusShown = configuration.status != .off }
        self.configuration = configuration
        ahead.files = 0
        self.theme = theme
        if themeBefore != nil { (themeBefore, previewed) = (theme, nil) }
        if case .table(let table, _) = mode, keymap.name != self.keymap.name || keymap.tables[table] == nil {
            mode = .normal
            repeatsUntil = nil
        }
        self.keymap = keymap
        say(problems: problems)
    }

    private mutating func follow(isDark: Bool) -> [Effect] {
        (themeBefore ?? theme).isDark == isDark ? [] : [.relight]
    }

    /// Somebody else has this client do something.
    private mutating func answer(_ number: Int, _ text: String) -> [Effect] {
        isScripted = true
        defer { isScripted = false }
        var commands: ArraySlice<Command>
        do throws(CommandError) {
            commands = try Command.list(parsing: text)[...]
        } catch {
            return [.answer(number: number, refusal: error.message)]
        }
        var effects: [Effect] = []
        if let command = commands.popFirst() {
            do throws(Refusal) {
                effects = try perform(command)
            } catch {
                return [.answer(number: number, refusal: error.text)]
            }
        }
        if let refusal = copyRefusal {
            copyRefusal = nil
            return effects + [.answer(number: number, refusal: refusal)]
        }
        if commands.isEmpty {
            // What it asked for may yet be refused: it is answered when that is there.
            owed.append(number)
        } else {
            // The next one means the state that this one leads to.
            ahead.items.insert(.begun(number: number, commands.map(\.text).joined(separator: "; ")), at: 0)
        }
        return effects
    }

    // MARK: Time

    private mutating func tick(_ now: Int64) -> [Effect] {
        self.now = now
        if let until = message?.until, until <= now { message = nil }
        if let until = repeatsUntil, until <= now {
            repeatsUntil = nil
            mode = .normal
        }
        endFlashes()
        attention.endOld(at: now)
        return scrollOn()
    }

    /// How long a message stays, in milliseconds: time to read it.
    private static let messageTime: Int64 = 4000

    package mutating func say(_ level: Message.Level, _ text: String) {
        message = Message(level, text)
        keep(level, text)
    }

    private mutating func beginMessageTime() -> [Effect] {
        message?.until = now + Model.messageTime
        change = .nothing
        return nextWake.map { [.wake(at: $0)] } ?? []
    }

    /// More than anybody reads again.
    private static let toldLimit = 100

    private mutating func keep(_ level: Message.Level, _ text: String) {
        told.append(Told(level: level, text: text, time: now))
        if told.count > Model.toldLimit { told.removeFirst() }
    }

    /// What is no answer to anybody: it takes nothing away that has not been read yet.
    mutating func sayBehind(_ level: Message.Level, _ text: String) {
        if message == nil { say(level, text) } else { keep(level, text) }
    }

    /// The first of the mistakes in files, and how many more there are.
    package mutating func say(problems: [String]) {
        guard let first = problems.first else { return }
        for problem in problems.dropFirst().reversed() { keep(.warning, problem) }
        say(.warning, first)
        message?.more = problems.count - 1
    }

    // MARK: Carrying out

    /// Carries out a command that came from a key, the palette or the mouse; what cannot be done is said.
    package mutating func run(_ command: Command) -> [Effect] {
        do throws(Refusal) {
            return try perform(command)
        } catch {
            say(.warning, error.text)
            return []
        }
    }

    package mutating func run(_ commands: [Command]) -> [Effect] {
        var effects: [Effect] = []
        for command in commands {
            do throws(Refusal) {
                effects += try perform(command)
            } catch {
                say(.warning, error.text)
                break
            }
        }
        return effects
    }

    // MARK: Settling

    /// Makes what this client looks at fit what there is, and asks for what that needs.
    private mutating func settle() -> [Effect] {
        settleFocus()
        settleScrolling()
        var effects = settleProgramFocus() + settleMemory()
        effects += settleViews()
        effects += settleSegments()
        effects += settlePreview()
        effects += settleForm()
        let title = currentTitle
        if title != shownTitle {
            shownTitle = title
            effects.append(.title(title))
        }
        if let next = nextWake { effects.append(.wake(at: next)) }
        return effects
    }

    private mutating func settleFocus() {
        settleMenus()
        guard let workspace else { return }
        if tab.flatMap(workspace.tab) == nil { tab = lastTab.flatMap(workspace.tab)?.id ?? workspace.tabs.last?.id }
        for candidate in workspace.tabs {
            if let id = focus[candidate.id], candidate.panes.contains(where: { $0.id == id }) { continue }
            let last = lastFocus[candidate.id].flatMap { id in candidate.panes.first { $0.id == id }?.id }
            focus[candidate.id] = last ?? candidate.order.first ?? candidate.panes.first?.id
        }
        let tabs = Set(workspace.tabs.map(\.id))
        focus = focus.filter { tabs.contains($0.key) }
        lastFocus = lastFocus.filter { tabs.contains($0.key) }
        if workspace.tabs.isEmpty, overlays.isEmpty, isConnected {
            overlays = [.welcome]
        } else if !workspace.tabs.isEmpty {
            // Wherever it is: a card may have come over it with the first pane.
            overlays.removeAll { $0 == .welcome }
        }
    }

    /// A program that asks for it is told when it gets the focus and when it loses it: with the terminal's, and from pane to pane.
    private mutating func settleProgramFocus() -> [Effect] {
        guard !isReadOnly else { return [] }
        let wanted = hasFocus ? focusedPane?.session : nil
        guard wanted != programInFocus else { return [] }
        var effects: [Effect] = []
        if let session = programInFocus, asksForFocus(session) {
            effects.append(.send(session: session, .focus(false)))
        }
        programInFocus = wanted.flatMap { asksForFocus($0) ? $0 : nil }
        if let session = programInFocus { effects.append(.send(session: session, .focus(true))) }
        return effects
    }

    private func asksForFocus(_ session: String) -> Bool {
        screens[session]?.modes.contains(.focusEvents) == true
    }

    private mutating func settleMemory() -> [Effect] {
        guard !isReadOnly, let workspace, let pane = focusedPane?.id, pane != paneTold else { return [] }
        paneTold = pane
        return [.remember(workspace: workspace.name, pane)]
    }

    /// Sessions that can be seen are watched, and those whose size this client has get that of their pane.
    private mutating func settleViews() -> [Effect] {
        var effects: [Effect] = []
        let scene = Scene(self)
        let focused = scene.focused.flatMap { session(of: $0)?.id }
        var seen: Set<String> = []
        for place in scene.places {
            guard let session = session(of: place.pane) else { continue }
            let isFirst = seen.insert(session.id).inserted
            unread.remove(session.id)
            rung.remove(session.id)
            let size = Size(rows: place.content.rows, columns: place.content.columns).clamped
            if copies[place.pane].map({ $0.size != size }) ?? false {
                effects += changeCopy(place.pane) { $0.resize(to: size) }
            }
            guard !isReadOnly, session.state == .running else { continue }
            // Of several panes one has the say: that in focus, or else the first. The others show a part of it.
            guard session.id == focused ? place.pane == scene.focused : isFirst else { continue }
            var claim = claims[session.id] ?? SizeClaim(terminal: size)
            let isNew = claims[session.id] == nil
            let wanted = isNew ? claim.take() : claim.terminalChanged(to: size)
            claims[session.id] = claim
            if let wanted { effects.append(.resize(session: session.id, wanted)) }
        }
        // What is typed goes to marked panes also where they are not seen, beside a zoomed one: they have to have a channel.
        seen.formUnion(typists().map(\.session).filter { id in sessions.contains { $0.id == id } })
        if seen != watched {
            watched = seen
            screens = screens.filter { seen.contains($0.key) }
            effects.insert(.watch(seen), at: 0)
        }
        return effects
    }

    private var currentTitle: String {
        guard let pane = focusedPane, let session = session(of: pane.id) else {
            return attentionTitle + "tend"
        }
        let title = screens[session.id]?.title ?? ""
        let hasMark = configuration.bell == .title && !(ringing.isEmpty && rung.isEmpty)
        return "\(attentionTitle)\(hasMark ? "! " : "")\(title.isEmpty ? session.name : title) — tend"
    }

    /// When something on the screen changes although nothing happens.
    private var nextWake: Int64? {
        var times: [Int64] = []
        if let until = message?.until { times.append(until) }
        if let repeatsUntil { times.append(repeatsUntil) }
        if let flashEnd { times.append(flashEnd) }
        if let scrollsAt { times.append(scrollsAt) }
        if !ahead.items.isEmpty || !owed.isEmpty { times.append(ahead.until) }
        if case .table(_, let since) = mode {
            let time = since + Int64(configuration.keysDelay)
            if time > now { times.append(time) }
        }
        if configuration.statusLeft.contains(.clock) || configuration.statusRight.contains(.clock), isStatusShown {
            times.append((now / 60_000 + 1) * 60_000)
        }
        if let time = nextAttentionTime { times.append(time) }
        if let time = nextSegmentTime { times.append(time) }
        return times.min()
    }
}
