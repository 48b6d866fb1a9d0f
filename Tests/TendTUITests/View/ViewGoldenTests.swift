import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

/// Pictures of the composed screen at a tiny, a common and a large size.
struct ViewGoldenTests {
    /// One picture for each size.
    private func expect(
        _ name: String, _ layout: Layout? = .pane(pane(1)), focus: Int = 1, theme: Theme = .roles,
        _ location: SourceLocation = #_sourceLocation, change: (inout Model, inout Tab) -> Void = { _, _ in }
    ) throws {
        let screens = sizes.map { View.compose(makeModel($0, layout, focus: focus, theme: theme, change: change)) }
        try expectGolden(name, screens, location)
    }

    private let tiled = split(
        .rows, Layout.Part(layout: split(.columns, leaf(1), leaf(2))),
        Layout.Part(layout: split(.columns, leaf(3), leaf(4))))

    // MARK: Layouts

    @Test func `a lone pane has no frame`() throws { try expect("lone") }
    @Test func `two columns`() throws { try expect("columns", split(.columns, leaf(1), leaf(2)), focus: 2) }
    @Test func `two rows`() throws { try expect("rows", split(.rows, leaf(1), leaf(2))) }
    @Test func `four tiles`() throws { try expect("tiled", tiled, focus: 4) }
    @Test func `four tiles in ASCII`() throws { try expect("tiled-ascii", tiled, focus: 1, theme: .roles.ascii()) }
    @Test func `one large and two small`() throws {
        let side = split(.rows, leaf(2), leaf(3))
        try expect("main-left", split(.columns, leaf(1, 2), Layout.Part(layout: side)))
    }
    @Test func `three rows and a nested column`() throws {
        let middle = split(.columns, leaf(2), leaf(3))
        try expect("nested", split(.rows, leaf(1), Layout.Part(layout: middle), leaf(4)), focus: 3)
    }
    @Test func `a zoomed pane`() throws { try expect("zoomed", tiled, focus: 2) { $1.zoomed = pane(2) } }
    @Test func `a floating pane`() throws {
        try expect("floating", split(.columns, leaf(1), leaf(2)), focus: 3) { _, tab in
            tab.panes.append(Pane(id: pane(3), session: "s3"))
            tab.floating = pane(3)
            tab.isFloatingShown = true
        }
    }
    @Test func `a floating pane that was put elsewhere, on a tab of another size then`() throws {
        try expect("floating-moved", split(.columns, leaf(1), leaf(2)), focus: 3) { _, tab in
            tab.panes.append(Pane(id: pane(3), session: "s3"))
            tab.floating = pane(3)
            tab.isFloatingShown = true
            tab.floatingFrame = FloatingFrame(
                Area(row: 2, column: 100, rows: 20, columns: 100), in: Area(row: 0, column: 0, rows: 40, columns: 200))
        }
    }
    @Test func `a floating pane without the focus`() throws {
        try expect("floating-behind", split(.columns, leaf(1), leaf(2)), focus: 1) { _, tab in
            tab.panes.append(Pane(id: pane(3), session: "s3"))
            tab.floating = pane(3)
            tab.isFloatingShown = true
        }
    }
    @Test func `an empty workspace behind nothing`() throws { try expect("empty", nil) }

    // MARK: States of panes

    @Test func `programs that have ended`() throws {
        try expect("ended", split(.columns, leaf(1), leaf(2))) { model, _ in
            model.sessions[0] = makeSession("s1", "tests", ["make"], exit: .code(0))
            model.sessions[1] = makeSession("s2", "build", ["make"], exit: .code(2))
        }
    }
    @Test func `a program killed by a signal, and one that is gone`() throws {
        try expect("killed", split(.rows, leaf(1), leaf(9))) { model, _ in
            model.sessions[0] = makeSession("s1", "tests", ["make"], exit: .signal(9))
        }
    }
    @Test func `panes that get the same keys`() throws {
        try expect("marked", tiled) { _, tab in
            tab.panes[0].isMarked = true
            tab.panes[1].isMarked = true
        }
    }
    @Test func `a session smaller than its pane`() throws {
        try expect("smaller", split(.columns, leaf(1), leaf(3)), focus: 3) { model, _ in
            model.screens["s3"] = makeScreen("s3", Size(rows: 3, columns: 30))
        }
    }
    @Test func `a session larger than its pane`() throws {
        try expect("larger") { model, _ in
            model.sessions[0] = makeSession("s1", "build")
            model.screens["s1"] = makeScreen("s2", Size(rows: 60, columns: 200))
        }
    }
    @Test func `a session that has not been seen yet`() throws {
        try expect("unseen", split(.columns, leaf(1), leaf(2))) { model, _ in model.sessions[1].name = "soon" }
    }
    @Test func `looking back`() throws {
        try expect("copy", split(.columns, leaf(2), leaf(1)), focus: 2) { model, tab in
            let screen = makeScreen("s2", Size(rows: 22, columns: 39))
            var copy = CopyMode(screen: screen, size: Size(rows: 10, columns: 30), wordSeparators: " ")
            copy.matches = [
                CopyMode.Highlight(row: 0, columns: 1..<5, kind: .match),
                CopyMode.Highlight(row: 2, columns: 1..<5, kind: .matchCurrent),
                CopyMode.Highlight(row: 3, columns: 0..<30, kind: .selection),
            ]
            model.copies[pane(2)] = copy
        }
        try expect("copy-command", leaf(1).layout) { model, _ in
            var copy = CopyMode(
                screen: makeScreen("s1", Size(rows: 22, columns: 80)), size: Size(rows: 23, columns: 80),
                wordSeparators: " ")
            copy.count = 12
            copy.openJump = .backTill
            model.copies[pane(1)] = copy
        }
    }

