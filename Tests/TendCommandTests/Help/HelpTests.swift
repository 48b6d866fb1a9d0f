import ArgumentParser
import Foundation
import Testing

@testable import tend

/// Help texts against the files in `Goldens`; `TEND_RECORD=1` writes them anew.
struct HelpTests {
    /// Every command with its path of names.
    static let commands: [(name: String, type: any ParsableCommand.Type)] = collect(Tend.self, path: [])

    private static func collect(
        _ type: any ParsableCommand.Type, path: [String]
    ) -> [(name: String, type: any ParsableCommand.Type)] {
        let name = type.configuration.commandName ?? type._commandName
        let full = path + [name]
        return [(full.joined(separator: "-"), type)]
            + type.configuration.subcommands.flatMap { collect($0, path: full) }
    }

    private static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Goldens")

    @Test(arguments: commands.map(\.name)) func `help is as recorded`(_ name: String) throws {
        let type = try #require(HelpTests.commands.first { $0.name == name }?.type)
        let text = Tend.helpMessage(for: type, columns: 100) + "\n"
        let file = HelpTests.goldens.appending(path: name + ".txt")
        if ProcessInfo.processInfo.environment["TEND_RECORD"] == "1" {
            try FileManager.default.createDirectory(at: HelpTests.goldens, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(file.path): run again without TEND_RECORD")
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, "if the change is meant, record it with TEND_RECORD=1")
    }

    @Test func `there is no golden file without a command`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: HelpTests.goldens.path)
        #expect(Set(files) == Set(HelpTests.commands.map { $0.name + ".txt" }))
    }

    @Test(arguments: commands.map(\.name)) func `every command shows an example`(_ name: String) throws {
        let configuration = try #require(HelpTests.commands.first { $0.name == name }?.type.configuration)
        #expect(!configuration.abstract.isEmpty)
        #expect(configuration.discussion.contains("Example:\n  tend "))
    }
}
