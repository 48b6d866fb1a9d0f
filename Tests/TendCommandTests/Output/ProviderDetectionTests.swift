import TendCore
import Testing

@testable import tend

struct ProviderDetectionTests {
    @Test(arguments: [
        ("2.1.329 (Claude Code)", "2.1.329"), ("codex-cli 0.163.0\n", "0.163.0"), ("v1.2", "1.2"),
        ("aider 0.86.2.dev1+g12\n", "0.86.2.dev1+g12"), ("version: 3.0,", "3.0"), ("/usr/bin/claude", nil), ("", nil),
        ("4 files", nil),
    ])
    func `a version is found in what a program says of itself`(_ text: String, _ version: String?) {
        #expect(ProviderDetection.version(in: text) == version)
    }

    private func provider(_ command: String, _ detect: String?) -> ProviderJSON {
        var provider = ProviderJSON(name: "x", displayName: "X", description: "", type: "cli", command: command)
        provider.detect = detect
        return provider
    }

    private let environment = ["PATH": "/usr/bin:/bin"]

    @Test func `what is there is told, with the version if it says one`() {
        let found = ProviderDetection.ask(
            [
                provider("sh", "echo sh 1.2.3"), provider("sh", "exit 1"), provider("sh", nil),
                provider("no-such-program-anywhere", "echo 1.0"),
            ], environment: environment, directory: "/")
        #expect(found.map { $0.path != nil } == [true, true, true, false])
        #expect(found.map(\.version) == ["1.2.3", nil, nil, nil])
        #expect(found.map(\.isSlow) == [false, false, false, false])
    }

    @Test(arguments: ["exec cat /dev/zero", "sleep 1000"])
    func `a program that does not come to an end is not waited for`(_ line: String) {
        let found = ProviderDetection.ask(
            [provider("sh", line)], environment: environment, directory: "/", limit: .milliseconds(50))
        #expect(found.map(\.isSlow) == [true])
        #expect(found.first?.path != nil)
    }
}
