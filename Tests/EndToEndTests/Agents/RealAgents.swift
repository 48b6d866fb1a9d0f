import Foundation
import TestSupport
import Testing

/// Real agents, as `make test-agents` installs them below `TEND_AGENTS_DIR`. Without it their tests are left out.
enum RealAgents {
    static let folder = ProcessInfo.processInfo.environment["TEND_AGENTS_DIR"]

    static func has(_ agent: String) -> Bool {
        folder.map { FileManager.default.isExecutableFile(atPath: "\($0)/bin/\(agent)") } ?? false
    }

    /// Variables of a session whose agent knows no network but loopback: nobody listens at the proxy.
    static let loopback = [
        "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9", "NO_PROXY=127.0.0.1,localhost",
        "DISABLE_TELEMETRY=1", "DISABLE_AUTOUPDATER=1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1",
    ]

    static func path(_ agent: String) -> String { "\(folder ?? "")/bin/\(agent)" }

    /// `Tests/Agents` of the sources.
    static let tools = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Agents").path
}

/// The mock model (`Tests/Agents/mock_model.py`) on a port of its own.
final class MockModel: Sendable {
    private let program: TestProgram
    let port: String

    init(_ home: TestHome) async throws {
        let portFile = home.directory + "/port"
        program = try TestProgram(
            ["python3", RealAgents.tools + "/mock_model.py", portFile, home.directory + "/model.log"],
            environment: home.environment, isHeard: false)
        try await eventually("the mock model listens") {
            FileManager.default.fileExists(atPath: portFile)
        }
        port = String(decoding: try #require(FileManager.default.contents(atPath: portFile)), as: UTF8.self)
    }

    deinit { end() }

    func end() { program.kill() }
}
