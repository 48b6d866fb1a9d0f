import TendCore
import TendScreen
import Testing

@testable import TendTUI

@Suite struct SegmentTests {
    /// A client whose status bar runs commands, as the configuration file has it.
    private func desk(_ right: [Configuration.Segment]) -> Desk {
        var desk = Desk()
        configure(&desk, right)
        return desk
    }

    private func configure(_ desk: inout Desk, _ right: [Configuration.Segment]) {
        var configuration = Configuration()
        configuration.statusRight = right
        desk.happen(.configured(configuration, .plain, Desk.keymap, problems: []))
    }

    private func runs(_ desk: inout Desk) -> [String] {
        defer { desk.effects = [] }
        return desk.effects.compactMap { effect in
            guard case .runSegment(let command) = effect else { return nil }
            return command
        }
    }

    private func end(_ command: String, _ outcome: SegmentRun.Outcome = .printed("x"), in desk: inout Desk) {
        desk.happen(.segment(command: command, outcome))
    }

    private func bar(_ desk: Desk) -> String {
        let screen = View.compose(desk.model)
        return screen.rows.last?.text ?? ""
    }

    @Test func `a command runs at once and then at its interval`() {
        var desk = desk([.command("date", seconds: 5), .command("load", seconds: 60)])
        #expect(runs(&desk) == ["date", "load"])
        end("date", in: &desk)
        end("load", in: &desk)
        desk.wait(4999)
        #expect(runs(&desk) == [])
        desk.wait(1)
        #expect(runs(&desk) == ["date"])
    }

    @Test func `a command that takes longer than its interval is not started beside itself`() {
        var desk = desk([.command("slow", seconds: 1), .command("slow", seconds: 9)])
        #expect(runs(&desk) == ["slow"])
        desk.wait(5000)
        #expect(runs(&desk) == [])
        // Neither by a configuration that loses it and has it again meanwhile.
        configure(&desk, [.clock])
        configure(&desk, [.command("slow", seconds: 1)])
        #expect(runs(&desk) == [])
        end("slow", in: &desk)
        #expect(runs(&desk) == ["slow"])
    }

    @Test func `the client is woken for the next run`() {
        var desk = desk([.command("date", seconds: 5)])
        let begin = desk.model.now
        desk.wait(100)
        let effects = desk.model.update(.segment(command: "date", .printed("x")))
        #expect(effects.contains(.wake(at: begin + 5000)))
    }

    @Test func `a clock that is set back does not stop a command`() {
        var desk = desk([.command("date", seconds: 5)])
        end("date", in: &desk)
        desk.effects = []
        desk.wait(-86_400_000)
        #expect(runs(&desk) == ["date"])
    }

    @Test func `nothing runs for a bar that is hidden`() {
        var desk = desk([.command("date", seconds: 5)])
        end("date", in: &desk)
        desk.run("show.status")
        desk.effects = []
        desk.wait(60_000)
        #expect(runs(&desk) == [])
        desk.run("show.status")
        #expect(runs(&desk) == ["date"])
    }

    @Test func `what it printed is shown, a failure as a mark whose reason is said once`() {
        var desk = desk([.command("/usr/bin/battery -p", seconds: 5)])
        end("/usr/bin/battery -p", .printed("80 %\u{7}\u{202E}!"), in: &desk)
        #expect(bar(desk).hasSuffix(" 80 % ! ") || bar(desk).hasSuffix(" 80 % !"))
        end("/usr/bin/battery -p", .failed("exited with 3", printed: ""), in: &desk)
        #expect(desk.model.message?.text == "status bar: '/usr/bin/battery -p' exited with 3")
        desk.wait(4500)
        #expect(bar(desk).contains("✗ battery"))
        end("/usr/bin/battery -p", .failed("exited with 3", printed: "none"), in: &desk)
        #expect(desk.model.message == nil)
        #expect(bar(desk).contains("✗ none"))
    }

    @Test func `a failure takes nothing away that has not been read yet`() {
        var desk = desk([.command("date", seconds: 5)])
        desk.model.say(problems: ["config.yaml:1:8: there is no theme 'nrod'"])
        end("date", .failed("exited with 3", printed: ""), in: &desk)
        #expect(desk.model.message?.text.contains("nrod") == true)
        #expect(desk.model.told.last?.text.contains("exited with 3") == true)
    }

    @Test func `one that is gone from the configuration is forgotten`() {
        var desk = desk([.command("date", seconds: 5)])
        end("date", in: &desk)
        configure(&desk, [.clock])
        #expect(desk.model.segments.isEmpty)
    }

    @Test func `of the agent in the focused pane model, tool, tokens and cost are shown`() {
        var desk = desk([.agent, .tokens, .cost])
        #expect(!bar(desk).contains("tokens"))
        var card = AgentCard(name: "claude", model: "opus-5-5")
        var usage = AgentUsage()
        _ = usage.take(
            AgentUsage.Conversation(
                id: "c", models: [ModelUsage(model: "m", tokens: TokenCount(input: 12_345))], estimate: 0.42))
        card.usage = usage
        desk.model.sessions[0].agent = SessionJSON.Agent(name: "claude", card: card, status: nil)
        #expect(bar(desk).contains(" opus-5-5  12k tokens  ~$0.42"))
    }

    @Test(arguments: [
        ("one\ntwo\n", "one"), ("", ""), ("\u{1B}[1;31mred\u{1B}[m\u{1B}]0;title\u{7} text", "red text"), ("\n b", ""),
    ])
    func `of the output the first line is taken, without colours`(output: String, line: String) {
        #expect(SegmentRun.line(of: Array(output.utf8)) == line)
    }
}
