import ArgumentParser
import CLinux
import Glibc
import TendClient
import TendCore

@main enum Main {
    /// Not `async`: the first thread would leave by `pthread_exit`, which reads the unwind tables of the whole program.
    static func main() {
        // `tend ls | head` ends in silence: the write fails with EPIPE instead.
        signal(SIGPIPE, SIG_IGN)
        // As many as may run at once, and some more lest one that waits for a disk holds up the others.
        let hasWorkers = tend_workers_install(
            Int32(clamping: max(4, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 16))), true)
        for number in 1..<max(1, Int(CommandLine.argc)) {
            // Swift would mend it in silence, and another file than the one that was named be meant.
            guard let word = CommandLine.unsafeArgv[number], String(validatingCString: word) == nil else { continue }
            Console.say("tend: argument \(number) is not UTF-8 text")
            exit(2)
        }
        // No handle: the process ends with it.
        Task.detached { exit(await run(Array(CommandLine.arguments.dropFirst()))) }
        if hasWorkers { tend_workers_join() }
        while true { pause() }
    }

    /// Runs a command line and tells with which status the process ends.
    static func run(_ arguments: [String]) async -> Int32 {
        do {
            if arguments.first == "new", let options = NewCommand.plain(Array(arguments.dropFirst())) {
                try await options.run()
                return 0
            }
            if var command = await everyday(arguments) {
                try await command.run()
                return 0
            }
            var command = try await parse(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as Outcome {
            return error.status
        } catch is Console.PipeClosed {
            return 0
        } catch let error as Failure {
            return fail(error.message)
        } catch let error as ClientError {
            return fail(error.description)
        } catch let error as ServiceError {
            return fail(error.message)
        } catch {
            return end(with: error)
        }
    }

    /// The command, if the line names one of the everyday ones and is right.
    ///
    /// Building the whole tree of commands takes ArgumentParser longer than the answer of the server. A line that is wrong or
    /// asks for help comes back as nil: then the whole tree says what there is to say.
    private static func everyday(_ arguments: [String]) async -> (any AsyncParsableCommand)? {
        guard let name = arguments.first else { return Tend.plain }
        let rest = Array(arguments.dropFirst())
        switch name {
        case "server": if let command = ServerCommand.Run.plain(rest) { return command }
        case "attach": if let command = AttachCommand.plain(rest) { return command }
        case "ls": if let command = ListCommand.plain(rest) { return command }
        case "hook": if let command = HookCommand.Claude.plain(rest) { return command }
        case "companion": if let command = CompanionCommand.plain(rest) { return command }
        default: break
        }
        let types: [any AsyncParsableCommand.Type] = [
            ListCommand.self, AttachCommand.self, NewCommand.self, SendCommand.self, ScreenCommand.self,
            TailCommand.self, WaitCommand.self,
        ]
        let type = types.first { $0.configuration.commandName == name }
        // The error of the whole tree is the better one.
        return try? await type?.asyncParseAsRoot(rest) as? any AsyncParsableCommand
    }

    /// The command of a line, with what belongs to it alone: the options of `tend` without a command take those of the same name wherever
    /// they stand, and nobody would notice.
    ///
    /// - Throws: errors of ArgumentParser.
    static func parse(_ arguments: [String]) async throws -> any ParsableCommand {
        try checkCommand(arguments.first == "help" ? arguments.dropFirst().first : arguments.first)
        // Help and whatever is wrong comes from the whole tree, which knows the names before the command's own.
        let command = try await Tend.asyncParseAsRoot(arguments)
        guard let name = arguments.first, !(command is Tend) else { return command }
        // Help is a command of ArgumentParser.
        guard String(reflecting: Swift.type(of: command)).hasPrefix("tend.") else { return command }
        guard let type = Tend.configuration.subcommands.first(where: { $0.configuration.commandName == name }) else {
            throw ValidationError("'\(name)' is for 'tend' without a command; options of a command stand behind it")
        }
        do {
            let rest = Array(arguments.dropFirst())
            guard let type = type as? any AsyncParsableCommand.Type else { return try type.parseAsRoot(rest) }
            return try await type.asyncParseAsRoot(rest)
        } catch {
            throw ValidationError("\(type.message(for: error)) — see 'tend \(name) --help'")
        }
    }

    /// Of a command that there is not ArgumentParser says only that it is unexpected, and for `help` nothing.
    private static func checkCommand(_ word: String?) throws {
        let names = Tend.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
        let hint = Suggestion.nearest(to: word, among: names).map { "did you mean '\($0)'? " } ?? ""
        throw ValidationError("there is no command '\(word)' — \(hint)'tend --help' lists them")
    }

    private static func fail(_ message: String) -> Int32 {
        Console.say("tend: \(message)")
        return 1
    }

    /// What is left is ArgumentParser's: help and version, or wrong usage, for which its status is 64 and ours is 2.
    private static func end(with error: any Error) -> Int32 {
        if let error = error as? ValidationError {
            // Of a command that had been read: the usage of the root would lead astray.
            Console.say("tend: \(error.message)")
            return 2
        }
        let code = Tend.exitCode(for: error)
        let message = Tend.fullMessage(for: error)
        switch code {
        case .success:
            try? Console.write(message + "\n")  // A reader that went away wanted no more of it.
            return 0
        case .validationFailure:
            Console.say(message)
            return 2
        default:
            Console.say("tend: \(message)")
            return code.rawValue == 0 ? 0 : 1
        }
    }
}

/// A refusal or failure in words: the cause and, if there is one, the remedy.
struct Failure: Error, Hashable {
    var message: String
    init(_ message: String) { self.message = message }
}

/// An end that is neither success nor failure, such as a time-out. Everything has been said already.
struct Outcome: Error, Hashable {
    var status: Int32
}
