import TendCore
import TendScreen

/// The line of segments: where each stands, also for the mouse.
struct StatusBar {
    struct Piece: Hashable {
        var column: Int
        var span: Span
        /// What it is for the mouse.
        var hit = Hit.status
        var tab: TabID? { if case .tab(let tab) = hit { tab } else { nil } }
    }

    private(set) var pieces: [Piece] = []
    private let scene: Scene
    private let model: Model
    private let marks: Marks

    /// What goes first where not all have room, from 0; the tabs stay.
    private static func rank(_ segment: Configuration.Segment) -> Int {
        switch segment {
        case .host, .text, .agent: 0
        case .command, .tokens, .cost: 1
        case .session, .clock: 2
        case .workspace: 3
        case .attention: 4
        case .mode: 5
        case .tabs: .max
        }
    }

    init(_ scene: Scene) {
        self.scene = scene
        model = scene.model
        marks = Marks(scene.model.theme)
        let width = scene.size.columns
        let left = scene.model.configuration.statusLeft
        var right = scene.model.configuration.statusRight
        var (leftSpans, rightSpans) = (left.map(spans), right.map(spans))
        let warning = scene.model.isConnected ? [] : [Span(" server away ", .messageError)]
        let labels = (scene.model.workspace?.tabs ?? []).map(label)
        let hasTabs = left.contains(.tabs) || right.contains(.tabs)
        let current = labels.firstIndex { $0.tab == scene.tab?.id }
        var wanted = 0
        if hasTabs {
            let all = labels.reduce(0) { $0 + $1.columns }
            wanted = min(all, max(width / 2, current.map { labels[$0].columns + 2 } ?? 0))
        }
        func taken() -> Int {
            (leftSpans + rightSpans).joined().reduce(0) { $0 + $1.columns } + warning.columns + wanted
        }
        for rank in 0...5 where taken() > width {
            leftSpans = zip(left, leftSpans).map { StatusBar.rank($0) == rank ? [] : $1 }
            rightSpans = zip(right, rightSpans).map { StatusBar.rank($0) == rank ? [] : $1 }
        }
        // Several of them would be the same tabs twice.
        if let index = right.firstIndex(of: .tabs), left.contains(.tabs) {
            right.remove(at: index)
            rightSpans.remove(at: index)
        }
        let room = max(0, width - taken() + wanted)
        let tabs = window(labels, around: current ?? 0, columns: room)

        var column = 0
        func place(_ segment: Configuration.Segment, _ spans: [Span]) {
            for (span, tab) in segment == .tabs ? tabs : spans.map({ ($0, nil) }) {
                let hit = tab.map(Hit.tab) ?? (segment == .workspace ? .workspace : .status)
                pieces.append(Piece(column: column, span: span, hit: hit))
                column += span.columns
            }
        }
        for (segment, spans) in zip(left, leftSpans) { place(segment, spans) }
        let rightColumns = rightSpans.joined().reduce(0) { $0 + $1.columns } + warning.columns
        let tabColumns = right.contains(.tabs) ? tabs.reduce(0) { $0 + $1.0.columns } : 0
        column = max(column, width - rightColumns - tabColumns)
        for span in warning { place(.text(""), [span]) }
        for (segment, spans) in zip(right, rightSpans) { place(segment, spans) }
    }

    func hit(at column: Int) -> Hit {
        pieces.first { $0.column <= column && column < $0.column + $0.span.columns && $0.hit != .status }?.hit
            ?? .status
    }

    // MARK: Tabs

    private struct Label {
        var tab: TabID
        var spans: [Span]
        var columns: Int { spans.columns }
    }

    private func label(_ tab: Tab) -> Label {
        let number = (model.workspace?.tabs.firstIndex { $0.id == tab.id } ?? 0) + 1
        let role: Role = tab.id == scene.tab?.id ? .tabCurrent : .tab
        var spans = [Span(" \(number) \(Glyphs.cut(model.name(of: tab), to: 20, mark: marks.ellipsis))", role)]
        let sessions = tab.panes.compactMap { pane in model.sessions.first { $0.id == pane.session } }
        if sessions.contains(where: model.isWaiting) {
            spans.append(Span(" " + marks.waiting, role == .tab ? .stateWaiting : role))
        } else if tab.panes.contains(where: { model.hasBell($0.session) }) {
            spans.append(Span(" " + marks.bell, role == .tab ? .tabBell : role))
        } else if tab.panes.contains(where: { model.unread.contains($0.session) }) {
            spans.append(Span(" " + marks.unread, role == .tab ? .tabActivity : role))
        }
        if let progress = sessions.lazy.compactMap(\.progress).first, let text = marks.text(progress) {
            spans.append(Span(" " + text, role))
        }
        spans.append(Span(" ", role))
        return Label(tab: tab.id, spans: spans)
    }

