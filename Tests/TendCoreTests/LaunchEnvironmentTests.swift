import Testing

@testable import TendCore

struct LaunchEnvironmentTests {
    func make(_ base: [String: String], _ overrides: [String: String?] = [:]) -> [String: String] {
        LaunchEnvironment.make(
            base: base, overrides: overrides, session: SessionID(rawValue: "aaaaaaaa"), socket: "/run/tend.sock",
            directory: "/src", version: "1.2")
    }

    @Test func `a program learns what terminal it is in`() {
        #expect(
            make(["HOME": "/home/a", "LANG": "de_DE.UTF-8"]) == [
                "HOME": "/home/a", "LANG": "de_DE.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor",
                "TERM_PROGRAM": "tend", "TERM_PROGRAM_VERSION": "1.2", "TEND_SESSION": "aaaaaaaa",
                "TEND_SOCKET": "/run/tend.sock", "PWD": "/src",
            ])
    }

    @Test func `what belongs to the outer terminal does not come in`() {
        let outer = [
            "TMUX", "TMUX_PANE", "STY", "WINDOW", "ZELLIJ", "ZELLIJ_SESSION_NAME", "HERDR_PANE", "KITTY_WINDOW_ID",
            "ITERM_SESSION_ID", "WT_SESSION", "TERMCAP", "COLUMNS", "LINES", "VTE_VERSION", "INSIDE_EMACS", "GPG_TTY",
            "NOTIFY_SOCKET", "CLAUDECODE", "TERM_PROGRAM_BUILD", "_", "SHLVL",
        ]
        let environment = make(Dictionary(uniqueKeysWithValues: outer.map { ($0, "x") }))
        #expect(Set(environment.keys).isDisjoint(with: outer))
    }

    @Test func `the user's own settings stay`() {
        let own = [
            "TEND_HOME": "/h", "NO_COLOR": "1", "TMUX_TMPDIR": "/t", "SSH_AUTH_SOCK": "/s",
            "TERMINFO": "/usr/lib/terminfo",
            "LC_ALL": "C",
        ]
        #expect(make(own).filter { own[$0.key] != nil } == own)
        #expect(make(["TERMINFO": "hex:1a01"])["TERMINFO"] == nil)
    }

    @Test func `without a locale programs are told of UTF-8`() {
        #expect(make([:])["LC_CTYPE"] == "C.UTF-8")
        #expect(make(["LC_ALL": "C"])["LC_CTYPE"] == nil)
    }

    @Test func `overrides set and remove, but not the session's own marks`() {
        let environment = make(
            ["A": "1", "B": "2"], ["A": nil, "B": "3", "TERM": "dumb", "TMUX": "x", "TEND_SESSION": "zz"])
        #expect(environment["A"] == nil && environment["B"] == "3" && environment["TERM"] == "dumb")
        #expect(environment["TMUX"] == "x" && environment["TEND_SESSION"] == "aaaaaaaa")
    }

    @Test(arguments: ["", "A=B", "A\0"])
    func `impossible names are refused from outside and dropped from the base`(name: String) {
        #expect(throws: ServiceError.self) { try LaunchEnvironment.check(overrides: [name: nil]) }
        #expect(make([name: "1"])[name] == nil)
    }

    @Test func `ordinary overrides are accepted`() throws {
        try LaunchEnvironment.check(overrides: ["A": "=x", "B": nil])
    }
}
