import Glibc
import TendScreen

/// The process that asks: its environment, its directory, its terminal.
struct Caller {
    var environment: [String: String]
    var directory: String?
    var userID: UInt32

    init() {
        var found: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, found[String(parts[0])] == nil { found[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        environment = found
        userID = getuid()
        directory = Caller.currentDirectory(environment["PWD"])
    }

    init(environment: [String: String], directory: String?, userID: UInt32 = 0) {
        self.environment = environment
        self.directory = directory
        self.userID = userID
    }

    /// As the shell names it, links included, if that is the same directory.
    private static func currentDirectory(_ shellName: String?) -> String? {
        if let shellName, shellName.hasPrefix("/") {
            var (named, here) = (stat(), stat())
            if stat(shellName, &named) == 0, stat(".", &here) == 0, named.st_dev == here.st_dev,
                named.st_ino == here.st_ino
            {
                return shellName
            }
        }
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// Variables without which a program would not run as it does in the caller's shell. No secrets: what is stored with a session
    /// should not hold any unless `--env` says so.
    var inherited: [String: String] {
        environment.filter { name, value in
            !value.isEmpty && (Caller.names.contains(name) || Caller.prefixes.contains { name.hasPrefix($0) })
        }
    }

    private static let names: Set<String> = [
        "PATH", "MANPATH", "INFOPATH", "LD_LIBRARY_PATH", "LANG", "LANGUAGE", "TZ",
        "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_CONNECTION", "SSH_CLIENT", "GNUPGHOME", "KRB5CCNAME",
        "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS",
        "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "XDG_DATA_DIRS", "XDG_CONFIG_HOME",
        "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
        "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYENV_ROOT", "PYENV_VERSION", "NVM_DIR", "NVM_BIN",
        "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "RBENV_ROOT", "PNPM_HOME", "BUN_INSTALL",
        "NODE_PATH", "PYTHONPATH", "DIRENV_DIR", "DIRENV_FILE", "NIX_PATH", "NIX_PROFILES", "IN_NIX_SHELL",
        "EDITOR", "VISUAL", "PAGER", "BROWSER", "LESS", "LS_COLORS", "NO_COLOR",
        "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
        "DOCKER_HOST", "KUBECONFIG", "CLAUDE_CONFIG_DIR", "CODEX_HOME",
    ]
    private static let prefixes = ["LC_"]
}

extension Caller {
    /// The size of the terminal behind a descriptor; nil if there is none or it does not know.
    static func terminalSize(_ descriptor: Int32) -> Size? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return nil }
        return Size(rows: Int(size.ws_row), columns: Int(size.ws_col)).clamped
    }
}
