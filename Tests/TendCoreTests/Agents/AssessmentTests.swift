import TendCore
import Testing

/// What several sources say at once, and what is made of it.
@Suite struct AssessmentTests {
    /// Each row: what was said (seconds, source, state), and what holds at a time.
    @Test(arguments: [
        // The program's own word outranks the screen, hooks and titles.
        Row([(0, .screen, "idle"), (0, .program, "working")], at: 5, "working"),
        Row([(0, .hook, "idle"), (1, .program, "working"), (2, .title, "idle")], at: 9, "working"),
        Row([(0, .registry, "waiting:permission"), (0, .hook, "working")], at: 1, "waiting:permission"),
        // Codex says `idle` while it asks whether to carry out a plan.
        Row([(0, .program, "idle"), (1, .screen, "waiting:plan")], at: 2, "waiting:plan"),
        // A dialog outranks a spinner that began before it …
        Row([(0, .title, "working"), (3, .screen, "waiting:permission")], at: 4, "waiting:permission"),
        Row([(0, .program, "working"), (3, .screen, "waiting:input")], at: 4, "waiting:input"),
        // … and not work that began after it: it is being answered. If it stays, it was not.
        Row([(3, .screen, "waiting:permission"), (4, .program, "working")], at: 5, "working"),
        Row([(3, .screen, "waiting:permission"), (4, .program, "working")], at: 8, "waiting:permission"),
        // Which dialog it is can be seen.
        Row([(0, .program, "waiting"), (0, .screen, "waiting:question")], at: 1, "waiting:question"),
        Row([(0, .program, "waiting:permission"), (0, .screen, "waiting:plan")], at: 1, "waiting:plan"),
        Row([(0, .program, "waiting:question"), (0, .screen, "waiting:input")], at: 1, "waiting:question"),
        // How a turn ended can be seen, too.
        Row([(0, .program, "idle"), (0, .screen, "error:api")], at: 1, "error:api"),
        Row([(0, .program, "idle"), (0, .screen, "interrupted")], at: 1, "interrupted"),
        // Codex is idle after everything; its API tells how the turn ended.
        Row([(0, .registry, "error:rate_limit"), (0, .program, "idle")], at: 1, "error:rate_limit"),
        Row([(0, .registry, "interrupted"), (0, .program, "idle"), (0, .screen, "idle")], at: 9, "interrupted"),
        Row([(0, .registry, "error:api"), (2, .program, "working")], at: 3, "working"),
        Row([(0, .registry, "working"), (2, .program, "idle")], at: 3, "idle"),
        Row([(0, .program, "working"), (0, .screen, "error:api")], at: 9, "working"),
        // A long tool call: the hook's word fades, the screen's does not.
        Row([(0, .hook, "working"), (1, .screen, "working")], at: 900, "working"),
        Row([(0, .hook, "working")], at: 900, "working"),
        // No hook tells of an interruption, or that a dialog was left.
        Row([(0, .hook, "working"), (10, .screen, "interrupted")], at: 12, "working"),
        Row([(0, .hook, "working"), (10, .screen, "interrupted")], at: 15, "interrupted"),
        Row([(0, .hook, "waiting:permission"), (10, .screen, "idle")], at: 13, "idle"),
        // A spinner in a title that stands still says nothing.
        Row([(0, .title, "working"), (0, .screen, "idle")], at: 3, "working"),
        Row([(0, .title, "working"), (0, .screen, "idle")], at: 20, "idle"),
        // Silence means something only where nobody else says anything.
        Row([(0, .output, "idle"), (0, .screen, "working")], at: 60, "working"),
        Row([(0, .output, "working")], at: 1, "working"),
        // A notification is true when it is told; whoever says something since knows better, and in the end it fades.
        Row([(0, .output, "working"), (5, .notification, "waiting:permission")], at: 7, "waiting:permission"),
        Row([(0, .notification, "waiting:input"), (0, .output, "idle")], at: 100, "waiting:input"),
        Row([(0, .notification, "waiting:input"), (0, .output, "idle")], at: 260, "idle"),
        Row([(0, .screen, "idle"), (5, .notification, "waiting:permission")], at: 9, "idle"),
        Row([(0, .notification, "waiting:permission"), (3, .title, "idle")], at: 20, "idle"),
        Row([(0, .output, "idle"), (0, .notification, "waiting:input"), (3, .title, "working")], at: 20, "idle"),
        // Who has ended does nothing else.
        Row([(0, .program, "waiting:permission"), (1, .process, "exited")], at: 1, "exited"),
    ])
    func `the weightiest word holds`(row: Row) {
        var assessment = Assessment(at: .start)
        var words = row.words[...]
        for tick in 0...row.time * 10 {
            let now = Moment(sinceStart: .milliseconds(tick * 100))
            while let word = words.first, word.time * 10 <= tick {
                words.removeFirst()
                assessment.take(Evidence(word.source, AgentState(word.state) ?? .starting, at: now))
            }
            _ = assessment.settle(now)
        }
        #expect(assessment.verdict.state.description == AgentState(row.verdict)?.description)
    }

