import ArgumentParser
import FoundationEssentials
import Glibc
import TendCore
import TendData
import TendTUI

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show and check the configuration of the terminal application.",
        discussion: """
            There need be no file. A change of one is noticed by every tend that runs.

            Example:
              tend config check
            """,
        subcommands: [Show.self, Schema.self, Check.self, Path.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the configuration as it holds, with all that can be set.",
            discussion: "Example:\n  tend config show --default")

        @Flag(name: .customLong("default"), help: "Print the defaults instead.")
        var isDefault = false

        func run() async throws {
            if isDefault { return try Console.write(Configuration().yaml) }
            let loaded = ConfigCommand.load()
            DataFiles.say(loaded.diagnostics)
            try Console.write(loaded.value.yaml)
        }
    }

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON schema of config.yaml, for editors.",
            discussion: "Example:\n  tend config schema > ~/.config/tend/schema.json")

        func run() async throws { try Console.write(Configuration.schema) }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell the mistakes in the configuration; exits with 1 when there are any.",
            discussion: """
                Without FILE: in your config.yaml and in all your keymaps and themes.

                Example:
                  tend config check
                """
        )

        @Argument(help: ArgumentHelp("The file.", valueName: "FILE"), completion: .file(extensions: ["yaml"]))
        var file: String?

        func run() async throws {
            let (themes, keymaps) = (DataFiles.files.themes(), DataFiles.files.keymaps())
            if let file {
                let file = try DataFiles.read(file)
                let loaded = Configuration.load(file, themes: themes.value, keymaps: keymaps.value)
                return try DataFiles.report(loaded.diagnostics)
            }
            var diagnostics = ConfigCommand.load().diagnostics + themes.diagnostics + keymaps.diagnostics
            for file in themes.value.files where !file.isShipped {
                diagnostics += Theme.load(file, from: themes.value).diagnostics
            }
            for file in keymaps.value.files where !file.isShipped {
                diagnostics += Keymap.load(file, from: keymaps.value).diagnostics
            }
            // What two inherit is read twice.
            var seen: Set<Diagnostic> = []
            try DataFiles.report(diagnostics.filter { seen.insert($0).inserted })
        }
    }

    struct Path: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print where config.yaml is, or would be.",
            discussion: """
                Makes its directory, and in it keymaps and themes, if they are not there.

                Example:
                  tend config show --default > "$(tend config path)"
                """
        )

        func run() async throws {
            let files = DataFiles.files
            for folder in ["keymaps", "themes"] { try ConfigCommand.makeDirectory(files.directory + "/" + folder) }
            try Console.write(files.configurationPath + "\n")
        }
    }

    static func load() -> Loaded<Configuration> {
        let files = DataFiles.files
        return files.configuration(themes: files.themes().value, keymaps: files.keymaps().value)
    }

    /// Makes a directory with those above it, for the user alone.
    private static func makeDirectory(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure("cannot make the directory \(path): \(String(cString: strerror(errno)))")
        }
    }
}
