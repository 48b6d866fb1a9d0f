import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

typealias Effect = TendTUI.Effect

/// A client with somebody at its keys and a server that does what the client asks, without processes or sockets.
struct Desk {
    var model: Model
    /// What the client asked for and nobody here answers: input, clipboard, titles.
    var effects: [Effect] = []
    /// The panes that the server was told to begin with next time.
    var remembered: [PaneID] = []
    /// What was printed in every session, the last lines of it on the screen. None: nobody answers who asks for it.
    var history: [String] = []
    /// What was copied, the newest first.
    var buffers: [(name: String, text: String)] = []
    /// Workspaces are gone to, renamed and removed; else who asks for it waits.
    var servesWorkspaces = false
    private var otherWorkspaces: [String: Workspace] = [:]
    private var nextSession = 0
    /// The server answers nothing until ``serve()``.
    var isSlow = false
    /// The terminal takes no picture.
    var isStill = false
    private var open: [Effect] = []

    static let keymap = Keymap(
        name: "test", prefix: Key(.character("b"), .control),
        tables: [
            "prefix": [
                "%": "pane.split right", "\"": "pane.split down", "c": "tab.new", "x": "pane.close", "z": "pane.zoom",
                "n": "tab.go next", "p": "tab.go previous", "l": "tab.go last", "o": "pane.focus next",
                "Left": "pane.focus left", "Right": "pane.focus right", ",": "tab.rename", ":": "show.command-line",
                "w": "show.palette", "s": "show.sidebar focus", "q": "pane.numbers", "d": "client.detach",
                "t": "theme.set", "f": "pane.float", "m": "pane.mark", "[": "copy.enter", "]": "paste.buffer",
                "?": "show.help",
            ].bindings() + ["C-Right": "pane.resize right 2"].bindings(repeats: true),
            "copy": [
                "q": "copy.leave", "?": "copy.search backward", "n": "copy.next same", "k": "copy.move up",
                "0": "copy.move line-start", "f": "copy.jump to", ";": "copy.jump same", "1": "copy.count 1",
                "5": "copy.count 5", "7": "copy.count 7",
            ].bindings(),
        ])

    init(rows: Int = 24, columns: Int = 80, sessions count: Int = 1) {
        model = Model(
            size: Size(rows: rows, columns: columns), configuration: Configuration(), theme: .plain,
            keymap: Desk.keymap,
            hostName: "host", now: 1_000_000)
        happen(.connected)
        happen(.sessions([]))
        happen(.workspaceNames(["main"]))
        happen(.workspace(Workspace(name: "main")))
        for _ in 0..<count { run("tab.new") }
        effects = []
    }

    // MARK: What happens

    /// The client hears of something, and the server does what it then asks.
    mutating func happen(_ happening: Happening) {
        for effect in model.update(happening) {
            if isSlow { open.append(effect) } else { answer(effect) }
        }
    }

    mutating func serve() {
        while !open.isEmpty { answer(open.removeFirst()) }
    }

