import TendAgents
import TendCore
import Testing

struct ClaudeHooksTests {
    @Test func `every event calls tend, and only the one that asks may take long`() throws {
        let settings = try JSONTree(parsing: ClaudeHooks.settings(executable: "/opt/my tend's/tend").utf8)
        #expect(settings.members.map(\.name) == ["hooks"], "nothing of the user's settings is replaced")
        let hooks = try #require(settings["hooks"])
        #expect(hooks.members.map(\.name) == ClaudeHooks.events)
        for event in hooks.members {
            let entry = try #require(event.value.elements.first)
            #expect(event.value.elements.count == 1 && entry["matcher"]?.text == "*")
            let hook = try #require(entry["hooks"]?.elements.first)
            #expect(hook["type"]?.text == "command")
            #expect(hook["command"]?.text == #"exec '/opt/my tend'\''s/tend' hook claude"#)
            #expect(hook["timeout"]?.integer == (event.name == "PermissionRequest" ? 86_400 : 10))
        }
    }
}
