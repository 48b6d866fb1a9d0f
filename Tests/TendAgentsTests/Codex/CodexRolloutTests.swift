import TendCore
import Testing

@testable import TendAgents

@Suite struct CodexRolloutTests {
    /// Records of codex-cli 0.163.0, cut.
    private let records = #"""
        {"timestamp":"t","ordinal":0,"type":"session_meta","payload":{"session_id":"c1","id":"c1","cwd":"/home/dev/demo"}}
        {"timestamp":"t","ordinal":1,"type":"event_msg","payload":{"type":"task_started"}}
        {"timestamp":"t","ordinal":2,"type":"turn_context","payload":{"turn_id":"u","model":"mock-1"}}
        {"timestamp":"t","ordinal":3,"type":"world_state","payload":{"full":true}}
        {"timestamp":"t","ordinal":4,"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]}}
        {"timestamp":"t","ordinal":5,"type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{}","call_id":"k1"}}

        """#
    private let more = #"""
        {"timestamp":"t","ordinal":6,"type":"response_item","payload":{"type":"function_call_output","call_id":"k1","output":"x"}}
        {"timestamp":"t","ordinal":7,"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"total_tokens":120}}}}
        {"timestamp":"t","ordinal":8,"type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"done one"}]}}
        {"timestamp":"t","ordinal":9,"type":"event_msg","payload":{"type":"task_complete","last_agent_message":"done one"}}

        """#

    @Test func `a turn is followed`() {
        var rollout = CodexRollout()
        rollout.feed(records.utf8)
        #expect(rollout.conversation == "c1")
        #expect(rollout.directory == "/home/dev/demo")
        #expect(rollout.model == "mock-1")
        #expect(rollout.isWorking)
        #expect(rollout.tool == "exec_command")
        #expect(rollout.text == nil)
        rollout.feed(more.utf8)
        #expect(!rollout.isWorking)
        #expect(rollout.tool == nil)
        #expect(rollout.text == "done one")
        #expect(rollout.usage.models == [ModelUsage(model: "mock-1", tokens: TokenCount(unsorted: 120))])
    }

    @Test func `one byte at a time is as good as all at once`() {
        var whole = CodexRollout()
        whole.feed((records + more).utf8)
        var pieces = CodexRollout()
        for byte in (records + more).utf8 { pieces.feed([byte]) }
        #expect(pieces == whole)
    }

    @Test func `a line that is cut off, broken or too long is passed over`() {
        var rollout = CodexRollout()
        rollout.feed(#"le":"x"}}"#.utf8)
        rollout.feed("\n{\"type\":\n\n[]\n".utf8)
        rollout.feed(
            (#"{"type":"session_meta","payload":{"id":"too long","x":""# + String(repeating: "x", count: 2 << 20)).utf8)
        rollout.feed("\"}}\n".utf8)
        #expect(rollout.conversation == nil)
        rollout.feed(records.utf8)
        #expect(rollout.conversation == "c1")
    }

    @Test func `a turn that was interrupted has no tool any more`() {
        var rollout = CodexRollout()
        rollout.feed(records.utf8)
        rollout.feed(
            "{\"type\":\"event_msg\",\"payload\":{\"type\":\"turn_aborted\",\"reason\":\"interrupted\"}}\n".utf8)
        #expect(!rollout.isWorking)
        #expect(rollout.tool == nil)
    }
}
