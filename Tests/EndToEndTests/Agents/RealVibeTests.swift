import Foundation
import Testing

/// Real Mistral Vibe, which asks on its screen only: its dialogs are answered by keys.
@Suite(.serialized, .enabled(if: RealAgents.has("vibe"), "make test-agents runs these, where Python 3.12 is"))
struct RealVibeTests {
    @Test func `several choices with an own text, and a command, are answered by keys`() async throws {
        let home = try await TestHome()
        let model = try await MockModel(home)
        let (settings, project) = (home.directory + "/vibe", home.directory + "/project")
        for folder in [settings, project] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        let configuration = """
            enable_auto_update = false
            enable_update_checks = false
            active_model = "mock"
            [[providers]]
            name = "mock"
            api_base = "http://127.0.0.1:\(model.port)/v1"
            api_key_env_var = "MOCK_API_KEY"
            api_style = "openai"
            backend = "generic"
            [[models]]
            name = "mock-1"
            provider = "mock"
            alias = "mock"
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: settings + "/config.toml"))
        let variables = RealAgents.loopback + ["MOCK_API_KEY=sesame", "HOME=\(home.directory)"]
        let values = ["home=\(settings)", "command=\(RealAgents.path("vibe"))", "agent=ask", "trust=true"]
        let started = try await home.tend(
            ["new", "vibe", "-d", "--name", "agent", "--cwd", project] + variables.flatMap { ["--env", $0] }
                + values.flatMap { ["--set", $0] })
        #expect(started.status == 0, "\(started.standardError)")
        // What is typed before its footer is there is lost.
        try await home.wait("agent", until: #"text:tokens \("#)
        let prompted = try await home.ok("prompt", "agent", "mock: ask ;; run touch made-by-vibe ;; text Made it.")
        #expect(prompted == "submitted")
        let question = try await home.openItem("question")
        #expect(question.way == "keys")
        let answered = try await home.tend(["answer", question.id, "Unit", "E2E", "--text", "and the slow ones"])
        #expect(answered.status == 0, "\(answered.standardError)")
        let permission = try await home.openItem("permission")
        let log = String(
            decoding: FileManager.default.contents(atPath: home.directory + "/model.log") ?? Data(), as: UTF8.self)
        #expect(log.contains("Unit, E2E, and the slow ones"), "\(log)")
        let approved = try await home.tend(["approve", permission.id])
        #expect(approved.status == 0, "\(approved.standardError)")
        try await home.wait("agent", until: "text:Made it")
        #expect(FileManager.default.fileExists(atPath: project + "/made-by-vibe"))
        model.end()
        try await home.close()
    }
}
