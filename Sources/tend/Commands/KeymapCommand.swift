import ArgumentParser
import TendCore
import TendData
import TendScreen
import TendTUI

struct KeymapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keymap",
        abstract: "List, show and check keymaps.",
        discussion: """
            A keymap is chosen by 'keymap: NAME' in config.yaml ('tend config path'), or inside tend by keymap.set. Your own are
            files in the folder keymaps beside it; they stand before those that come with tend and may inherit from them.

            Example:
              tend keymap show vim
            """,
        subcommands: [List.self, Show.self, Check.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List keymaps.", discussion: "Example:\n  tend keymap ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let keymaps = DataFiles.files.keymaps()
            DataFiles.say(keymaps.diagnostics)
            let current = DataFiles.files.configuration().value.keymap
            let entries = keymaps.value.names.compactMap { name -> DataFiles.Entry? in
                guard let file = keymaps.value.file(named: name) else { return nil }
                return DataFiles.Entry(
                    name: name, description: Keymap.load(file, from: keymaps.value).value.summary,
                    file: file.isShipped ? nil : file.path, isCurrent: name == current)
            }
            if isJSON { return try Console.write(json: ["keymaps": entries]) }
            try Console.write(DataFiles.lines(entries).joined(separator: "\n") + "\n")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the keys of a keymap.",
            discussion: """
                Without NAME: the keymap that is in use. prefix is what holds after the prefix key, copy what holds in copy mode.

                Example:
                  tend keymap show tmux | grep split
                """
        )

        @Argument(help: ArgumentHelp("The keymap.", valueName: "NAME"))
        var name: String?

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let keymaps = DataFiles.files.keymaps()
            DataFiles.say(keymaps.diagnostics)
            let wanted = name ?? DataFiles.files.configuration(keymaps: keymaps.value).value.keymap
            guard let loaded = Keymap.load(wanted, from: keymaps.value) else {
                throw DataFiles.missing("keymap", wanted, on: keymaps.value)
            }
            DataFiles.say(loaded.diagnostics)
            if isJSON { return try Console.write(json: KeymapJSON(loaded.value)) }
            try Console.write(KeymapCommand.lines(loaded.value).joined(separator: "\n") + "\n")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell the mistakes in a keymap file; exits with 1 when there are any.",
            discussion: "Example:\n  tend keymap check ~/.config/tend/keymaps/mine.yaml")

        @Argument(
            help: ArgumentHelp("The file, or the name of one of your own.", valueName: "FILE|NAME"),
            completion: .file(extensions: ["yaml"]))
        var file: String

        func run() async throws {
            let keymaps = DataFiles.files.keymaps().value
            let file = try DataFiles.find(file, on: keymaps)
            try DataFiles.report(Keymap.load(file, from: Shelf([file] + keymaps.files)).diagnostics)
        }
    }

    /// Every binding: its table, its key, what it does. Tables in the order in which they are reached.
    static func lines(_ keymap: Keymap) -> [String] {
        var table = Table([("TABLE", .left), ("KEY", .left), ("DOES", .left)])
        for name in keymap.tableNames {
            for (key, binding) in keymap.bindings(in: name) {
                table.add([name, key.description, keymap.text(of: binding) + (binding.repeats ? "  (repeats)" : "")])
            }
        }
        return table.lines(width: nil)
    }
}

/// A keymap for programs.
private struct KeymapJSON: Encodable {
    struct Binding: Encodable {
        var key: String
        /// Commands, or nil when it leads into a table.
        var `do`: [String]?
        var table: String?
        var label: String
        var repeats: Bool
    }

    var name: String
    var description: String
    var prefix: String?
    var tables: [String: [Binding]]

    init(_ keymap: Keymap) {
        name = keymap.name
        description = keymap.summary
        prefix = keymap.prefix?.description
        tables = [:]
        for name in keymap.tableNames {
            tables[name] = keymap.bindings(in: name).map { key, binding in
                var commands: [String]?
                var table: String?
                switch binding.action {
                case .commands(let some): commands = some.map(\.text)
                case .table(let some): table = some
                }
                return Binding(
                    key: key.description, do: commands, table: table, label: keymap.label(of: binding),
                    repeats: binding.repeats)
            }
        }
    }
}
