import TendCore
import Testing

@testable import TendAgents

struct ClaudeTranscriptTests {
    private func read(_ bytes: some Collection<UInt8>) -> ClaudeTranscript {
        var transcript = ClaudeTranscript()
        transcript.feed(bytes)
        return transcript
    }

    private func call(_ id: String, _ command: String) -> String {
        #"{"type":"assistant","message":{"id":"m\#(id)","content":[{"type":"tool_use","id":"\#(id)","name":"Bash","input":{"command":"\#(command)"}}]}}"#
            + "\n"
    }

    private func result(_ id: String) -> String {
        #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"\#(id)","content":""}]}}"# + "\n"
    }

    @Test func `a whole conversation is summed up`() throws {
        let transcript = read(try ClaudeFixture.bytes("transcript.jsonl"))
        #expect(transcript.conversation == "1c693b97-c31b-48d9-8e3f-b3e338f0ec76")
        #expect(transcript.model == "claude-opus-5-5")
        #expect(transcript.lastText?.hasPrefix("words 1. words 2.") == true)
        #expect(transcript.pending.isEmpty && transcript.currentTool == nil)
    }

    @Test func `who let a call through is told`() throws {
        let transcript = read(try ClaudeFixture.bytes("transcript.jsonl"))
        func decided(_ call: String) -> [String] {
            transcript.result(of: call).map { ["\($0.source)", "\($0.isAccepted ?? false)", "\($0.isError)"] } ?? []
        }
        #expect(decided("toolu_d0c230954d7d43d69b4afab6") == ["hook", "true", "false"])
        #expect(decided("toolu_47a6ef4d25e44121ae2ac98c") == ["hook", "false", "true"])
        #expect(decided("toolu_584e89662e5f4d309ff9dfce") == ["desk", "true", "false"])
        #expect(decided("toolu_b043b8a104db4b9caefb23bb") == ["other", "true", "false"])
        #expect(decided("toolu_unknown") == [])
    }

    @Test func `any chunking reads the same`() throws {
        let bytes = try ClaudeFixture.bytes("transcript-plan.jsonl")
        let whole = read(bytes)
        var single = ClaudeTranscript()
        for byte in bytes { single.feed([byte]) }
        #expect(single.lastText == whole.lastText && single.results == whole.results)
        #expect(whole.lastText == "Now do it." && whole.results.count == 2)
    }

    @Test func `a call without a result is pending until it has one or a new prompt comes`() {
        var transcript = read(Array((call("1", "make") + call("2", "ls")).utf8))
        #expect(transcript.pending.map(\.summary) == ["Bash: make", "Bash: ls"])
        #expect(transcript.currentTool?.id == "2")
        transcript.feed(Array(result("2").utf8))
        #expect(transcript.pending.map(\.id) == ["1"])
        transcript.feed(Array(#"{"type":"user","message":{"role":"user","content":"next"}}"#.utf8) + [10])
        #expect(transcript.pending.isEmpty)
    }

    @Test func `a line counts when it is whole`() {
        var transcript = read(Array(call("1", "make").utf8).dropLast(1))
        #expect(transcript.pending.isEmpty)
        transcript.feed([10])
        #expect(transcript.pending.count == 1)
    }

    @Test func `garbage, records of tomorrow and endless lines are passed over in bounded memory`() {
        var transcript = read(Array("rest of a line\n\n{\"type\":\"novelty\",\"message\":3}\n[1]\n".utf8))
        transcript.feed(Array(#"{"type":"assistant","message":"text"}"#.utf8) + [10])
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<9 { transcript.feed(piece) }
        transcript.feed([10])
        transcript.feed(Array(call("1", "still read").utf8))
        #expect(transcript.currentTool?.summary == "Bash: still read")
    }

    @Test func `a subagent's words are not the agent's`() {
        let transcript = read(
            Array(
                #"{"type":"assistant","isSidechain":true,"message":{"id":"m","content":[{"type":"text","text":"psst"}],"usage":{"output_tokens":4}}}"#
                    .utf8) + [10])
        #expect(transcript.lastText == nil && transcript.conversation == nil)
    }
}
