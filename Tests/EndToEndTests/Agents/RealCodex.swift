import Foundation
import Testing

/// A session with the real Codex, with a configuration, a home and a project of its own, that knows no network but loopback.
final class RealCodex: Sendable {
    let desk: CodexDesk
    private let model: MockModel
    private let name: String

    convenience init(sandbox: String = "workspace-write") async throws {
        let home = try await TestHome()
        try await self.init(in: home, model: try await MockModel(home), sandbox: sandbox)
    }

    /// - Parameter name: of the session.
    init(in home: TestHome, model: MockModel, name: String = "agent", sandbox: String = "workspace-write") async throws
    {
        self.model = model
        self.name = name
        let configuration = home.directory + "/codex"
        try FileManager.default.createDirectory(atPath: configuration, withIntermediateDirectories: true)
        // Trust is the one thing that no flag can say.
        let settings = """
            check_for_update_on_startup = false
            [projects."\(home.directory)/project"]
            trust_level = "trusted"
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: configuration + "/config.toml"))
        let provider = [
            "model_provider=\"mock\"", "model_providers.mock.name=\"mock\"",
            "model_providers.mock.env_key=\"MOCK_KEY\"",
            "model_providers.mock.base_url=\"http://127.0.0.1:\(model.port)/v1\"",
            "model_providers.mock.wire_api=\"responses\"", "model_providers.mock.request_max_retries=0",
            "model_providers.mock.stream_max_retries=0",
        ]
        desk = try await CodexDesk(
            home, name: name,
            ["MOCK_KEY=k", "HOME=\(home.directory)"] + RealAgents.loopback,
            agent: [
                "codex", "--model", "mock-1", "--set", "command=\(RealAgents.path("codex"))", "--set",
                "approval=on-request", "--set", "sandbox=\(sandbox)",
            ], provider.flatMap { ["-c", $0] })
        // An Enter before the footer is there is lost.
        try await desk.shows("mock-1 default")
    }

    /// Gives it a prompt, which it takes.
    func say(_ prompt: String) async throws {
        #expect(try await desk.home.ok("prompt", name, prompt) == "submitted")
    }

    func model(hears text: String) async throws {
        try await eventually("the model hears '\(text)'") {
            let log = FileManager.default.contents(atPath: self.desk.home.directory + "/model.log") ?? Data()
            return String(decoding: log, as: UTF8.self).contains(text)
        }
    }

    /// Ends the program; the home is still of use.
    func end() async throws {
        try await desk.home.ok("kill", name)
        try await eventually("nothing of Codex runs") { self.desk.processes.isEmpty }
    }

    func close() async throws {
        model.end()
        try await end()
        try await desk.home.close()
    }
}
