import Foundation
import Testing

/// Real Kimi CLI, which says nothing of itself but on its screen: its dialogs are answered by keys.
@Suite(.serialized, .enabled(if: RealAgents.has("kimi"), "make test-agents runs these, where Python 3.13 is"))
struct RealKimiTests {
    @Test func `a permission, a refusal with its reason and several choices are answered by keys`() async throws {
        let home = try await TestHome()
        let model = try await MockModel(home)
        let (settings, project) = (home.directory + "/kimi", home.directory + "/project")
        for folder in [settings, project] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try await home.ok(
            "llm", "add", "mock", "http://127.0.0.1:\(model.port)/v1", "--model", "mock-1", "--key", input: "sesame\n")
        let variables =
            RealAgents.loopback + [
                "HOME=\(home.directory)", "KIMI_SHARE_DIR=\(settings)", "KIMI_CLI_NO_AUTO_UPDATE=1",
            ]
        let started = try await home.tend(
            ["new", "kimi", "-d", "--name", "agent", "--cwd", project, "--llm", "mock"]
                + ["--set", "command=\(RealAgents.path("kimi"))"] + variables.flatMap { ["--env", $0] })
        #expect(started.status == 0, "\(started.standardError)")
        // At once: it is told when it reads.
        let script = "mock: run touch made-by-kimi ;; run touch never-made ;; ask ;; text That is all."
        #expect(try await home.ok("prompt", "agent", script) == "submitted")
        let allowed = try await home.openItem("permission", "made-by-kimi")
        #expect(allowed.way == "keys" && allowed.tool == "Shell")
        #expect(allowed.title == "Shell is requesting approval to run command")
        let approved = try await home.tend("approve", allowed.id)
        #expect(approved.standardError == "\(allowed.id) agent: allow, applied\n")
        let refused = try await home.openItem("permission", "never-made")
        #expect(FileManager.default.fileExists(atPath: project + "/made-by-kimi"))
        let denied = try await home.tend("deny", refused.id, "--reason", "not without a test")
        #expect(denied.standardError == "\(refused.id) agent: deny, applied\n")
        let question = try await home.openItem("question", "Which checks should run?")
        #expect(log(home).contains("not without a test"), "\(log(home))")
        let answered = try await home.tend("answer", question.id, "Unit", "E2E")
        #expect(answered.standardError == "\(question.id) agent: answer, applied\n")
        try await home.wait("agent", until: "text:• That is all")
        #expect(log(home).contains("Unit") && log(home).contains("E2E"), "\(log(home))")
        #expect(!FileManager.default.fileExists(atPath: project + "/never-made"))
        try await eventually("it is idle") { try await home.ok("explain", "agent").hasPrefix("agent: idle") }
        model.end()
        try await home.close()
    }

    private func log(_ home: TestHome) -> String {
        String(decoding: FileManager.default.contents(atPath: home.directory + "/model.log") ?? Data(), as: UTF8.self)
    }
}
