import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Looking through the changes of a session and saying something about them.
struct DiffTests {
    static let diff = DiffJSON(
        directory: "/home/ann/src/api", branch: "fix",
        files: [
            DiffJSON.File(
                path: "Dates.swift", status: .modified,
                hunks: [
                    DiffJSON.Hunk(
                        oldStart: 10, newStart: 10, heading: "func parse()",
                        lines: [" let text = line", "-let year = text.prefix(2)", "+let year = text.prefix(4)", " }"])
                ]),
            DiffJSON.File(
                path: "new.txt", status: .untracked,
                hunks: [DiffJSON.Hunk(oldStart: 0, newStart: 1, lines: ["+one", "+\ttwo"])]),
        ])

    /// A session that runs an agent, with its changes shown. The rows: 0, 1 files; 3 `Dates.swift`, 4 hunk, 5 to 8 lines; 10 `new.txt`, 11 hunk,
    /// 12 and 13 lines.
    private func desk(_ diff: DiffJSON = DiffTests.diff) -> Desk {
        var desk = Desk()
        desk.happen(
            .sessions(
                desk.model.sessions.map { session in
                    var session = session
                    session.agent = SessionJSON.Agent(name: "claude", card: nil, status: nil)
                    return session
                }))
        open(&desk)
        desk.happen(.diff(session: "s1aaaaaa", diff))
        return desk
    }

    private func open(_ desk: inout Desk) {
        desk.type("C-b :")
        desk.write("session.diff")
        desk.type("Enter")
    }

    private func review(_ desk: Desk) -> DiffReview? {
        if case .diff(let review) = desk.model.overlays.last { review } else { nil }
    }

    private func selected(_ desk: Desk) -> String? {
        review(desk).map { desk.model.rows(of: $0)[$0.selected].text }
    }

    private func submitted(_ desk: Desk) -> [String] {
        desk.effects.compactMap { effect in
            if case .submit(_, let text, let isForced) = effect { (isForced ? "forced " : "") + text } else { nil }
        }
    }

    @Test func `the command asks the server, and a refusal of it is shown`() {
        var desk = Desk()
        open(&desk)
        #expect(desk.effects.contains(.readDiff(session: "s1aaaaaa")))
        desk.happen(.diffRefused(session: "s1aaaaaa", "/tmp is in no git repository"))
        #expect(review(desk)?.problem == "/tmp is in no git repository")
        desk.type("q")
        #expect(desk.model.overlays.isEmpty)
        // What comes late is for nobody.
        desk.happen(.diff(session: "s1aaaaaa", DiffTests.diff))
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `tend do cannot open it under somebody's fingers`() {
        var desk = Desk()
        desk.run("session.diff")
        #expect(desk.model.overlays.isEmpty)
        #expect(desk.refusal?.contains("for keys only") == true)
    }

    @Test func `keys go by lines, hunks and files, and from the list to a file`() {
        var desk = desk()
        #expect(selected(desk) == "Dates.swift")
        desk.type("j Enter")
        #expect(review(desk)?.selected == 10)
        desk.type("p")
        #expect(review(desk)?.selected == 3)
        desk.type("]")
        #expect(selected(desk) == "func parse()")
        desk.type("] j")
        #expect(selected(desk) == "+one")
        desk.type("[ [")
        #expect(selected(desk) == "func parse()")
        desk.type("G")
        #expect(selected(desk) == "+\ttwo")
        desk.type("g")
        #expect(review(desk)?.selected == 0)
        desk.mouse(.press, 5, 10, .wheelDown)
        #expect(review(desk)?.selected == 3)
    }

    @Test func `comments about lines are listed, removed and sent as one text`() {
        var desk = desk()
        desk.type("c")
        #expect(desk.model.message?.text.contains("go to a line") == true)
        desk.type("] j j v j c")
        desk.write("why not 8?")
        desk.type("Enter")
        #expect(selected(desk) == "+let year = text.prefix(4)")
        desk.type("G c")
        desk.write("no tabs")
        desk.type("Enter g j j j")
        #expect(selected(desk) == "new.txt:2  no tabs")
        desk.type("x")
        #expect(desk.model.comments["s1aaaaaa"]?.count == 1)
        // From the comment to its lines.
        desk.type("k Enter")
        #expect(selected(desk) == "new.txt" || selected(desk) == "-let year = text.prefix(2)")
        desk.type("s s")
        #expect(
            submitted(desk) == [
                """
                About the changes that are not committed:

                Dates.swift:11
                > -let year = text.prefix(2)
                > +let year = text.prefix(4)
                why not 8?

                """
            ])
        desk.happen(.submitted(session: "s1aaaaaa", text: "…", SubmittedJSON(.submitted)))
        #expect(desk.model.comments["s1aaaaaa"] == nil)
        #expect(desk.model.message?.text == "bash1 went to work with it")
    }

