/// What a tool call could do at worst, by tool, command and path. A guess for the eye, except ``danger``: what that names is never approved
/// by a rule.
package struct RiskAssessment: Hashable, Sendable {
    package var risk: Risk
    /// Why a person has to look at it; nil: rules may decide.
    package var danger: String?

    package init(_ question: ApprovalQuestion) {
        self.init(question, question.command.map(ShellScript.init))
    }

    init(_ question: ApprovalQuestion, _ script: ShellScript?) {
        risk = script == nil ? RiskAssessment.risk(ofTool: question.tool) : .reads
        if let script { weigh(script, question) }
        for place in question.places {
            if let name = SensitivePlaces.name(of: place, question, isWriting: risk != .reads) {
                danger = danger ?? "it is about \(name)"
            }
        }
        if risk == .privilege { danger = danger ?? "it asks for more rights" }
    }

    // MARK: Tools

    /// Names of Claude Code's and Codex's tools in lower case; what is not known may write.
    private static let tools: [Risk: Set<String>] = [
        .reads: [
            "read", "glob", "grep", "ls", "notebookread", "todowrite", "todoread", "bashoutput", "taskoutput", "task",
            "agent", "skill", "exitplanmode", "enterplanmode", "askuserquestion", "toolsearch", "lsp",
            "listmcpresources",
            "readmcpresource", "read_file", "list_dir", "grep_files", "view_image", "update_plan", "request_user_input",
        ],
        .network: ["webfetch", "websearch", "web_search", "fetch"],
        .deletes: ["killshell", "killbash", "taskstop"],
        .privilege: ["request_permissions"],
    ]

    static func risk(ofTool tool: String) -> Risk {
        let name = tool.lowercased()
        return tools.first { $0.value.contains(name) }?.key ?? .writes
    }

    // MARK: Commands

    private mutating func weigh(_ script: ShellScript, _ question: ApprovalQuestion) {
        if script.opacity != nil { risk = max(risk, .writes) }
        for command in script.commands {
            let own = CommandRisk.risk(of: command)
            risk = max(risk, own)
            if let reason = CommandRisk.danger(of: command, question) { danger = danger ?? reason }
            let writes = own != .reads || !command.redirections.isEmpty
            let targets = command.redirections.map { $0.drop { "<>&|-".contains($0) } }.map(String.init)
            for word in command.words.dropFirst().map(\.text) + targets {
                for place in CommandRisk.places(in: word, question) {
                    guard let name = SensitivePlaces.name(of: place, question, isWriting: writes) else {
                        continue
                    }
                    danger = danger ?? "it is about \(name)"
                }
            }
        }
        if risk != .reads, script.commands.contains(where: { CommandRisk.leaves(question, $0) }) {
            danger = danger ?? "it changes something outside of its directory"
        }
        let names = script.commands.compactMap { $0.words.first.map(ShellWrapper.name) }
        if names.contains(where: CommandRisk.fetchers.contains),
            names.contains(where: CommandRisk.interpreters.contains)
        {
            danger = danger ?? "it would run what it gets from the network"
            risk = max(risk, .network)
        }
    }
}

/// Files that decide what the owner's programs do, or who gets in.
enum SensitivePlaces {
    private static let rcFiles: Set<String> = [
        ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv",
        ".zprofile",
        ".zlogin", ".zlogout", ".kshrc", ".cshrc", ".tcshrc", ".login", ".xprofile", ".xsession", ".xinitrc",
        ".pam_environment",
        ".inputrc", ".gitconfig", ".netrc", ".vimrc",
    ]
    private static let folders = [
        ".config/fish", ".config/systemd", ".config/autostart", ".config/git", ".config/environment.d", ".gnupg",
        ".claude",
        ".codex", ".aws", ".kube", ".docker",
    ]

    /// What the path is about, in a few words; nil for any other. Keys are not even read without asking.
    static func name(of path: String, _ question: ApprovalQuestion, isWriting: Bool) -> String? {
        let home = question.home
        for folder in [".ssh", ".gnupg"] where path.split(separator: "/").contains(Substring(folder)) {
            return "~/\(folder)"
        }
        guard isWriting else { return nil }
        if path.contains("/.config/tend/") || path.hasSuffix("/.config/tend") || path.hasSuffix("/approvals.yaml") {
            return "tend's own configuration"
        }
        // Also what they are in: a directory that is copied there, or removed, has them in it.
        for folder in question.own where PathText.isWithin(path, folder) || PathText.isWithin(folder, path) {
            return "what tend goes by (\(folder))"
        }
        if path.split(separator: "/").contains(".git"), path.contains("/.git/hooks") || path.hasSuffix("/.git/config") {
            return "what git runs"
        }
        for folder in folders where PathText.isWithin(path, home + "/" + folder) { return "~/\(folder)" }
        if let file = path.split(separator: "/").last.map(String.init), rcFiles.contains(file) { return file }
        for folder in ["/etc", "/boot", "/usr", "/bin", "/sbin", "/lib", "/dev", "/proc", "/sys"]
        where PathText.isWithin(path, folder) && path != "/dev/null" && !path.hasPrefix("/dev/std")
            && path != "/dev/tty"
        {
            return folder
        }
        return nil
    }
}
