/// What a simple command could do, by its program.
enum CommandRisk {
    private static let readers: Set<String> = [
        "ls", "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "ag", "find", "fd", "fdfind", "pwd", "echo",
        "printf", "wc", "sort",
        "uniq", "cut", "tr", "diff", "cmp", "comm", "file", "stat", "du", "df", "tree", "which", "type", "whereis",
        "whoami",
        "id", "date", "uname", "hostname", "ps", "top", "free", "uptime", "env", "printenv", "true", "false", "test",
        "[", "[[",
        "basename", "dirname", "realpath", "readlink", "jq", "yq", "less", "more", "nl", "tac", "rev", "column",
        "md5sum", "sha1sum",
        "sha256sum", "xxd", "od", "hexdump", "strings", "seq", "sleep", "cd", "exit", "return", "man", "help", "cal",
        "nproc", "lscpu",
        "lsblk", "bat", "delta", "tokei", "cloc", "expr", "xargs", "command", "time", "timeout", "nice", "nohup", "!",
        "then", "do", "else",
        "if", "while", "until", "elif", "fi", "done", "stdbuf", "ionice", "{", "}",
    ]
    /// Programs that speak to other machines.
    private static let talkers: Set<String> = [
        "curl", "wget", "ssh", "scp", "sftp", "rsync", "nc", "ncat", "netcat", "telnet", "ftp", "ping", "dig",
        "nslookup", "host", "aria2c",
        "http", "https", "xh", "gh", "glab", "npm", "npx", "pnpm", "yarn", "bun", "bunx", "pip", "pip3", "pipx", "uv",
        "uvx", "cargo", "gem", "go",
        "brew", "apt", "apt-get", "dnf", "yum", "apk", "docker", "podman", "kubectl", "helm", "terraform", "aws",
        "gcloud", "az", "mosh",
        "socat", "lynx", "w3m", "composer", "poetry", "conda", "fetch",
    ]
    static let fetchers: Set<String> = [
        "curl", "wget", "nc", "ncat", "netcat", "socat", "aria2c", "http", "https", "xh", "lynx", "w3m", "fetch", "ftp",
        "scp", "ssh",
        "telnet",
    ]
    static let interpreters: Set<String> = ShellWrapper.shells.union([
        "eval", "source", ".", "python", "python2", "python3", "perl", "ruby", "node", "deno", "bun", "php", "lua",
        "awk", "gawk", "tclsh",
        "xargs", "sudo", "doas", "osascript", "pwsh",
    ])
    private static let removers: Set<String> = [
        "rm", "rmdir", "unlink", "shred", "truncate", "dd", "mkfs", "wipefs", "srm", "trash",
    ]
    private static let elevated: Set<String> = [
        "sudo", "su", "doas", "pkexec", "runuser", "chroot", "mount", "umount", "systemctl", "service", "insmod",
        "modprobe", "setcap",
        "usermod", "useradd", "userdel", "groupadd", "passwd", "chpasswd", "visudo", "iptables", "nft", "ufw", "sysctl",
        "shutdown", "reboot",
        "poweroff", "halt", "init", "crontab", "at", "nsenter", "unshare", "setfacl", "fdisk", "parted", "mkfs",
        "ptrace", "gdb", "tend",
    ]

    static func risk(of command: ShellScript.Simple) -> Risk {
        let redirected: Risk = command.redirections.contains { $0.hasPrefix(">") } ? .writes : .reads
        guard let first = command.words.first, !ShellWrapper.isAssignment(first) else {
            return max(redirected, .writes)
        }
        let name = ShellWrapper.name(first).lowercased()
        if name == "git" { return max(redirected, GitCommand(command.words).map(risk(ofGit:)) ?? .writes) }
        let arguments = command.words.dropFirst().map(\.text)
        return max(redirected, risk(ofProgram: name, arguments))
    }

    private static func risk(ofProgram name: String, _ arguments: [String]) -> Risk {
        if elevated.contains(name) || name.hasPrefix("mkfs.") { return .privilege }
        switch name {
        case "chmod"
        where arguments.contains {
            $0.contains("s") && $0.contains("+") || $0.count == 4 && "4267".contains($0.first ?? "0")
        }:
            return .privilege
        case "chown", "chgrp":
            return arguments.contains { $0.hasPrefix("root") || $0.hasPrefix("0:") } ? .privilege : .writes
        case "docker", "podman":
            return arguments.contains {
                $0.hasPrefix("--privileged") || $0.hasPrefix("/:") || $0.contains("docker.sock")
            } ? .privilege : .network
        case "find" where arguments.contains("-delete"): return .deletes
        case "find" where arguments.contains { $0.hasPrefix("-fprint") || $0 == "-fls" }: return .writes
        case "sort" where arguments.contains { $0.hasPrefix("-o") || $0.hasPrefix("--output") }: return .writes
        case "mv", "kill", "pkill", "killall": return .deletes
        case "rsync" where arguments.contains { $0.hasPrefix("--delete") }: return .deletes
        default: break
        }
        if removers.contains(name) { return .deletes }
        if talkers.contains(name) { return .network }
        return readers.contains(name) ? .reads : .writes
    }

