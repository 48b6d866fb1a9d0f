import ArgumentParser
import TendScreen

// ArgumentParser takes 5 ms to learn what a command is: for each type that it meets Swift's runtime looks through all conformances of
// the program. That is longer than all the rest of a client's work, so the lines of every day are read here when they are plain. For
// any other line there is nil here, and the parser has the word; where there is not, it says the same (tested).

extension NewCommand {
    /// Each option at most once, with its value as a word of its own.
    static func plain(_ arguments: [String]) -> NewCommand? {
        var rest = arguments[...]
        var isDetached = false
        var texts: [String: String] = [:]
        var environment: [String] = []
        var command: [String] = []
        options: while let word = rest.popFirst() {
            switch word {
            case "-d", "--detached":
                isDetached = true
            case "--name", "--cwd", "--size":
                guard let value = rest.popFirst(), !value.hasPrefix("-"), texts.updateValue(value, forKey: word) == nil
                else { return nil }
            case "--env":
                guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
                environment.append(value)
            case "--":
                command = Array(rest)
                break options
            default:
                return nil
            }
        }
        let size = texts["--size"].map(Size.init(argument:))
        if case .some(nil) = size { return nil }
        var made = NewCommand()
        made.isDetached = isDetached
        made.name = texts["--name"]
        made.cwd = texts["--cwd"]
        made.environment = environment
        made.size = size ?? nil
        made.command = command
        made.agent = nil
        made.model = nil
        made.set = []
        made.prompt = nil
        made.resume = nil
        made.account = nil
        made.llm = nil
        made.isDryRun = false
        return made
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
