import Foundation
import TendCore
import Testing

struct CommandTests {
    @Test(arguments: [
        ("pane.split right", Command(.paneSplit, ["right"])),
        ("  pane.split   down  htop -d 1 ", Command(.paneSplit, ["down", "htop", "-d", "1"])),
        ("pane.split right -- htop", Command(.paneSplit, ["right", "htop"])),
        ("tab.new sh -c 'a; \"b\"'", Command(.tabNew, ["sh", "-c", "a; \"b\""])),
        (#"tab.new a\ b "c \" \\ \d" d''e"#, Command(.tabNew, ["a b", #"c " \ \d"#, "de"])),
        ("tab.rename ''", Command(.tabRename, [""])),
        ("pane.resize left 5", Command(.paneResize, ["left", "5"])),
        ("pane.resize left -5", Command(.paneResize, ["left", "-5"])),
        ("pane.resize left", Command(.paneResize, ["left"])),
        ("pane.move new", Command(.paneMove, ["new"])),
        ("tab.go 12", Command(.tabGo, ["12"])),
        ("pane.mark", Command(.paneMark)),
        ("copy.search forward", Command(.copySearch, ["forward"])),
        ("copy.search backward a b", Command(.copySearch, ["backward", "a", "b"])),
        ("input.send ctrl+c Return x", Command(.inputSend, ["C-c", "Enter", "x"])),
        ("pane.zoom;", Command(.paneZoom)),
    ])
    func `a text is read as the command it says`(text: String, command: Command) throws {
        #expect(try Command(parsing: text) == command)
    }

    @Test(arguments: [
        ("pane.splt right", 0, "unknown command 'pane.splt' — did you mean 'pane.split'?"),
        ("  rubbish", 2, "unknown command 'rubbish'"),
        ("", 0, "a command is missing"),
        ("pane.split", 10, "pane.split needs right|down|left|up"),
        (
            "pane.split rihgt", 11,
            "'rihgt' is not one of right|down|left|up — did you mean 'right'? (pane.split)"
        ),
        ("pane.resize left x", 17, "'x' is not a number from 1 to 9999 or -1 to -9999 (pane.resize)"),
        ("tab.move +1", 9, "'+1' is not one of left|right|NUMBER (tab.move)"),
        ("pane.resize left 0", 17, "'0' is not a number from 1 to 9999 or -1 to -9999 (pane.resize)"),
        (
            "tab.go nxt", 7, "'nxt' is not one of next|previous|last|NUMBER — did you mean 'next'? (tab.go)"
        ),
        ("pane.zoom now", 10, "pane.zoom takes no argument: 'now' is too much"),
        (
            "workspace.new a b", 16,
            "workspace.new takes no more than workspace.new [NAME]: 'b' is too much"
        ),
        ("workspace.new ''", 14, "'' is not a name (workspace.new)"),
        ("input.send", 10, "input.send needs KEY…"),
        ("input.send Entr", 11, "'Entr' is not a key — did you mean 'Enter'?"),
        ("tab.new 'a", 8, "the quote ' is not closed"),
        ("tab.new a\\", 9, "nothing after the backslash — write \\\\ for the character itself"),
        ("pane.zoom; tab.new", 9, "only one command is possible here — write ';' in quotes"),
    ])
    func `a mistake is told with its place and the nearest right word`(
        text: String, offset: Int, message: String
    ) {
        let error = #expect(throws: CommandError.self) { try Command(parsing: text) }
        #expect(error?.message == message)
        #expect(error?.offset == offset)
    }

    @Test func `several commands are parted by semicolons`() throws {
        #expect(
            try Command.list(parsing: "pane.split right 'a;b' ;pane.zoom; ;tab.new sh -c a\\;b;") == [
                Command(.paneSplit, ["right", "a;b"]), Command(.paneZoom), Command(.tabNew, ["sh", "-c", "a;b"]),
            ])
        let error = #expect(throws: CommandError.self) { try Command.list(parsing: "pane.zoom; pane.zom") }
        #expect(error?.offset == 11)
        #expect(throws: CommandError.self) { try Command.list(parsing: " ; ") }
    }

    @Test func `the text of a command reads as the command`() throws {
        let words = [
            "", " ", "a", "a b", "'", "\"", "\\", "a'b\"c\\d", ";", "--", "-x", "ä €", "\t", "$HOME", "a\\",
            "e\u{301}'",
        ]
        for one in words {
            for other in words {
                let command = Command(.tabNew, [one, other])
                #expect(try Command(parsing: command.text) == command, "\(command.text)")
                let split = Command(.paneSplit, ["left", one, other])
                #expect(try Command.list(parsing: split.text) == [split], "\(split.text)")
            }
        }
        #expect(
            Command(.paneSplit, ["right", "sh", "-c", "echo 'a b'"]).text == "pane.split right sh -c \"echo 'a b'\"")
    }

    @Test func `every command has one row, and what it lists can be read`() throws {
        #expect(CommandSpec.all.map(\.name) == Command.Name.allCases)
        for spec in CommandSpec.all {
            #expect(CommandSpec.of(spec.name) == spec)
            #expect(spec.summary.first?.isUppercase == true && spec.summary.last != ".", "\(spec.summary)")
            let taken = spec.parameters.first?.kind
            for choice in spec.choices where taken != .keys {
                #expect(try Command(parsing: choice.text) == choice)
            }
            // What follows a parameter that may be missing, or that takes all, could not be told from it.
            for parameter in spec.parameters.dropLast() {
                #expect(!parameter.isOptional && parameter.kind != .rest && parameter.kind != .keys)
            }
        }
    }

    @Test func `the reference has a line for every command`() {
        let lines = CommandSpec.reference.split(separator: "\n")
        #expect(lines.count == CommandSpec.all.count + 2)
        #expect(
            lines.contains(#"| `tab.go [next\|previous\|last\|NUMBER]` | Go to another tab |"#))
        #expect(lines.contains("| `tab.new [COMMAND…]` | Open a tab and run a command, or a shell |"))
    }

    @Test func `what opens a tab says so`() {
        for name in [Command.Name.sessionOpen, .sessionNew] {
            #expect(CommandSpec.of(name).summary.hasSuffix("in a new tab"))
        }
    }

    /// `TEND_RECORD=1` writes the table anew.
    @Test func `the documentation has every command`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/tend/tend.docc/Commands.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        if ProcessInfo.processInfo.environment["TEND_RECORD"] == "1" {
            let head = text[..<(text.range(of: "| command")?.lowerBound ?? text.endIndex)]
            try Data((head + CommandSpec.reference).utf8).write(to: page)
            Issue.record("recorded \(page.path): run again without TEND_RECORD")
            return
        }
        #expect(text.hasSuffix("\n\n" + CommandSpec.reference), "if the change is meant, record it with TEND_RECORD=1")
    }
}
