import TendAgents
import TendCore
import Testing

struct ClaudeDialogTests {
    private func registry(
        _ status: String, conversation: String = "1c693b97-c31b-48d9-8e3f-b3e338f0ec76"
    ) -> ClaudeRegistry? {
        ClaudeRegistry(parsing: #"{"sessionId":"\#(conversation)","status":"\#(status)"}"#.utf8)
    }

    /// The transcript up to the record of a call; and all of it.
    private func transcripts(_ call: String) throws -> (pending: ClaudeTranscript, ended: ClaudeTranscript) {
        var (pending, ended) = (ClaudeTranscript(), ClaudeTranscript())
        for line in try ClaudeFixture.lines("transcript.jsonl") {
            ended.feed(Array(line) + [10])
            if pending.currentTool?.id != call { pending.feed(Array(line) + [10]) }
        }
        return (pending, ended)
    }

    @Test(arguments: [
        ("Bash", 0, "toolu_d0c230954d7d43d69b4afab6", ClaudeDialog.Finding.isDecided(isAccepted: true, byHook: true)),
        ("Bash", 1, "toolu_47a6ef4d25e44121ae2ac98c", .isDecided(isAccepted: false, byHook: true)),
        ("Edit", 0, "toolu_584e89662e5f4d309ff9dfce", .isDecided(isAccepted: true, byHook: false)),
    ])
    func `the transcript tells who decided`(
        tool: String, number: Int, call: String, finding: ClaudeDialog.Finding
    ) throws {
        var dialog = ClaudeDialog(try ClaudeFixture.request(tool, number))
        let (pending, ended) = try transcripts(call)
        #expect(pending.currentTool?.id == call)
        #expect(dialog.look(registry: registry("waiting"), transcript: pending) == .isOpen)
        #expect(dialog.look(registry: registry("waiting"), transcript: ended) == finding)
    }

    /// What another process goes on with when a question was answered before anything was to be seen of it.
    private func answered(_ tool: String, _ number: Int = 0) throws -> ClaudeDialog {
        let asked = ClaudeDialog(try ClaudeFixture.request(tool, number))
        let mark = try #require(ClaudeCallMark(try JSONTree(parsing: asked.about.tree.description.utf8)))
        #expect(mark == asked.about)
        return ClaudeDialog(conversation: asked.conversation, about: mark, call: nil, wasWaiting: false)
    }

    @Test func `an answer that was faster than the transcript is found there`() throws {
        var dialog = try answered("Bash")
        #expect(dialog.look(registry: registry("busy"), transcript: ClaudeTranscript()) == .isOpen)
        let (_, ended) = try transcripts("toolu_d0c230954d7d43d69b4afab6")
        guard case .isDecided = dialog.look(registry: registry("busy"), transcript: ended) else {
            Issue.record("the call that has ended meanwhile is not found")
            return
        }
    }

    @Test func `an agent at the call has taken an answer that was faster than its dialog`() throws {
        let (pending, _) = try transcripts("toolu_d0c230954d7d43d69b4afab6")
        var dialog = try answered("Bash")
        let findings = (0..<4).map { _ in dialog.look(registry: registry("busy"), transcript: pending) }
        #expect(findings == [.isOpen, .isOpen, .isOpen, .isGone])
        // One that shows its dialog has not, nor is anything known without its registry.
        var waiting = try answered("Bash")
        var unknown = try answered("Bash")
        for _ in 0..<10 {
            #expect(waiting.look(registry: registry("waiting"), transcript: pending) == .isOpen)
            #expect(unknown.look(registry: nil, transcript: pending) == .isOpen)
        }
    }

    @Test func `an agent that waits no longer has closed its dialog`() throws {
        var dialog = ClaudeDialog(try ClaudeFixture.request("Bash"))
        let nothing = ClaudeTranscript()
        // The hook may be earlier than the file.
        for _ in 0..<5 { #expect(dialog.look(registry: registry("busy"), transcript: nothing) == .isOpen) }
        #expect(dialog.look(registry: registry("waiting"), transcript: nothing) == .isOpen)
        // Busy for a moment, between two dialogs.
        #expect(dialog.look(registry: registry("busy"), transcript: nothing) == .isOpen)
        #expect(dialog.look(registry: registry("waiting"), transcript: nothing) == .isOpen)
        #expect(dialog.look(registry: registry("busy"), transcript: nothing) == .isOpen)
        #expect(dialog.look(registry: registry("idle"), transcript: nothing) == .isGone)
    }

    @Test func `an agent that is gone has no dialog, and nothing known is no reason to give up`() throws {
        let nothing = ClaudeTranscript()
        var seen = ClaudeDialog(try ClaudeFixture.request("Bash"))
        #expect(seen.look(registry: registry("waiting"), transcript: nothing) == .isOpen)
        #expect(seen.look(registry: nil, transcript: nothing) == .isOpen)
        #expect(seen.look(registry: nil, transcript: nothing) == .isGone)
        var blind = ClaudeDialog(try ClaudeFixture.request("Bash"))
        for _ in 0..<100 { #expect(blind.look(registry: nil, transcript: nothing) == .isOpen) }
        // Another conversation in the same process.
        var other = ClaudeDialog(try ClaudeFixture.request("Bash"))
        for _ in 0..<5 {
            #expect(other.look(registry: registry("waiting", conversation: "x"), transcript: nothing) == .isOpen)
        }
    }
}