    private mutating func answer(_ effect: Effect) {
        switch effect {
        case .change(_, let actions): if let refusal = change(actions) { happen(.refused(refusal)) }
        case .lodge(let session, _, let action):
            if let refusal = change([action]) {
                remove(session)
                happen(.refused(refusal))
            }
        case .makeSession(let command, let directory, let size, let purpose):
            happen(.made(makeSession(command, directory, size), then: purpose))
        case .removeSession(let id): remove(id)
        case .watch(let ids):
            for id in ids { show("", in: id) }
        case .fetch(let pane, let session, let request) where !history.isEmpty:
            let size = model.screens[session]?.size ?? Size(rows: 24, columns: 80)
            var rows = history.flatMap { Row.wrapped($0, width: size.columns) }
            while rows.count < size.rows { rows.append(.blank) }
            let server = ScriptedHistory(rows: rows, screenRows: size.rows, width: size.columns)
            happen(.history(pane, CopyMode.Page(request, server.answer(to: request))))
        case .addBuffer(let text):
            buffers.removeAll { $0.text == text }
            buffers.insert(("buffer000\(buffers.count + 1)", text), at: 0)
        case .readBuffer(let name, let pane, let isScripted):
            if let buffer = buffers.first(where: { name == nil || $0.name == name }) {
                happen(.buffer(buffer.text, for: pane, isScripted: isScripted))
            } else {
                happen(.refused("nothing has been copied yet"))
            }
        case .listBuffers:
            happen(
                .buffers(
                    buffers.map { name, text in
                        BufferJSON(CopyBuffer(name: name, isAutomatic: true, time: 0, bytes: Array(text.utf8)))
                    }))
        case .removeBuffer(let name):
            let gone = name ?? buffers.first?.name
            let isKnown = buffers.contains { $0.name == gone }
            buffers.removeAll { $0.name == gone }
            happen(isKnown ? .done : .refused("there is no buffer '\(name ?? "")'"))
        case .follow(let name) where servesWorkspaces: follow(name)
        case .renameWorkspace(let old, let new) where servesWorkspaces:
            guard var workspace = model.workspace, workspace.name == old else { return }
            workspace.name = new
            workspace.version += 1
            happen(.workspace(workspace))
            happen(.workspaceNames(model.workspaceNames.map { $0 == old ? new : $0 }.sorted()))
        case .removeWorkspace(let name) where servesWorkspaces:
            otherWorkspaces[name] = nil
            happen(.workspaceNames(model.workspaceNames.filter { $0 != name }))
        case .remember(_, let pane): remembered.append(pane)
        case .wake: return
        default: effects.append(effect)
        }
    }

    /// Why not; nil: it is done.
    private mutating func change(_ actions: [WorkspaceAction]) -> String? {
        guard var workspace = model.workspace else { return nil }
        do throws(WorkspaceError) {
            for action in actions { _ = try workspace.apply(action) }
            happen(.changed(workspace))
            return nil
        } catch {
            return error.description
        }
    }

    private mutating func follow(_ name: String) {
        if let here = model.workspace { otherWorkspaces[here.name] = here }
        happen(.workspaceNames(Set(model.workspaceNames + [name]).sorted()))
        happen(.workspace(otherWorkspaces[name] ?? Workspace(name: name)))
    }

    private mutating func makeSession(_ command: [String], _ directory: String?, _ size: Size) -> SessionJSON {
        nextSession += 1
        let name = command.first ?? "bash"
        return Desk.session(nextSession, name: name, directory: directory ?? "/home/me", size: size)
    }

    static func session(
        _ number: Int, name: String, directory: String = "/home/me", size: Size = Size(rows: 24, columns: 80)
    ) -> SessionJSON {
        SessionJSON(record(number, name: name, directory: directory, size: size))
    }

    static func record(
        _ number: Int, name: String, directory: String = "/home/me", size: Size = Size(rows: 24, columns: 80)
    ) -> Session {
        Session(
            id: SessionID(rawValue: "s\(number)aaaaaa".padding(to: 8)), name: "\(name)\(number)",
            launch: Launch(command: "/bin/\(name)", arguments: [], directory: directory, environment: [:]), size: size,
            pid: 100, startedAt: Double(number))
    }

    mutating func show(_ text: String, in session: String, modes: Modes = [.autowrap], flags: UInt8 = 0, bells: Int = 0)
    {
        var screen = Screen(size: model.screens[session]?.size ?? Size(rows: 24, columns: 80))
        screen.rows[0] = Row(cells: text.unicodeScalars.map { Cell(glyph: $0.value) })
        screen.modes = modes
        screen.keyboardFlags = flags
        happen(.screen(session: session, screen, bells: bells))
    }

    private mutating func remove(_ id: String) {
        guard var workspace = model.workspace else { return }
        workspace.forget(session: id)
        happen(.sessionGone(id))
        happen(.workspace(workspace))
    }

    mutating func end(_ id: String, code: Int = 0) {
        guard var session = model.sessions.first(where: { $0.id == id }) else { return }
        session.state = .exited
        session.exitCode = code
        happen(.sessions(model.sessions.map { $0.id == id ? session : $0 }))
    }

