/// The environment of a session's program: the server's own, without what belongs to the terminal or the multiplexer that the server
/// happened to be started from, with what a program needs to know about this terminal.
package enum LaunchEnvironment {
    /// - Parameters:
    ///   - base: the server's environment.
    ///   - overrides: set or (nil) removed by whoever starts the session; wins over all but `TEND_SESSION` and `TEND_SOCKET`.
    ///   - directory: where the program starts; it becomes `PWD`, which would otherwise name the server's directory.
    package static func make(
        base: [String: String], overrides: [String: String?], session: SessionID, socket: String, directory: String,
        version: String
    ) -> [String: String] {
        var environment = base.filter { isValid(name: $0.key, value: $0.value) && !isForeign($0.key, $0.value) }
        environment["TERM"] = "xterm-256color"
        environment["COLORTERM"] = "truecolor"
        environment["TERM_PROGRAM"] = "tend"
        environment["TERM_PROGRAM_VERSION"] = version
        environment["PWD"] = directory
        // A server started by systemd or cron has no locale; programs would then take this UTF-8 terminal for an ASCII one.
        if ["LC_ALL", "LC_CTYPE", "LANG"].allSatisfy({ environment[$0, default: ""].isEmpty }) {
            environment["LC_CTYPE"] = "C.UTF-8"
        }
        for (name, value) in overrides { environment[name] = value }
        environment["TEND_SESSION"] = session.rawValue
        environment["TEND_SOCKET"] = socket
        return environment
    }

    /// Checks variables that come from outside.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package static func check(overrides: [String: String?]) throws(ServiceError) {
        for (name, value) in overrides where !isValid(name: name, value: value ?? "") {
            let shown = DisplayText.excerpt(name)
            throw ServiceError(
                .invalid,
                "the environment variable '\(shown)' cannot be set: names are not empty and hold no '=', and nothing holds a NUL"
            )
        }
    }

    private static func isValid(name: String, value: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 } && !value.utf8.contains(0)
    }

    private static func isForeign(_ name: String, _ value: String) -> Bool {
        // The keeper sets it for its server.
        if name == "SWIFT_BACKTRACE" { return value == "enable=no" }
        // A terminfo entry inside the variable describes the outer terminal; a directory of entries may be the user's own.
        if name == "TERMINFO" { return value.hasPrefix("hex:") || value.hasPrefix("b64:") }
        return foreignNames.contains(name) || foreignPrefixes.contains { name.hasPrefix($0) }
    }

    private static let foreignNames: Set<String> = [
        // Outer multiplexers and their panes.
        "TMUX", "TMUX_PANE", "STY", "WINDOW", "BYOBU_BACKEND", "BYOBU_TTY", "ABDUCO_SESSION", "DTACH_SESSION",
        // The outer terminal: its size, its kind, its window, its extensions.
        "COLUMNS", "LINES", "TERMCAP", "TERM_SESSION_ID", "TERM_FEATURES", "LC_TERMINAL", "LC_TERMINAL_VERSION",
        "COLORFGBG",
        "WINDOWID", "VTE_VERSION", "WT_SESSION", "WT_PROFILE_ID", "TILIX_ID", "TERMINATOR_UUID", "XTERM_VERSION",
        "XTERM_SHELL", "XTERM_LOCALE", "INSIDE_EMACS", "EMACS", "VIM_TERMINAL", "NVIM",
        // The outer tty by path.
        "GPG_TTY", "SSH_TTY",
        // What the shell that started the server knew of itself.
        "_", "SHLVL", "OLDPWD",
        // What systemd hands to the server alone.
        "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "LISTEN_PIDFDID", "FDSTORE", "INVOCATION_ID",
        "JOURNAL_STREAM", "SYSTEMD_EXEC_PID", "MAINPID", "WATCHDOG_USEC", "WATCHDOG_PID", "MEMORY_PRESSURE_WATCH",
        "MEMORY_PRESSURE_WRITE",
        // An agent that starts the server marks what it starts as part of itself; a session is not.
        "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT",
    ]

    private static let foreignPrefixes = [
        "ZELLIJ", "HERDR", "KITTY_", "ITERM_", "WEZTERM_", "ALACRITTY_", "GHOSTTY_", "KONSOLE_", "GNOME_TERMINAL_",
        "VSCODE_",
        "CMUX_", "FOOT_", "TERM_PROGRAM",
    ]
}
