/// What one source says of an agent, and since when.
package struct Evidence: Hashable, Sendable {
    /// Who says it, the most trusted first.
    package enum Source: String, Hashable, Sendable, CaseIterable {
        /// The program itself, in band: OSC 7501.
        case program
        /// The agent's own state file or API.
        case registry
        /// A hook that the agent calls.
        case hook
        /// The window title.
        case title
        /// OSC 9;4.
        case progress
        /// The file in which the agent writes the conversation down.
        case transcript
        /// Rules for what its screen shows.
        case screen
        /// What it had the terminal tell its owner: OSC 9, 99 or 777. True when it was told, and nobody takes it back.
        case notification
        /// That the program runs, or no longer does.
        case process
        /// That it prints, or is silent: nearly nothing, since every agent redraws while it waits.
        case output
    }

    package var source: Source
    package var state: AgentState
    /// In the source's words: which command, which question, which failure. Empty: none.
    package var detail: String
    /// When it was said last.
    package var time: Moment

    package init(_ source: Source, _ state: AgentState, detail: String = "", at time: Moment) {
        self.source = source
        self.state = state
        self.detail = detail
        self.time = time
    }
}

extension Evidence.Source {
    /// What a fresh word of this source counts, of 100. The order is that of `reference/agents.md` §8, which was measured.
    var trust: Int {
        switch self {
        case .program: 100
        case .registry: 90
        case .hook: 80
        case .title: 60
        case .progress: 55
        case .transcript: 50
        case .screen: 40
        case .notification: 30
        case .process: 20
        case .output: 10
        }
    }

    /// For how long a word counts in full, and what it counts in the end; nil: until the source says something else. In between it fades.
    ///
    /// None of the times is measured; they follow from who says what when. The program, the screen and a title at rest are always up to
    /// date. A spinner in a title is drawn anew every second. Hooks are silent when a turn is interrupted.
    func decay(of state: AgentState) -> (hold: Duration, floor: Int)? {
        switch (self, state) {
        case (.program, _), (.screen, _), (.process, _), (.output, _): nil
        case (.title, .working): (.seconds(4), 0)
        case (.title, _): nil
        case (.progress, _): (.seconds(15), 0)
        case (.registry, _): (.seconds(300), 35)
        case (.hook, .working): (.seconds(120), 30)
        case (.hook, _): (.seconds(600), 30)
        case (.transcript, _): (.seconds(30), 15)
        case (.notification, _): (.seconds(120), 0)
        }
    }

    /// Whether it tells what happened, rather than what things look like: its word is taken at once.
    var isStructured: Bool { self == .program || self == .registry || self == .hook || self == .process }
}

extension Evidence {
    /// What the status records of a program say together; nil if there are none. Whoever waits outranks whoever works.
    package init?(reports: [ProgramReport], at time: Moment) {
        func first(_ state: String) -> ProgramReport? {
            reports.filter { $0.state == state }.min { $0.id < $1.id }
        }
        guard let report = first("blocked") ?? first("working") ?? first("error") ?? first("done") ?? first("idle")
        else { return nil }
        let state: AgentState =
            switch report.state {
            case "blocked": .waiting(AgentState.Need(report))
            case "working": .working
            case "error": .error(AgentState.Failure(message: report.message))
            case "done": .done
            default: .idle
            }
        self.init(.program, state, detail: report.message, at: time)
    }
}

extension AgentState.Need {
    /// The protocol has three kinds; Claude Code tells plans and trust by message (`reference/agents.md` §2).
    init(_ report: ProgramReport) {
        switch (report.kind, report.message) {
        case (_, "approve plan"): self = .plan
        case (_, "trust this folder"): self = .trust
        case ("permission", _): self = .permission
        case ("question", _): self = .question
        case ("auth", _): self = .auth
        default: self = .input
        }
    }
}