    /// The same, told as an event.
    mutating func exit(_ id: String, code: Int) {
        guard let number = model.sessions.firstIndex(where: { $0.id == id }) else { return }
        let old = model.sessions[number]
        var record = Desk.record(number, name: "x")
        record.id = SessionID(rawValue: id)
        record.launch.arguments = old.args
        record.state = .exited
        record.exit = .code(code)
        happen(.event(EventJSON(Event(id: 1, time: 1, session: record, kind: .exited))))
    }

    // MARK: Hands

    /// Keys by their names, blanks between them.
    mutating func type(_ keys: String) {
        for name in keys.split(separator: " ") {
            guard let key = Key(parsing: String(name)) else { preconditionFailure("no key \(name)") }
            happen(.input(.key(key)))
        }
    }

    mutating func write(_ text: String) {
        for scalar in text.unicodeScalars { happen(.input(.key(Key(.character(scalar))))) }
    }

    /// A key with its phase.
    mutating func key(_ name: String, _ phase: Key.Phase) {
        guard var key = Key(parsing: name) else { preconditionFailure("no key \(name)") }
        key.phase = phase
        happen(.input(.key(key)))
    }

    mutating func run(_ text: String) {
        do throws(CommandError) {
            for command in try Command.list(parsing: text) {
                happen(.asked(number: 0, command.text))
            }
        } catch {
            preconditionFailure(error.message)
        }
    }

    /// Time passes after the picture was drawn.
    mutating func wait(_ milliseconds: Int64) {
        if !isStill, let message = model.message, message.until == nil { happen(.messageSeen) }
        happen(.tick(model.now + milliseconds))
    }

    mutating func mouse(_ action: MouseInput.Action, _ row: Int, _ column: Int, _ button: MouseInput.Button = .left) {
        happen(.input(.mouse(MouseInput(button, action, at: Point(row: row, column: column)))))
    }

    // MARK: Eyes

    /// Sessions by pane in reading order, the focused one in brackets: `bash1 [bash2]`.
    var panes: String {
        guard let tab = model.currentTab else { return "" }
        return tab.order.map { id in
            let name = model.session(of: id)?.name ?? "?"
            return id == model.focusedPane?.id ? "[\(name)]" : name
        }.joined(separator: " ")
    }

    /// What was sent to programs since the last look.
    mutating func sent() -> [String] {
        defer { effects = [] }
        return effects.compactMap { effect in
            guard case .send(let session, let input) = effect else { return nil }
            let name = model.sessions.first { $0.id == session }?.name ?? session
            switch input {
            case .key(let key): return "\(name) \(key)"
            case .paste(let text): return "\(name) paste \(text.count)"
            case .mouse(let mouse): return "\(name) mouse \(mouse.point.row),\(mouse.point.column)"
            default: return "\(name) \(input)"
            }
        }
    }

    /// What was answered to commands: nil when they were carried out.
    var refusals: [String?] {
        effects.compactMap { effect -> String?? in
            if case .answer(_, let refusal) = effect { refusal } else { nil }
        }
    }

    /// Why the last command was refused.
    var refusal: String? { refusals.last ?? nil }
}

extension [String: String] {
    func bindings(repeats: Bool = false) -> [TendScreen.Key: Keymap.Binding] {
        reduce(into: [:]) { result, entry in
            guard let key = TendScreen.Key(parsing: entry.key), let commands = try? Command.list(parsing: entry.value)
            else {
                preconditionFailure("\(entry)")
            }
            result[key] = Keymap.Binding(.commands(commands), repeats: repeats)
        }
    }
}

private func + (one: [Key: Keymap.Binding], two: [Key: Keymap.Binding]) -> [Key: Keymap.Binding] {
    one.merging(two) { $1 }
}

extension String {
    fileprivate func padding(to count: Int) -> String { String((self + "aaaaaaaa").prefix(count)) }
}

extension Desk {
    /// With a keymap that comes with tend, and sessions that printed three lines.
    init(keymap: String, sessions: Int = 1) throws {
        self.init(sessions: sessions)
        history = ["one", "two", "three"]
        model.keymap = try #require(Keymap.load(keymap, from: ShippedFiles.keymaps)).value
    }

    var isCopying: Bool { !model.copies.isEmpty }
}