    // MARK: Around the panes

    @Test func `the sidebar beside the panes`() throws {
        try expect("sidebar") { model, _ in
            model.sidebar.isShown = true
            model.unread = ["s2"]
            model.rung = ["s3"]
        }
    }
    @Test func `a worktree in the sidebar is its repository and branch`() throws {
        try expect("sidebar-worktree") { model, _ in
            model.sidebar.isShown = true
            model.sessions[1].cwd = "/home/ann/src/api.fix-login"
            model.sessions[1].worktree = SessionJSON.Worktree(
                SessionWorktree(
                    repository: "/home/ann/src/api", branch: "fix/login", directory: model.sessions[1].cwd, marker: ""))
        }
    }

    @Test func `the sidebar with the keys`() throws {
        try expect("sidebar-focused", split(.columns, leaf(1), leaf(2))) { model, _ in
            model.sidebar.isShown = true
            model.sidebar.hasFocus = true
            model.sidebar.selected = 2
        }
    }
    @Test func `a filtered sidebar`() throws {
        try expect("sidebar-filtered") { model, _ in
            model.sidebar.isShown = true
            model.sidebar.filter = "vim"
        }
    }
    @Test func `many tabs`() throws {
        try expect("tabs") { model, _ in
            addTabs((2...30).map { "tab \($0)" }, to: &model)
            model.tab = TabID(rawValue: 110)
            model.unread = ["s2"]
            model.rung = ["s3"]
        }
    }
    @Test func `a few tabs with marks`() throws {
        try expect("tabs-few") { model, _ in
            addTabs(["logs", "shell", "notes"], to: &model)
            model.unread = ["s2"]
            model.rung = ["s3"]
        }
    }
    @Test func `a status bar at the top, with everything`() throws {
        try expect("status-top", split(.columns, leaf(1), leaf(2))) { model, _ in
            model.configuration.status = .top
            model.configuration.statusLeft = [.session, .tabs]
            model.configuration.statusRight = [
                .mode, .command("uptime", seconds: 5), .text(" | "), .attention, .host, .clock,
            ]
            model.segments["uptime"] = SegmentRun(.printed("load 0.42"))
            model.isReadOnly = true
            model.timeOffset = 3600
            model.mode = .table("resize", since: noon)
        }
    }
    @Test func `no status bar`() throws { try expect("status-off") { model, _ in model.isStatusShown = false } }
    @Test func `a warning`() throws {
        try expect("warning") { model, _ in model.message = .init(.warning, "no pane to the right", until: noon + 1) }
    }
    @Test func `an error`() throws {
        try expect("error") { model, _ in
            model.message = .init(.error, "cannot start opencode in ~/src/api:\nno such directory", until: noon + 1)
        }
    }
    @Test func `the server is away`() throws { try expect("away") { model, _ in model.isConnected = false } }

    // MARK: Pop-ups

    private func palette(typed: String) -> Palette {
        let items = [
            Palette.Item(
                text: "pane.split right", detail: "Split the pane", key: "C-b %",
                command: Command(.paneSplit, ["right"])),
            Palette.Item(
                text: "pane.split down", detail: "Split the pane", key: "C-b \"", command: Command(.paneSplit, ["down"])
            ),
            Palette.Item(
                text: "pane.focus right", detail: "Go to another pane", key: nil,
                command: Command(.paneFocus, ["right"]),
                refusal: "no pane to the right"),
            Palette.Item(text: "日本語", detail: "○ idle in ~/srv", key: nil, command: Command(.sessionOpen, ["s4"])),
        ]
        var palette = Palette(title: "commands", items: items)
        palette.field = TextField(typed)
        palette.matches = items.indices.map { .init(item: $0, positions: typed.isEmpty ? [] : [0, 1, 5]) }
        if !typed.isEmpty { palette.matches.removeLast() }
        palette.selected = 1
        return palette
    }