    private static func risk(ofGit command: GitCommand) -> Risk {
        let arguments = command.arguments.map(\.text)
        switch command.verb.text {
        case "status", "log", "diff", "show", "blame", "describe", "rev-parse", "ls-files", "ls-tree", "cat-file",
            "shortlog", "grep", "reflog",
            "version", "help", "merge-base", "rev-list", "whatchanged", "count-objects":
            return arguments.contains { $0.hasPrefix("--output") || $0.hasPrefix("--ext-diff") } ? .writes : .reads
        case "push", "pull", "fetch", "clone", "ls-remote", "submodule", "remote": return .network
        case "clean", "rm", "filter-branch", "gc", "prune": return .deletes
        case "reset", "checkout", "restore", "switch":
            return arguments.contains { ["--hard", "-f", "--force", "--", "."].contains($0) } ? .deletes : .writes
        case "branch", "tag", "stash", "worktree":
            return arguments.contains { ["-d", "-D", "--delete", "drop", "clear", "remove", "prune"].contains($0) }
                ? .deletes : .writes
        default: return .writes
        }
    }

    // MARK: What is never approved by a rule

    static func danger(of command: ShellScript.Simple, _ question: ApprovalQuestion) -> String? {
        guard let first = command.words.first else { return nil }
        let name = ShellWrapper.name(first).lowercased()
        let arguments = Array(command.words.dropFirst())
        switch name {
        case "rm", "chmod", "chown", "chgrp", "shred", "srm":
            guard name == "shred" || arguments.contains(where: isRecursive) else { return nil }
            return arguments.lazy.filter { !$0.text.hasPrefix("-") }.compactMap { root($0, question) }.first
        case "find":
            guard command.words.contains(where: { $0.text == "-delete" || $0.text.hasPrefix("-exec") }) else {
                return nil
            }
            let starts = arguments.prefix { !$0.text.hasPrefix("-") }
            return starts.lazy.filter { $0.text != "." }.compactMap { root($0, question) }.first
        case "dd" where arguments.contains { $0.text.hasPrefix("of=/dev/") }: return "it writes to a device"
        case ":" where command.words.count == 1 && command.isPiped: return "it multiplies itself"
        default: return nil
        }
    }

    /// Whether what follows is done elsewhere: relative paths no longer say where.
    static func leaves(_ question: ApprovalQuestion, _ command: ShellScript.Simple) -> Bool {
        guard let first = command.words.first, ["cd", "pushd", "chdir"].contains(ShellWrapper.name(first)) else {
            return false
        }
        guard let target = command.words.dropFirst().first(where: { !$0.text.hasPrefix("-") }), !target.isExpanded,
            !target.text.hasPrefix("~")
        else { return true }
        let place = PathText.absolute(target.text, in: question.directory, home: question.home)
        return !PathText.isWithin(place, question.directory)
    }

    private static func isRecursive(_ word: ShellScript.Word) -> Bool {
        if word.text.hasPrefix("--") {
            return "--recursive".hasPrefix(word.text) && word.text.count > 2 || word.text == "--no-preserve-root"
        }
        return word.text.hasPrefix("-") && (word.text.contains("r") || word.text.contains("R"))
    }

    /// Why the whole of this may not be changed or deleted unasked; nil for a place that is one among many.
    private static func root(_ word: ShellScript.Word, _ question: ApprovalQuestion) -> String? {
        let shown = DisplayText.excerpt(word.text)
        if word.isExpanded { return "it changes a whole tree that is only known when it runs (\(shown))" }
        let place = PathText.absolute(word.text, in: question.directory, home: question.home)
        let isAbove = PathText.isWithin(question.directory, place) || PathText.isWithin(question.home, place)
        let isShallow = place.split(separator: "/").count <= 1
        return isAbove || isShallow || word.text.hasPrefix("~") && !word.text.hasPrefix("~/")
            ? "it changes a whole tree (\(shown))" : nil
    }

    /// Paths that a word may stand for: itself, and what follows `=`, `:` or an option's letter.
    static func places(in word: String, _ question: ApprovalQuestion) -> [String] {
        var texts = [word]
        for separator in ["=", ":", "@"] as [Character] {
            texts += word.split(separator: separator).dropFirst().map(String.init)
        }
        if word.hasPrefix("-"), let start = word.firstIndex(where: { $0 == "/" || $0 == "~" }) {
            texts.append(String(word[start...]))
        }
        return texts.filter { !$0.isEmpty }.map { text in
            var text = text
            for home in ["$HOME", "${HOME}"] where text.hasPrefix(home) {
                text = question.home + text.dropFirst(home.count)
            }
            return PathText.absolute(text, in: question.directory, home: question.home)
        }
    }
}
