import TendAgents
import Testing

struct ClaudeEventTests {
    @Test(arguments: [
        "", "{}", "[]", "null", "{", #"{"hook_event_name":"Stop"}"#, #"{"session_id":"s"}"#,
        #"{"hook_event_name":1,"session_id":"s"}"#,
    ])
    func `what is no event is refused`(text: String) {
        #expect(throws: ClaudeEventError.self) { try ClaudeEvent(parsing: text.utf8) }
    }

    @Test func `a turn is told from its prompt to its end`() throws {
        let told = try ClaudeFixture.events().prefix(6).compactMap(\.evidence)
        #expect(told.map(\.state) == [.idle, .working, .working, .waiting, .working, .idle])
        #expect(told[0].model == "claude-opus-5-5")
        #expect(told[3].tool == "Bash" && told[3].detail == "Bash: touch made-by-hook")
        #expect(told[5].text == "Made it.")
        #expect(Set(told.map(\.conversation)) == ["1c693b97-c31b-48d9-8e3f-b3e338f0ec76"])
    }

    @Test func `an error of the model's provider is an error, with its words`() throws {
        let failure = try #require(try ClaudeFixture.events().first { $0.name == "StopFailure" }?.evidence)
        #expect(failure.state == .error && failure.detail == "API Error: 400 mock error 400")
    }

    @Test(arguments: [
        (#""SessionEnd","reason":"prompt_input_exit""#, ClaudeEvidence.State?.some(.exited)),
        (#""SessionEnd","reason":"clear""#, nil),
        (#""SessionStart","source":"clear""#, nil),
        (#""SessionStart","source":"compact""#, nil),
        (#""SessionStart","source":"resume""#, .some(.idle)),
        (#""Notification","notification_type":"permission_prompt""#, .some(.waiting)),
        (#""Notification","notification_type":"idle_prompt""#, nil),
        (#""SubagentStop""#, nil),
        (#""OfTomorrow""#, nil),
    ])
    func `events say as much as they can and no more`(event: String, state: ClaudeEvidence.State?) throws {
        let event = try ClaudeEvent(parsing: #"{"session_id":"s","hook_event_name":\#(event)}"#.utf8)
        #expect(event.evidence?.state == state)
    }
}