    /// The tabs that have room, among them the current one, with marks where some are left out.
    private func window(_ labels: [Label], around current: Int, columns: Int) -> [(Span, TabID?)] {
        guard labels.indices.contains(current), columns > 0 else { return [] }
        func pieces(_ label: Label) -> [(Span, TabID?)] { label.spans.map { ($0, label.tab) } }
        if labels.reduce(0, { $0 + $1.columns }) <= columns { return labels.flatMap(pieces) }
        let room = columns - 2
        guard labels[current].columns <= room else {
            return labels[current].spans.cut(to: columns, mark: marks.ellipsis).map { ($0, labels[current].tab) }
        }
        var shown = current...current
        var used = labels[current].columns
        while true {
            if shown.lowerBound > 0, used + labels[shown.lowerBound - 1].columns <= room {
                shown = shown.lowerBound - 1...shown.upperBound
                used += labels[shown.lowerBound].columns
            } else if shown.upperBound < labels.count - 1, used + labels[shown.upperBound + 1].columns <= room {
                shown = shown.lowerBound...shown.upperBound + 1
                used += labels[shown.upperBound].columns
            } else {
                break
            }
        }
        let before: [(Span, TabID?)] = [
            (
                Span(shown.lowerBound > 0 ? marks.before : " ", .statusDim),
                shown.lowerBound > 0 ? labels[shown.lowerBound - 1].tab : nil
            )
        ]
        let after: [(Span, TabID?)] =
            shown.upperBound < labels.count - 1
            ? [(Span(marks.after, .statusDim), labels[shown.upperBound + 1].tab)] : []
        return before + labels[shown].flatMap(pieces) + after
    }

    // MARK: Other segments

    private func spans(_ segment: Configuration.Segment) -> [Span] {
        switch segment {
        case .tabs: return []
        case .workspace:
            return model.workspace.map { [Span(" \(DisplayText.cleaned($0.name, limit: 24)) ", .statusAccent)] } ?? []
        case .mode: return foreignSize + modes.flatMap { [Span(" \($0) ", .statusMode), Span(" ", .status)] }
        case .host: return [Span(" \(DisplayText.cleaned(model.hostName, limit: 24)) ", .statusDim)]
        case .attention:
            let (waiting, done) = (model.waitingCount, model.attention.open.count - model.attention.urgentCount)
            return (waiting == 0 ? [] : [Span(" \(marks.waiting) \(waiting) waiting ", .stateWaiting)])
                + (done == 0 ? [] : [Span(" \(marks.glyph(.idle)) \(done) done ", .stateIdle)])
        case .clock: return [Span(" \(model.clock(model.now)) ", .status)]
        case .session:
            return scene.focused.flatMap(scene.session).map {
                [Span(" \(DisplayText.cleaned($0.name, limit: 32)) ", .status)]
            } ?? []
        case .agent: return agent.flatMap(words).map { [Span(" \($0) ", .status)] } ?? []
        case .tokens: return agent?.tokenText.map { [Span(" \($0) tokens ", .statusDim)] } ?? []
        case .cost: return agent?.costText.map { [Span(" \($0) ", .statusDim)] } ?? []
        case .command(let command, _): return model.segments[command]?.outcome.map { output($0, of: command) } ?? []
        case .text(let text): return [Span(DisplayText.cleaned(text, limit: 80), .status)]
        }
    }

    /// The one in the pane that has the focus.
    private var agent: SessionJSON.Agent? { scene.focused.flatMap(scene.session)?.agent }

    /// Its model and its tool.
    private func words(of agent: SessionJSON.Agent) -> String? {
        let words = [agent.model, agent.tool].compactMap { $0.map { DisplayText.cleaned($0, limit: 32) } }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// What a command printed; behind a mark if it failed, and then at least its name.
    private func output(_ outcome: SegmentRun.Outcome, of command: String) -> [Span] {
        switch outcome {
        case .printed(let text):
            let text = DisplayText.cleaned(text, limit: 40)
            return text.isEmpty ? [] : [Span(" \(text) ", .status)]
        case .failed(_, let printed):
            let program = command.split(separator: " ").first?.split(separator: "/").last.map(String.init)
            let text = DisplayText.cleaned(printed.isEmpty ? program ?? "" : printed, limit: 40)
            return [Span(" \(marks.glyph(.failed)) \(text) ", .stateFailed)]
        }
    }

    /// Where a pane has no title that could say it.
    private var foreignSize: [Span] {
        guard let focused = scene.focused, let place = scene.place(of: focused), !place.hasTitle,
            let size = scene.foreignSize(of: place)
        else { return [] }
        return [Span(" \(marks.text(size)) of another client ", .statusDim)]
    }

    /// What is different from plain typing now.
    private var modes: [String] {
        var modes: [String] = []
        if let mode = model.keymap.mode, !mode.isEmpty { modes.append(mode) }
        if case .table(let name, _) = model.mode { modes.append(name) }
        if model.sidebar.hasFocus { modes.append("sidebar") }
        if let focused = scene.focused, model.copies[focused] != nil { modes.append("copy") }
        if scene.tab?.zoomed != nil { modes.append("zoom") }
        if let focused = scene.focused, scene.pane(focused)?.isMarked == true { modes.append("sync") }
        if model.isReadOnly { modes.append("read-only") }
        return modes
    }
}
