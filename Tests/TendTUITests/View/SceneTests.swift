import Foundation
import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct SceneTests {
    private let size = Size(rows: 24, columns: 80)

    private func hit(_ model: Model, _ row: Int, _ column: Int) -> Hit {
        Scene(model).hit(Point(row: row, column: column))
    }

    /// Where a text stands on the composed screen, in characters of one column.
    private func find(_ text: String, in model: Model) -> Point? {
        for (row, line) in View.compose(model).rows.enumerated() {
            let line = line.text
            if let range = line.range(of: text) {
                return Point(row: row, column: Width.of(text: line[..<range.lowerBound]))
            }
        }
        return nil
    }

    @Test func `panes, titles and borders are hit where they are drawn`() {
        let model = makeModel(size, split(.columns, leaf(1), leaf(2)))
        #expect(hit(model, 0, 3) == .title(pane(1)))
        #expect(hit(model, 1, 0) == .pane(pane(1), Point(row: 0, column: 0)))
        #expect(hit(model, 5, 40) == .border(pane(1), .right))
        #expect(hit(model, 0, 40) == .border(pane(1), .right))
        #expect(hit(model, 22, 79) == .pane(pane(2), Point(row: 21, column: 38)))
        #expect(hit(model, 24, 0) == .nothing)
        #expect(hit(model, 0, -1) == .nothing)
    }

    @Test func `a point of a panned session is one of the session`() {
        let model = makeModel(size) { model, _ in model.screens["s1"] = makeScreen("s2", Size(rows: 60, columns: 200)) }
        #expect(hit(model, 0, 0) == .pane(pane(1), Point(row: 37, column: 0)))
    }

    @Test func `the floating pane is above the others`() {
        let model = makeModel(size, split(.columns, leaf(1), leaf(2)), focus: 3) { _, tab in
            tab.panes.append(Pane(id: pane(3), session: "s3"))
            tab.floating = pane(3)
            tab.isFloatingShown = true
        }
        let place = Scene(model).places.last
        #expect(place?.isFloating == true)
        #expect(hit(model, 2, 9) == .title(pane(3)))
        #expect(hit(model, 3, 10) == .pane(pane(3), Point(row: 0, column: 1)))
        #expect(Scene(model).focused == pane(3))
    }

    @Test func `tabs are hit by their whole label, with the marks of more`() throws {
        let model = makeModel(size) { model, _ in
            addTabs((2...30).map { "tab \($0)" }, to: &model)
            model.tab = TabID(rawValue: 110)
        }
        let point = try #require(find("12 tab 12", in: model))
        #expect(hit(model, point.row, point.column) == .tab(TabID(rawValue: 110)))
        #expect(hit(model, point.row, point.column + 8) == .tab(TabID(rawValue: 110)))
        let after = try #require(find("›", in: model))
        guard case .tab = hit(model, after.row, after.column) else {
            Issue.record("the mark leads nowhere")
            return
        }
        #expect(hit(model, 23, 79) == .status)
    }

    @Test func `rows of the sidebar are hit, also when it scrolls`() throws {
        var model = makeModel(Size(rows: 6, columns: 80)) { model, _ in
            model.sidebar.isShown = true
            model.sidebar.hasFocus = true
        }
        for (index, row) in SidebarRow.list(model).enumerated() {
            guard case .session(let id) = row.content, let session = sessions.first(where: { $0.id == id }) else {
                continue
            }
            model.sidebar.selected = index
            let point = try #require(find(" " + session.name, in: model))
            #expect(hit(model, point.row, 5) == .sidebar(index))
        }
        #expect(hit(model, 0, 5) == .sidebar(nil))
        #expect(hit(model, 2, 28) == .sidebarEdge)
        #expect(hit(model, 2, 29) == .pane(pane(1), Point(row: 2, column: 0)))
    }

    @Test func `a narrow screen keeps its panes under the sidebar`() {
        let narrow = Size(rows: 24, columns: 40)
        let model = makeModel(narrow) { model, _ in model.sidebar.isShown = true }
        #expect(Scene(model).isSidebarOver)
        #expect(Scene(model).tabArea.columns == 40)
        #expect(hit(model, 3, 5) == .sidebar(3 - 1))
    }

    @Test func `rows of pop-ups are hit where they are drawn`() throws {
        var items = [
            Menu.Item(label: "zoom", command: Command(.paneZoom)),
            Menu.Item(label: "close", command: Command(.paneClose)),
        ]
        items += (1...40).map { Menu.Item(label: "item \($0) ", command: Command(.paneZoom)) }
        var menu = Menu(title: "menu", items: items, about: .workspace, origin: Point(row: 2, column: 2))
        let model = makeModel(size) { model, _ in model.overlays = [.menu(menu)] }
        let point = try #require(find("close", in: model))
        #expect(hit(model, point.row, point.column) == .overlay(1))
        #expect(hit(model, 23, 79) == .nothing)
        menu.selected = 40
        let scrolled = makeModel(size) { model, _ in model.overlays = [.menu(menu)] }
        let item = try #require(find("item 39 ", in: scrolled))
        #expect(hit(scrolled, item.row, item.column) == .overlay(40))
    }

    @Test func `yes and no can be clicked`() throws {
        let confirm = Confirm(question: "close?", consequence: .effects([]))
        let model = makeModel(size) { model, _ in model.overlays = [.confirm(confirm)] }
        let (yes, no) = (try #require(find("yes", in: model)), try #require(find("no", in: model)))
        #expect(hit(model, yes.row, yes.column) == .overlay(0))
        #expect(hit(model, no.row, no.column) == .overlay(1))
        #expect(hit(model, yes.row, yes.column + 4) == .overlay(nil))
    }

    @Test func `numbers let the mouse through to the panes`() {
        let model = makeModel(size) { model, _ in model.overlays = [.numbers()] }
        #expect(hit(model, 3, 3) == .pane(pane(1), Point(row: 3, column: 3)))
    }

    @Test func `the sidebar lists sessions under their directories in the order they came`() {
        let model = makeModel(size)
        let names = SidebarRow.list(model).map { row in
            switch row.content {
            case .project(let path): "/" + path
            case .session(let id): id
            }
        }
        #expect(
            names == [
                "//home/ann/src/api", "s1", "s2", "//home/ann", "s3", "//srv/web/very/long/path/to/project", "s4",
            ])
    }

    @Test func `the filter wants every word, anywhere`() {
        var model = makeModel(size)
        model.sidebar.filter = "API vim"
        #expect(SidebarRow.list(model).count == 0)
        model.sidebar.filter = "API buil"
        #expect(SidebarRow.list(model).map(\.content) == [.project("/home/ann/src/api"), .session("s2")])
    }

    // MARK: What holds for every model

    @Test func `at any size nothing is torn and every cell is hit`() {
        for rows in [1, 2, 3, 4, 5, 8, 24] {
            for columns in [1, 2, 3, 8, 12, 20, 80] {
                for (index, change) in Self.changes.enumerated() {
                    let layout = Self.layouts[(rows + columns + index) % Self.layouts.count]
                    let model = makeModel(Size(rows: rows, columns: columns), layout, change: change)
                    let screen = View.compose(model)
                    expectWhole(screen)
                    #expect(screen.size == Size(rows: rows, columns: columns))
                    if screen.cursor.isVisible {
                        #expect(
                            (0..<rows).contains(screen.cursor.point.row)
                                && (0..<columns).contains(screen.cursor.point.column))
                    }
                    expectApart(Scene(model))
                    // No cell traps; larger screens have more of the same.
                    for row in -1...min(rows, 10) {
                        for column in -1...min(columns, 20) { _ = Scene(model).hit(Point(row: row, column: column)) }
                    }
                }
            }
        }
    }

    /// Sidebar, status line and panes do not overlap.
    private func expectApart(_ scene: Scene) {
        var areas = scene.places.filter { !$0.isFloating }.map(\.frame)
        areas += scene.borders.map { Area(row: $0.row, column: $0.column, rows: $0.rows, columns: 1) }
        if let area = scene.sidebarArea, !scene.isSidebarOver { areas.append(area) }
        if let row = scene.statusRow { areas.append(Area(row: row, column: 0, rows: 1, columns: scene.size.columns)) }
        var taken: Set<Point> = []
        for area in areas {
            for row in area.row..<area.row + area.rows {
                for column in area.column..<area.column + area.columns {
                    let isInside = (0..<scene.size.rows).contains(row) && (0..<scene.size.columns).contains(column)
                    guard !taken.insert(Point(row: row, column: column)).inserted || !isInside else { continue }
                    Issue.record("two things, or nothing to show them, at \(row),\(column)")
                }
            }
        }
    }

    private static let layouts: [Layout] = [
        .pane(pane(1)), split(.columns, leaf(1), leaf(4)),
        split(.rows, leaf(4), Layout.Part(layout: split(.columns, leaf(2), leaf(3, 3)))),
    ]

    private static let changes: [@Sendable (inout Model, inout Tab) -> Void] = [
        { _, _ in },
        { model, _ in model.isStatusShown = false },
        { model, tab in
            model.sidebar.isShown = true
            model.configuration.status = .top
            tab.floating = tab.panes[0].id
        },
        { model, _ in
            model.sidebar.isShown = true
            model.sidebar.hasFocus = true
            model.sidebar.selected = 99
            model.screens["s4"] = makeScreen("s4", Size(rows: 3, columns: 7))
        },
        { model, _ in model.overlays = [.help(scroll: -5), .welcome] },
        { model, _ in
            var palette = Palette(
                title: "日本語", items: [.init(text: "日本語", detail: "詳細", key: "C-b", command: Command(.paneZoom))])
            palette.matches = [.init(item: 0, positions: [1]), .init(item: 7, positions: [])]
            palette.selected = 9
            palette.field = TextField("日本語日本語日本語")
            model.overlays = [.palette(palette)]
        },
        { model, _ in
            var prompt = Prompt(.command, label: ":", text: "日本語日本語日本語日本語日本語日本語")
            prompt.completions = (1...20).map { "completion \($0) 日本語" }
            model.overlays = [.prompt(prompt)]
        },
        { model, _ in
            let question = "日本語 a very long question that does not fit into anything narrow at all, does it?"
            model.overlays = [
                .confirm(Confirm(question: question, consequence: .paste("1\n2\n3\n4", into: "s1"))), .numbers(),
            ]
        },
        { model, _ in
            model.mode = .table("prefix", since: 0)
            model.message = .init(.error, "日本語 日本語 日本語 日本語", until: 0)
            model.sessions[0] = makeSession("s1", "日本語日本語", exit: .code(1))
        },
        { model, _ in
            model.overlays = [
                .menu(Menu(title: "日本語", items: [], about: .workspace, origin: Point(row: -4, column: 999)))
            ]
            addTabs(["日本語日本語日本語日本語", "b", ""], to: &model)
        },
    ]
}
