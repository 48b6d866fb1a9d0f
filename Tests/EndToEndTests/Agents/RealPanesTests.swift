import Foundation
import TendScreen
import Testing

/// What it is all for: two real agents side by side in panes, each asking, each answered once, from wherever their owner is.
@Suite(.serialized, .enabled(if: RealAgents.has("claude") && RealAgents.has("codex"), "make test-agents runs these"))
struct RealPanesTests {
    @Test func `Claude Code and Codex ask side by side and are answered by card, by command and at the desk`()
        async throws
    {
        let claude = try await ClaudeDesk()
        let home = claude.home
        let codex = try await RealCodex(in: home, model: claude.model, name: "codex")
        let terminal = try TestTerminal(home, size: Size(rows: 44, columns: 200))
        try await terminal.shows("start a shell")
        try await home.ok("do", "session.open agent; session.open codex; pane.move 1")
        try await terminal.shows("mock-1")

        try await claude.say("mock: bash touch by-card ;; text Done by card.")
        try await codex.say("mock: escalate touch by-command ;; text Done by command.")
        let asked = try await home.openItem("permission", "touch by-command")
        _ = try await home.openItem("permission", "touch by-card")
        try await terminal.shows("◆ 2 waiting")
        #expect(!claude.has("by-card") && !claude.has("by-command"))

        try await home.ok("do", "session.open agent")
        terminal.type("\u{02}i")
        try await terminal.shows("a allow")
        #expect(terminal.text.contains("$ touch by-card"))
        terminal.type("a")
        try await eventually("Claude Code has run its command") { claude.has("by-card") }
        try await terminal.shows("Done by card.")
        try await terminal.shows("◆ 1 waiting")

        let approved = try await home.tend("approve", asked.id)
        #expect(approved.status == 0 && approved.standardError == "\(asked.id) codex: allow, applied\n")
        try await eventually("Codex has run its command") { codex.desk.has("by-command") }
        try await terminal.shows("Done by command.")

        // At the desk: the key goes through the pane into Claude Code's own dialog, which takes none in its first moment.
        // What is typed into a turn that still runs is taken later.
        try await claude.status("idle")
        try await claude.say("mock: bash touch at-the-desk ;; text Done at the desk.")
        let last = try await home.openItem("permission", "touch at-the-desk")
        var pressed = ContinuousClock.now - .seconds(10)
        try await eventually("the dialog at the desk takes 1") {
            if try await home.inbox().first(where: { $0.id == last.id })?.state == "withdrawn" { return true }
            if .now - pressed > .seconds(3) {
                pressed = .now
                terminal.type("1")
            }
            return false
        }
        try await eventually("Claude Code has run it") { claude.has("at-the-desk") }
        let late = try await home.tend("approve", last.id)
        #expect(late.status == 1 && late.standardError.contains("answered at the desk"), "\(late)")
        try await terminal.shows("Done at the desk.")
        #expect(try await home.inbox().count == 3)

        try await terminal.leaves()
        try await codex.end()
        try await claude.close()
    }
}