    @Test func `rest that is only seen has to last`() {
        var assessment = Assessment(at: .start)
        assessment.take(Evidence(.screen, .working, at: .at(1)))
        let change1 = assessment.settle(.at(1))
        #expect(change1)
        assessment.take(Evidence(.screen, .idle, at: .at(2)))
        let change2 = assessment.settle(.at(2))
        #expect(!change2)
        #expect(assessment.nextDeadline == .at(2) + .milliseconds(800))
        assessment.take(Evidence(.screen, .working, at: .at(2) + .milliseconds(300)))
        let change3 = assessment.settle(.at(2) + .milliseconds(300))
        #expect(!change3)
        #expect(assessment.verdict.state == .working)
        assessment.take(Evidence(.screen, .idle, at: .at(4)))
        let change4 = assessment.settle(.at(4))
        #expect(!change4)
        let change5 = assessment.settle(.at(5))
        #expect(change5)
        #expect(assessment.since == .at(4))
    }

    @Test func `what the program says holds at once`() {
        var assessment = Assessment(at: .start)
        for state in [AgentState.working, .idle, .waiting(.permission), .working, .error(.api)] {
            assessment.take(Evidence(.program, state, at: .at(1)))
            let change6 = assessment.settle(.at(1))
            #expect(change6)
            #expect(assessment.verdict.state == state)
        }
    }

    @Test func `nothing happens by itself once everything has faded`() {
        var assessment = Assessment(at: .start)
        assessment.take(Evidence(.hook, .working, at: .at(0)))
        assessment.take(Evidence(.screen, .working, at: .at(0)))
        _ = assessment.settle(.at(0))
        var turns = 0
        while let next = assessment.nextDeadline, turns < 20 {
            turns += 1
            _ = assessment.settle(next)
        }
        #expect(turns < 6)
        #expect(assessment.verdict.state == .working)
    }

    @Test func `votes tell their age and weight`() {
        var assessment = Assessment(at: .start)
        assessment.take(Evidence(.title, .working, at: .at(0)))
        assessment.take(Evidence(.program, .idle, detail: "x", at: .at(1)))
        #expect(assessment.votes(.at(6)).map(\.weight) == [100, 30])
        #expect(assessment.votes(.at(60)).map(\.weight) == [100, 0])
        assessment.drop(.program)
        #expect(assessment.votes(.at(6)).map(\.evidence.source) == [.title])
    }

    @Test(arguments: [
        ("blocked", "permission", "approve Bash: ls", "waiting:permission"),
        ("blocked", "permission", "approve plan", "waiting:plan"),
        ("blocked", "permission", "trust this folder", "waiting:trust"),
        ("blocked", "question", "", "waiting:question"),
        ("blocked", "", "", "waiting:input"), ("error", "", "API Error: 429", "error:rate_limit"),
        ("error", "", "API Error: 400", "error:api"),
        ("error", "", "unexpected status 529 <unknown>: url: http://127.0.0.1:40180/v1", "error:rate_limit"),
        ("error", "", "500 as said, check your gateway (127.0.0.1:42901)", "error:api"),
        ("error", "", "unexpected status 401 Unauthorized", "error:auth"), ("done", "", "", "done"),
    ])
    func `a program's report is evidence`(state: String, kind: String, message: String, expected: String) {
        let reports = [
            ProgramReport(state: state, kind: kind, message: message), ProgramReport(id: "z", state: "idle"),
        ]
        #expect(Evidence(reports: reports, at: .start)?.state.description == expected)
        #expect(Evidence(reports: [], at: .start) == nil)
    }

    @Test func `states are written as they are read`() {
        for state in [
            "starting", "working", "idle", "done", "interrupted", "exited", "waiting:plan", "error:rate_limit",
        ] {
            #expect(AgentState(state)?.description == state)
        }
        #expect(AgentState("waiting") == .waiting(.input))
        #expect(AgentState("waiting:tea") == nil)
        #expect(AgentState("thinking") == nil)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var words: [(time: Int, source: Evidence.Source, state: String)]
        var time: Int
        var verdict: String

        init(_ words: [(Int, Evidence.Source, String)], at time: Int, _ verdict: String) {
            self.words = words
            self.time = time
            self.verdict = verdict
        }

        var testDescription: String {
            words.map { "\($0.source) \($0.state)" }.joined(separator: ", ") + " → \(verdict)"
        }
    }
}