    @Test func `the palette`() throws {
        try expect("palette") { model, _ in model.overlays = [.palette(palette(typed: "pas"))] }
    }
    @Test func `the palette in ASCII`() throws {
        try expect("palette-ascii", theme: .roles.ascii()) { model, _ in model.overlays = [.palette(palette(typed: ""))]
        }
    }
    @Test func `a palette that finds nothing`() throws {
        try expect("palette-nothing") { model, _ in
            var palette = palette(typed: "zzz")
            palette.matches = []
            model.overlays = [.palette(palette)]
        }
    }
    @Test func `a command line with completions`() throws {
        try expect("prompt") { model, _ in
            var prompt = Prompt(.command, label: ":", text: "pane.s")
            prompt.completions = ["pane.split", "pane.swap"]
            model.overlays = [.prompt(prompt)]
        }
    }
    @Test func `a long answer to a prompt`() throws {
        try expect("prompt-long") { model, _ in
            var prompt = Prompt(
                .argument(Command(.tabRename)), label: "rename tab", text: String(repeating: "0123456789 ", count: 14))
            prompt.field.cursor -= 3
            model.overlays = [.prompt(prompt)]
        }
    }
    @Test func `a question`() throws {
        try expect("confirm") { model, _ in
            let question = "close the pane and stop claude? It has been running for three hours and waits for an answer"
            model.overlays = [.confirm(Confirm(question: question, consequence: .effects([.removeSession("s1")])))]
        }
    }
    @Test func `a question is whole where the screen has room for it without a box`() throws {
        try expect("confirm-end") { model, _ in
            let question = "end bash and forget its output?"
            model.overlays = [.confirm(Confirm(question: question, consequence: .effects([.removeSession("s1")])))]
        }
    }
    @Test func `a question before a long paste`() throws {
        try expect("confirm-paste") { model, _ in
            let text = (1...12).map { "echo line \($0)\t\u{1B}[31m" }.joined(separator: "\n")
            model.overlays = [
                .confirm(Confirm(question: "paste 12 lines into zsh?", consequence: .paste(text, into: "s1")))
            ]
        }
    }
    @Test func `a menu at the edge`() throws {
        try expect("menu", split(.columns, leaf(1), leaf(2))) { model, _ in
            let items = [
                ("split right", Command(.paneSplit, ["right"])), ("zoom", Command(.paneZoom)),
                ("close", Command(.paneClose)),
            ]
            var menu = Menu(
                title: "claude", items: items.map { .init(label: $0.0, command: $0.1) }, about: .workspace,
                origin: Point(row: model.size.rows, column: model.size.columns))
            menu.selected = 1
            model.overlays = [.menu(menu)]
        }
    }
    @Test func `what was told`() throws {
        try expect("messages") { model, _ in
            model.say(.plain, "layout: tiled")
            model.now += 61_000
            model.say(.warning, "no pane to the right")
            model.say(
                .error, "cannot start opencode in ~/src/api: no such directory — create it or set cwd in the manifest")
            model.message = nil
            model.overlays = [.messages(scroll: 0)]
        }
    }
    @Test func `the help`() throws { try expect("help") { model, _ in model.overlays = [.help(scroll: 0)] } }
    @Test func `the help scrolled too far`() throws {
        try expect("help-end") { model, _ in model.overlays = [.help(scroll: 999)] }
    }
    @Test func `of several mistakes in files the first, and how many more there are, whatever is cut`() throws {
        try expect("problems") { model, _ in
            let keymap = "/home/ann/.config/tend/keymaps/mine.yaml:14:9: unknown command 'pane.splt'"
            model.say(problems: [keymap + " — did you mean 'pane.split'? (binding ignored)", "two", "three"])
        }
    }
    @Test func `a keymap that locks the keys is seen`() throws {
        let locked = try #require(Keymap.load("zellij-locked", from: ShippedFiles.keymaps)).value
        try expect("keymap-locked") { model, _ in model.keymap = locked }
    }
    @Test func `numbers over the panes`() throws {
        try expect("numbers", tiled, focus: 2) { model, _ in model.overlays = [.numbers()] }
    }
    @Test func `numbers of more than nine panes, with the key for the one that begins others`() throws {
        let rows = [1, 5, 9].map { first in
            Layout.Part(layout: .split(.columns, (first..<min(first + 4, 12)).map { leaf($0 + 20) }))
        }
        try expect("numbers-many", .split(.rows, rows), focus: 25) { model, _ in model.overlays = [.numbers()] }
        try expect("numbers-typed", .split(.rows, rows), focus: 25) { model, _ in
            model.overlays = [.numbers(typed: "1")]
        }
    }
    @Test func `the welcome`() throws {
        try expect("welcome", nil) { model, _ in
            model.sessions = []
            model.overlays = [.welcome]
        }
    }
    @Test func `the welcome when there are sessions`() throws {
        try expect("welcome-again", nil) { model, _ in model.overlays = [.welcome] }
    }
    @Test func `the keys that come next`() throws {
        try expect("keys", split(.columns, leaf(1), leaf(2))) { model, _ in
            model.mode = .table("prefix", since: noon - 400)
        }
    }
    @Test func `not yet the keys that come next`() throws {
        try expect("keys-early") { model, _ in model.mode = .table("prefix", since: noon - 399) }
    }
}
