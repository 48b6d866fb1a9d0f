import ArgumentParser
import TendCore
import TendScreen

// ArgumentParser takes 5 ms to learn what a command is: for each type that it meets Swift's runtime looks through all conformances of
// the program. That is longer than all the rest of a client's work, so the lines of every day are read here when they are plain. For
// any other line there is nil here, and the parser has the word; where there is not, it says the same (tested). A command with many
// options is not even made: their wrappers are types that have to be built.

extension NewCommand {
    /// Each option at most once, with its value as a word of its own.
    static func plain(_ arguments: [String]) -> NewOptions? {
        var rest = arguments[...]
        var options = NewOptions()
        words: while let word = rest.popFirst() {
            switch word {
            case "-d", "--detached":
                options.isDetached = true
            case "--name":
                guard options.name == nil, let value = value(&rest) else { return nil }
                options.name = value
            case "--cwd":
                guard options.cwd == nil, let value = value(&rest) else { return nil }
                options.cwd = value
            case "--size":
                guard options.size == nil, let text = value(&rest), let size = try? Size(parsing: text) else {
                    return nil
                }
                options.size = size
            case "--env":
                guard let value = value(&rest) else { return nil }
                options.environment.append(value)
            case "--":
                options.command = Array(rest)
                break words
            default:
                return nil
            }
        }
        return options
    }

    private static func value(_ rest: inout ArraySlice<String>) -> String? {
        guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
        return value
    }
}

extension ListCommand {
    static func plain(_ arguments: [String]) -> ListCommand? {
        guard arguments.isEmpty || arguments == ["--json"] else { return nil }
        var made = ListCommand()
        made.isJSON = !arguments.isEmpty
        return made
    }
}

extension AttachCommand {
    static func plain(_ arguments: [String]) -> AttachCommand? {
        var made = AttachCommand()
        made.isReadOnly = false
        made.session = nil
        for word in arguments {
            if word == "-r" || word == "--read-only" {
                made.isReadOnly = true
            } else if made.session == nil, !word.hasPrefix("-"), !word.isEmpty {
                made.session = word
            } else {
                return nil
            }
        }
        return made
    }
}

extension Tend {
    /// `tend` without a word.
    static var plain: Tend {
        var made = Tend()
        made.workspace = "main"
        made.isReadOnly = false
        return made
    }
}
