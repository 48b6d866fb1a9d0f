/// Programs and words of the shell whose arguments are a command.
enum ShellWrapper {
    enum Content {
        case none
        /// With more arguments than these if it is open-ended: what `xargs` reads.
        case command([ShellScript.Word], isOpenEnded: Bool = false)
        case script(String)
        /// It runs something, and what cannot be told.
        case unknown(String)
    }

    static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "csh", "tcsh", "busybox"]
    private static let reserved: Set<String> = [
        "!", "{", "if", "then", "elif", "else", "while", "until", "do", "time", "}", "coproc",
    ]
    /// With the options that take a value.
    private static let prefixes: [String: Set<String>] = [
        "sudo": ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U", "-r", "-t"], "doas": ["-u", "-C"],
        "env": ["-u", "-C", "--unset", "--chdir"], "nohup": [], "nice": ["-n"], "ionice": ["-c", "-n", "-p"],
        "timeout": ["-k", "-s", "--signal", "--kill-after"], "stdbuf": ["-i", "-o", "-e"], "setsid": [], "command": [],
        "builtin": [], "exec": ["-a"], "xargs": ["-n", "-P", "-I", "-i", "-L", "-l", "-s", "-d", "-E", "-a"],
        "time": ["-f", "-o"], "strace": ["-e", "-o", "-p", "-s"], "chroot": [], "flock": ["-w", "-E"],
        "parallel": ["-j"],
        "pkexec": ["--user"], "unshare": [], "nsenter": [], "watch": ["-n"], "entr": [], "noglob": [],
    ]

    static func name(_ word: ShellScript.Word) -> String {
        word.text.split(separator: "/").last.map(String.init) ?? word.text
    }

    static func content(of words: [ShellScript.Word]) -> Content {
        guard let first = words.first else { return .none }
        // `A=1 B=2 program …`
        if isAssignment(first) {
            let rest = Array(words.drop(while: isAssignment))
            return rest.isEmpty ? .none : .command(rest)
        }
        if !first.isQuoted, reserved.contains(first.text) { return .command(Array(words.dropFirst())) }
        let name = name(first)
        if shells.contains(name) { return shell(Array(words.dropFirst())) }
        switch name {
        case "eval", "trap": return .script(words.dropFirst().map(\.text).joined(separator: " "))
        case "source", ".": return .unknown("it runs a file of commands")
        case "case", "select", "function": return .unknown("it is a program of its own")
        case "find", "fd", "fdfind": return find(words)
        case "git": return GitCommand(words)?.content ?? .none
        case "su", "ssh", "script", "screen", "tmux", "at", "batch", "crontab", "systemd-run":
            return .unknown("it runs commands elsewhere")
        case "flock", "chroot": return .command(Array(words.dropFirst(2)))
        default: break
        }
        guard let options = prefixes[name] else { return .none }
        var rest = words.dropFirst()
        while let next = rest.first {
            if isAssignment(next) {
                rest.removeFirst()
            } else if next.text.hasPrefix("-"), next.text != "-" {
                rest.removeFirst()
                if next.text == "--" { break }
                if name == "env", next.text.hasPrefix("-C") || next.text.hasPrefix("--chdir") {
                    return .unknown("it works in another directory")
                }
                if name == "env", next.text.hasPrefix("-S") || next.text.hasPrefix("--split") {
                    return .script(([String(next.text.dropFirst(2))] + rest.map(\.text)).joined(separator: " "))
                }
                if options.contains(next.text), !rest.isEmpty { rest.removeFirst() }
            } else {
                break
            }
        }
        if name == "timeout", !rest.isEmpty { rest.removeFirst() }
        // `command -v x` only looks.
        if name == "command", words.dropFirst().first.map({ $0.text == "-v" || $0.text == "-V" }) == true {
            return .none
        }
        return rest.isEmpty ? .none : .command(Array(rest), isOpenEnded: name == "xargs" || name == "parallel")
    }

    static func isAssignment(_ word: ShellScript.Word) -> Bool {
        guard let equals = word.text.firstIndex(of: "=") else { return false }
        let name = word.text[..<equals]
        return !name.isEmpty && name.first?.isNumber == false
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "+") }
    }

    private static func shell(_ arguments: [ShellScript.Word]) -> Content {
        var rest = arguments[...]
        while let next = rest.popFirst() {
            guard next.text.hasPrefix("-") || next.text.hasPrefix("+") else {
                return .unknown("it runs a file of commands")
            }
            guard !next.text.hasPrefix("--") else {
                if next.text == "--version" || next.text == "--help" { return .none }
                continue
            }
            if next.text.contains("c") {
                rest = rest.drop { $0.text.hasPrefix("-") }
                guard let script = rest.first else { return .unknown("a shell without a command") }
                return script.isExpanded
                    ? .unknown("what it runs is only known when it runs") : .script(script.text)
            }
            if next.text == "-o" || next.text == "-O" || next.text == "+o" { rest = rest.dropFirst() }
        }
        return .unknown("a shell that reads its commands")
    }

    /// `find … -exec CMD ;`
    private static func find(_ words: [ShellScript.Word]) -> Content {
        let runners = ["-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch"]
        guard let index = words.firstIndex(where: { runners.contains($0.text) }) else { return .none }
        let rest = words[(index + 1)...]
        let command = rest.prefix { $0.text != ";" && $0.text != "+" }
        // A second one would go unseen.
        if rest.contains(where: { runners.contains($0.text) }) { return .unknown("it runs several programs") }
        return .command(Array(command))
    }
}