    @Test func `a line that is gone has the number that it had`() {
        var desk = desk()
        desk.type("] j j c")
        desk.write("was it wrong?")
        desk.type("Enter s s")
        #expect(submitted(desk).first?.contains("Dates.swift:11 (old)\n> -let year = text.prefix(2)\nwas it") == true)
    }

    @Test func `while the agent asks something the comments are kept, and not typed into its dialog`() {
        var desk = desk()
        desk.type("G c")
        desk.write("x")
        desk.type("Enter s")
        let text = submitted(desk)[0]
        desk.effects = []
        let refused = SubmittedJSON(.refused, reason: "bash1 waits for permission")
        desk.happen(.submitted(session: "s1aaaaaa", text: text, refused))
        #expect(desk.model.comments["s1aaaaaa"]?.count == 1)
        #expect(desk.model.message?.text.contains("answer that first") == true)
        desk.type("s")
        desk.happen(.submitted(session: "s1aaaaaa", text: text, SubmittedJSON(.typed)))
        #expect(desk.model.message?.text.hasPrefix("typed for bash1") == true)
    }

    @Test func `a program that is no agent gets nothing`() {
        var desk = Desk()
        open(&desk)
        desk.happen(.diff(session: "s1aaaaaa", DiffTests.diff))
        desk.type("s")
        #expect(desk.model.message?.text.contains("no comment to send") == true)
        desk.type("G c")
        desk.write("x")
        desk.type("Enter s")
        #expect(submitted(desk) == [])
        #expect(desk.model.message?.text.contains("runs no agent") == true)
    }

    @Test func `a refresh keeps the line that one is at`() {
        var desk = desk()
        desk.type("G")
        var more = DiffTests.diff
        more.files.insert(DiffJSON.File(path: "A.swift", status: .deleted), at: 0)
        desk.type("r")
        #expect(desk.effects.last == .readDiff(session: "s1aaaaaa"))
        desk.happen(.diff(session: "s1aaaaaa", more))
        #expect(selected(desk)?.hasSuffix("two") == true)
        desk.happen(.diff(session: "s1aaaaaa", DiffJSON(directory: "/")))
        #expect(selected(desk) == "nothing is changed")
    }

    @Test func `of lines that look the same a refresh keeps the one that one is at, and what is selected`() throws {
        let lines = ["+{", "+}", "+{", "+}", "+{", "+}"]
        let diff = DiffJSON(
            directory: "/",
            files: [
                DiffJSON.File(
                    path: "a", status: .modified, hunks: [DiffJSON.Hunk(oldStart: 0, newStart: 1, lines: lines)])
            ])
        var desk = desk(diff)
        desk.type("G k v j")
        let before = try #require(review(desk))
        #expect(before.anchor != nil)
        desk.type("r")
        desk.happen(.diff(session: "s1aaaaaa", diff))
        let after = try #require(review(desk))
        #expect(after.selected == before.selected)
        #expect(after.anchor == before.anchor)
    }

    @Test func `a comment that is made while others are sent is kept`() {
        var desk = desk()
        desk.type("G c")
        desk.write("first")
        desk.type("Enter s G c")
        desk.write("second")
        desk.type("Enter")
        desk.happen(.submitted(session: "s1aaaaaa", text: "\u{2026}", SubmittedJSON(.submitted)))
        #expect(desk.model.comments["s1aaaaaa"]?.map(\.text) == ["second"])
        desk.type("s")
        #expect(submitted(desk).last?.contains("second") == true)
    }

    @Test func `a line is what its first sign says, whatever is joined to that`() {
        let diff = DiffJSON(
            directory: "/",
            files: [
                DiffJSON.File(
                    path: "a", status: .modified,
                    hunks: [DiffJSON.Hunk(oldStart: 1, newStart: 1, lines: ["+\u{301}a", "+b"])])
            ])
        let rows = DiffRow.rows(diff, [])
        guard case .line(_, let old, let new) = rows.last?.kind else {
            Issue.record("no line")
            return
        }
        #expect(old == nil && new == 2)
    }
}
