import Foundation
import TendScreen
import Testing

/// Copy mode over what real programs print, in the real binary on a real PTY.
@Suite struct MultiplexerCopyTests {
    /// Three prompts as a shell with OSC 133 marks them, and a link of OSC 8 under words that name no address.
    private static let script = #"""
        for n in 1 2 3; do
          printf '\033]133;A\007prompt-%s$ make\n' $n
          for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf 'output %s %s\n' $n $i; done
        done
        printf 'see \033]8;;https://example.org/issue\033\\the issue\033]8;;\033\\ there\n'
        exec cat
        """#

    /// The session of a script that ends with a text, shown in the only pane.
    private func shows(_ script: String, until end: String, _ home: TestHome) async throws -> TestTerminal {
        try await home.ok("new", "-d", "--name", "printer", "--", "sh", "-c", script)
        try await home.wait("printer", until: "text:\(end)")
        let terminal = try TestTerminal(home)
        try await terminal.shows("start a shell")
        try await terminal.command("session.open printer")
        try await terminal.shows(end)
        return terminal
    }

    private func opens(_ home: TestHome) async throws -> TestTerminal {
        let terminal = try await shows(Self.script, until: "see the issue there", home)
        terminal.type("\u{02}[")
        try await terminal.shows("copy")
        return terminal
    }

    @Test func `prompts that a shell has marked are gone to, some at once by a number`() async throws {
        let home = try await TestHome()
        let terminal = try await opens(home)
        terminal.type("2[")
        try await terminal.shows("prompt-2$ make")
        terminal.type("[")
        try await terminal.shows("prompt-1$ make")
        terminal.type("2]vey")
        try await terminal.shows("copied")
        #expect(try await home.ok("buffer", "show") == "prompt-3$")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `a link of a program is followed, and searches show while they are typed`() async throws {
        let home = try await TestHome()
        let terminal = try await opens(home)
        terminal.type("?the issue")
        try await terminal.shows("search back: the issue")
        terminal.type("\rx")
        // There is no desktop to open it.
        try await terminal.shows("copied https://example.org/issue")
        terminal.type("?output 1 3")
        try await terminal.shows("output 1 3")
        terminal.type("\u{1B}")
        try await terminal.shows("see the issue there")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `the history in an editor leaves no tab behind`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "printer", "--", "sh", "-c", Self.script)
        try await home.wait("printer", until: "text:see the issue there")
        let editor = try await home.install("#!/bin/sh\nhead -1 \"$1\"; echo edi\"\"ting; read answer", as: "editor")
        let terminal = try TestTerminal(home, environment: ["EDITOR": editor, "VISUAL": editor])
        try await terminal.shows("start a shell")
        try await terminal.command("session.open printer")
        try await terminal.shows("see the issue there")
        terminal.type("\u{02}[")
        try await terminal.shows("copy")
        terminal.type("O")
        try await terminal.shows("editing")
        #expect(terminal.text.contains("prompt-1$ make"))
        terminal.type("\r")
        try await terminal.shows("see the issue there")
        // The heading and the printer.
        try await eventually("its session is gone") { try await home.ok("ls").split(separator: "\n").count == 2 }
        #expect(!terminal.text.contains("2 history"))
        terminal.type("q")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `a long history is copied whole, from where a search in one burst of keys leads to`() async throws {
        let home = try await TestHome()
        let terminal = try await shows("seq 1 60000; echo d''one; exec cat", until: "done", home)
        terminal.type("\u{02}[?^2234$\rVy")
        try await terminal.shows("copied")
        #expect(try await home.ok("buffer", "show") == "2234")
        terminal.type("\u{02}[gVGky")
        try await terminal.shows("lines")
        let lines = try await home.ok("buffer", "show").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(60_000) == (1...60_000).map { "\($0)" }[...])
        try await terminal.leaves()
        try await home.close()
    }
}
