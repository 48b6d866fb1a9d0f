import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Pictures of what waits for somebody: list, card, banner and counts.
struct AttentionGoldenTests {
    private static let sizes = [
        Size(rows: 30, columns: 100), Size(rows: 24, columns: 80), Size(rows: 12, columns: 40),
        Size(rows: 5, columns: 20),
    ]

    private func expect(
        _ name: String, _ layout: Layout = .pane(pane(1)), focus: Int = 1, theme: Theme = .roles,
        _ location: SourceLocation = #_sourceLocation, change: (inout Model) -> Void
    ) throws {
        let screens = AttentionGoldenTests.sizes.map { size in
            var model = makeModel(size, layout, focus: focus, theme: theme)
            model.keymap = AttentionGoldenTests.keymap
            change(&model)
            return View.compose(model)
        }
        try expectGolden("attention-" + name, screens, location)
    }

    private static let keymap: Keymap = {
        var keymap = testKeymap
        for (name, command) in [("a", Command.Name.attentionNext), ("i", .attentionCard)] {
            guard let key = Key(parsing: name) else { continue }
            keymap.bind(key, in: "prefix", to: Keymap.Binding(.commands([Command(command)])))
        }
        return keymap
    }()

    private let columns = split(.columns, leaf(1), leaf(2))

    // MARK: Card

    @Test func `a permission with its command`() throws { try expect("command") { $0.shows(Asked.command) } }
    @Test func `a permission in ASCII`() throws {
        try expect("command-ascii", theme: .roles.ascii()) { $0.shows(Asked.command, Asked.network) }
    }
    @Test func `a card over one of two panes`() throws {
        try expect("command-columns", columns) { $0.shows(Asked.command, Asked.network) }
    }
    @Test func `a card of a session that no pane shows`() throws {
        try expect("unseen", .pane(pane(3)), focus: 3) { $0.shows(Asked.network) }
    }
    @Test func `an edit with its diff`() throws { try expect("edit") { $0.shows(Asked.edit) } }
    @Test func `an edit scrolled to its end, in ASCII`() throws {
        try expect("edit-end", theme: .roles.ascii()) { $0.shows(Asked.edit) { $0.scroll = 999 } }
    }
    @Test func `a question with choices`() throws { try expect("question") { $0.shows(Asked.choice) } }
    @Test func `several questions, with several choices`() throws {
        try expect("questions") { model in
            model.shows(Asked.several) { card in
                card.picks = [0: [0, 2]]
                card.selected = 2
                card.texts = [1: "dates/four-digits"]
            }
        }
    }
    @Test func `several questions in ASCII`() throws {
        try expect("questions-ascii", theme: .roles.ascii()) { $0.shows(Asked.several) { $0.picks = [0: [1]] } }
    }
    @Test func `a plan`() throws { try expect("plan") { $0.shows(Asked.plan) } }
    @Test func `one that only watches cannot answer`() throws {
        try expect("read-only") { model in
            model.isReadOnly = true
            model.shows(Asked.command)
        }
    }

    // MARK: List

    @Test func `the list of all that waits`() throws {
        try expect("list") { model in
            model.waits(Asked.idle, Asked.command, Asked.plan, Asked.choice, Asked.network)
            _ = model.run(Command(.attentionList))
        }
    }
    @Test func `the list in ASCII`() throws {
        try expect("list-ascii", theme: .roles.ascii()) { model in
            model.waits(Asked.idle, Asked.command, Asked.network)
            _ = model.run(Command(.attentionList))
        }
    }

    // MARK: Banner and counts

    @Test func `banners in the borders`() throws {
        try expect("banner", columns) { model in
            model.sidebar.isShown = model.size.columns >= 100
            model.waits(Asked.command, Asked.network)
        }
    }
    @Test func `a banner in ASCII`() throws {
        try expect("banner-ascii", columns, focus: 2, theme: .roles.ascii()) { $0.waits(Asked.command, Asked.idle) }
    }
    @Test func `a banner over a lone pane`() throws { try expect("banner-lone") { $0.waits(Asked.command) } }
    @Test func `a banner while the answer is on its way`() throws {
        try expect("answering", columns) { model in
            model.waits(Asked.command)
            _ = model.attention.answer(Asked.command.id)
        }
    }
    @Test func `who answered, for a while`() throws {
        try expect("answered", columns) { model in
            model.waits(Asked.command)
            _ = model.attention.take(makeItem("cmd234", state: ended(.allowSession)), at: noon)
        }
    }

    @Test func `a pane with a banner over its program is not brought up to date beneath it`() {
        var model = makeModel(Size(rows: 24, columns: 80))
        let screen = makeScreen("s2", Size(rows: 23, columns: 80))
        var free = Drawing(model)
        let isShown = free.show(screen, of: "s1")
        #expect(isShown)
        model.waits(Asked.command)
        var covered = Drawing(model)
        let isShownBeneath = covered.show(screen, of: "s1")
        #expect(!isShownBeneath)
    }
}
