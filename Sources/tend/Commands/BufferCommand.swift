import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

struct BufferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "buffer",
        abstract: "What was copied: in the multiplexer, by programs, and from here.",
        discussion: """
            The server keeps the newest \(BufferShelf.countLimit), of \(BufferShelf.byteLimit >> 20) MiB together, also over its own restart.
            Without a name the newest is meant.

            Example:
              tend buffer paste agent
              tend buffer show > copied.txt
              git diff | tend buffer set -
            """,
        subcommands: [List.self, Show.self, Set.self, Delete.self, Paste.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List what was copied, the newest first.",
            discussion: "Example:\n  tend buffer ls --json")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let buffers = try await Connector.connect().buffers()
            if isJSON { return try Console.write(json: BufferListJSON(buffers: buffers)) }
            if buffers.isEmpty { return Console.say("nothing has been copied yet") }
            var table = Table([("NAME", .left), ("BYTES", .right), ("TEXT", .left)])
            for buffer in buffers { table.add([buffer.name, String(buffer.size), buffer.sample]) }
            let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
            try Console.write(table.lines(width: width).joined(separator: "\n") + "\n")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print what was copied, as it is.",
            discussion: "Example:\n  tend buffer show buffer0002")

        @Argument(help: ArgumentHelp("The buffer.", valueName: "NAME"))
        var name: String?

        func run() async throws {
            let client = try Connector.connect()
            try Console.write(try await client.buffer(named: try await BufferCommand.name(name, client)))
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Copy a text, or standard input, and print the buffer's name.",
            discussion: "Example:\n  tend buffer set --name greeting 'hello there'")

        @Option(help: ArgumentHelp("In place of what that buffer has.", valueName: "NAME"))
        var name: String?

        @Argument(help: ArgumentHelp("What to copy; - reads standard input.", valueName: "TEXT"))
        var texts: [String]

        func run() async throws {
            let bytes = texts == ["-"] ? try StandardInput.bytes() : Array(texts.joined(separator: " ").utf8)
            let buffer = try await Connector.connect().addBuffer(bytes, name: name)
            try Console.write(buffer.name + "\n")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Forget what was copied.",
            discussion: "Example:\n  tend buffer delete buffer0002")

        @Argument(help: ArgumentHelp("The buffers.", valueName: "NAME"))
        var names: [String] = []

        func run() async throws {
            let client = try Connector.connect()
            let names = names.isEmpty ? [try await BufferCommand.name(nil, client)] : names
            try await EachSession.run(names) { try await client.removeBuffer($0) }
        }
    }

    struct Paste: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "paste", abstract: "Paste what was copied into a session.",
            discussion: "Example:\n  tend buffer paste agent buffer0002")

        @OptionGroup var target: SessionArgument

        @Argument(help: ArgumentHelp("The buffer.", valueName: "NAME"))
        var name: String?

        func run() async throws {
            let client = try Connector.connect()
            let bytes = try await client.buffer(named: try await BufferCommand.name(name, client))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure("the buffer is not UTF-8 text, so it cannot be pasted")
            }
            try await client.send(target.session, InputJSON(paste: text))
        }
    }

    /// The newest one unless another is named.
    private static func name(_ name: String?, _ client: Client) async throws -> String {
        if let name { return name }
        guard let newest = try await client.buffers().first else { throw Failure("nothing has been copied yet") }
        return newest.name
    }
}
