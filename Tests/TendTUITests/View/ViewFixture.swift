import TendCore
import TendScreen

@testable import TendTUI

/// 2026-11-21 14:05:09 UTC.
let noon: Int64 = 1_795_269_909_000

let sizes = [Size(rows: 5, columns: 20), Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)]

func makeSession(
    _ id: String, _ name: String, _ command: [String] = ["zsh"], cwd: String = "/home/ann/src/api", title: String = "",
    activity: Session.Activity = .idle, minutes: Double = 5, exit: ExitStatus? = nil, state: Session.State = .running
) -> SessionJSON {
    SessionJSON(
        Session(
            id: SessionID(rawValue: id), name: name,
            launch: Launch(command: command[0], arguments: Array(command.dropFirst()), directory: cwd),
            size: Size(rows: 24, columns: 80), state: exit == nil ? state : .exited, activity: activity, title: title,
            pid: 42, startedAt: Double(noon) / 1000 - minutes * 60,
            endedAt: exit == nil ? nil : Double(noon) / 1000 - 120, exit: exit))
}

let sessions = [
    makeSession("s1", "claude", ["claude"], title: "Fix the parser of dates", activity: .waiting, minutes: 190),
    makeSession("s2", "build", ["make", "-j4", "check"], activity: .working, minutes: 12),
    makeSession("s3", "zsh", ["/bin/zsh"], cwd: "/home/ann", minutes: 3000),
    makeSession(
        "s4", "日本語", ["vim", "notes.md"], cwd: "/srv/web/very/long/path/to/project", title: "notes.md (~/日本語) - VIM",
        minutes: 0),
]

/// What programs show, at any size.
func makeScreen(_ id: String, _ size: Size) -> Screen {
    var canvas = Canvas(size: size)
    let lines: [String]
    switch id {
    case "s1":
        lines = [
            "> fix the parser of dates", "", "● Update Sources/Dates.swift", "  12 - let year = text.prefix(2)",
            "  12 + let year = text.prefix(4)", "", "Do you want to make this edit? y/n",
        ]
    case "s2": lines = (1...60).map { "[\($0)/60] CC src/file\($0).c" }
    case "s4": lines = ["日本語のメモ", "漢字とかなが混ざった長い行はどこで切れるだろうか", "👩‍👩‍👧 family, e\u{301}", "~", "~"]
    default: lines = ["ann@host ~ % ls", "Documents  Downloads  src", "ann@host ~ % "]
    }
    for (row, line) in lines.enumerated() { canvas.put(line, at: Point(row: row, column: 0), .plain) }
    var screen = canvas.screen
    let row = min(lines.count, size.rows) - 1
    screen.cursor = Cursor(point: Point(row: row, column: min(13, size.columns - 1)))
    return screen
}

func pane(_ number: Int) -> PaneID { PaneID(rawValue: number) }

func leaf(_ number: Int, _ weight: Double = 1) -> Layout.Part {
    Layout.Part(weight: weight, layout: .pane(pane(number)))
}

func split(_ axis: Layout.Axis, _ parts: Layout.Part...) -> Layout { .split(axis, parts) }

/// A client that shows one tab with a pane for each number of the layout: pane n shows session sn.
func makeModel(
    _ size: Size, _ layout: Layout? = .pane(pane(1)), focus: Int = 1, theme: Theme = .roles,
    change: (inout Model, inout Tab) -> Void = { _, _ in }
) -> Model {
    var model = Model(
        size: size, configuration: Configuration(), theme: theme, keymap: testKeymap, hostName: "host", now: noon)
    model.isConnected = true
    model.sessions = sessions
    var workspace = Workspace(name: "default")
    let numbers = layout?.panes.map(\.rawValue) ?? []
    var tab = Tab(id: TabID(rawValue: 1), layout: layout, panes: numbers.map { Pane(id: pane($0), session: "s\($0)") })
    model.focus[tab.id] = pane(focus)
    model.tab = tab.id
    change(&model, &tab)
    workspace.tabs = (layout == nil ? [] : [tab]) + (model.workspace?.tabs ?? [])
    model.workspace = workspace
    for place in Scene(model).places {
        guard let id = model.workspace?.pane(place.pane)?.session, model.screens[id] == nil else { continue }
        model.screens[id] = makeScreen(id, Size(rows: place.content.rows, columns: place.content.columns))
    }
    return model
}

/// The other tabs of a model that ``makeModel(_:_:focus:theme:change:)`` makes.
func addTabs(_ names: [String], to model: inout Model) {
    var workspace = Workspace(name: "default")
    for (index, name) in names.enumerated() {
        let id = 100 + index
        workspace.tabs.append(
            Tab(
                id: TabID(rawValue: id), name: name, layout: .pane(pane(id)),
                panes: [Pane(id: pane(id), session: "s\(index % 3 + 2)")]))
    }
    model.workspace = workspace
}

let testKeymap: Keymap = {
    typealias Binding = Keymap.Binding
    func key(_ name: String) -> Key { Key(parsing: name) ?? Key(.escape) }
    func run(_ name: Command.Name, _ arguments: String..., label: String? = nil) -> Binding {
        Binding(.commands([Command(name, arguments)]), label: label)
    }
    var keymap = Keymap(name: "tend", prefix: key("C-b"), tables: [:])
    for (name, binding) in [
        ("%", run(.paneSplit, "right", label: "split right")), ("\"", run(.paneSplit, "down", label: "split down")),
        ("x", run(.paneClose)), ("z", run(.paneZoom, label: "zoom")), ("c", run(.tabNew, label: "new tab")),
        ("Left", run(.paneFocus, "left", label: "left")), ("h", run(.paneFocus, "left", label: "left")),
        ("r", Binding(.table("resize"))), ("?", run(.showHelp)), ("d", run(.clientDetach, label: "leave")),
        ("S", run(.showSidebar, label: "sidebar")), (":", run(.showCommandLine)),
    ] { keymap.bind(key(name), in: "prefix", to: binding) }
    for number in 1...9 { keymap.bind(key("\(number)"), in: "prefix", to: run(.tabGo, "\(number)")) }
    keymap.bind(key("C-b"), in: "root", to: Binding(.table("prefix")))
    keymap.bind(key("T"), in: "prefix", to: run(.sessionTakeSize))
    keymap.bind(key("M-Left"), in: "root", to: run(.paneFocus, "left", label: "left"))
    for (name, side) in [("h", "left"), ("l", "right")] {
        keymap.bind(
            key(name), in: "resize", to: Binding(.commands([Command(.paneResize, [side])]), label: side, repeats: true))
    }
    keymap.bind(key("q"), in: "copy", to: run(.copyLeave))
    return keymap
}()
