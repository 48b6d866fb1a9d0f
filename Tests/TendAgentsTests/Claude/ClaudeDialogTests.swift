import TendAgents
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
