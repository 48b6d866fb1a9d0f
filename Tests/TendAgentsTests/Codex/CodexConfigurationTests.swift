import TendAgents
import Testing

struct CodexConfigurationTests {
    @Test(arguments: [
        ("[mcp_servers.github]\nurl = \"http://h\"", ["github"]),
        ("[mcp_servers.\"git-hub\".env]\nA = \"1\"\n[ mcp_servers . other ]", ["git-hub", "other"]),
        ("mcp_servers.a.command = \"x\"\n# mcp_servers.b.command = \"x\"", ["a"]),
        ("[mcp_servers]\na = { command = \"x\" }\nb.url = \"http://h\"\n[profiles.mcp_servers]\nc = 1", ["a", "b"]),
        ("model = \"m\"\n[projects.\"/x\"]\ntrust_level = \"trusted\"", []), ("", []), ("[[[\n=\n[", []),
    ])
    func `names of servers are found where they are written`(_ text: String, _ names: [String]) {
        #expect(CodexConfiguration.serverNames(in: text) == Set(names))
    }
}
