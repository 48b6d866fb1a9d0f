/// Variables that a new session has from the environment of whoever starts it, without being told to.
package enum InheritedVariables {
    package static func contains(_ name: String) -> Bool {
        names.contains(name) || prefixes.contains { name.hasPrefix($0) }
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
