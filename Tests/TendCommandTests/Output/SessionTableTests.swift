import TendCore
import Testing

@testable import tend

struct SessionTableTests {
    @Test func `sessions are listed, the newest last`() {
        let sessions = [
            sample(), sample("m6no2222", name: "failed", state: .exited, exit: .code(2)),
            sample("tqrf3333", name: "killed", state: .exited, exit: .signal(9)),
            sample("zzzz4444", name: "lost", state: .interrupted),
        ]
        #expect(
            SessionTable.lines(sessions, now: 1_700_000_065, width: nil) == [
                "ID        NAME    STATE          AGE   SIZE  COMMAND   TITLE",
                "k3x9aaaa  build   ● working       1m  80x24  make -j4  make: all",
                "m6no2222  failed  ✗ exit 2        1m  80x24  make -j4  make: all",
                "tqrf3333  killed  ✗ SIGKILL       1m  80x24  make -j4  make: all",
                "zzzz4444  lost    ✗ interrupted   1m  80x24  make -j4  make: all",
            ])
    }

    @Test func `of agents tokens, cost and last words are shown, and narrow terminals lose what counts least`() {
        var card = AgentCard(name: "claude")
        var usage = AgentUsage()
        _ = usage.take(
            AgentUsage.Conversation(
                id: "c", models: [ModelUsage(model: "m", tokens: TokenCount(output: 1_234_567))], estimate: 4.2))
        (card.usage, card.text) = (usage, "Two tests fail, both in the parser of dates.")
        var agent = sample("zzzz9999", name: "claude")
        agent.agent = SessionJSON.Agent(name: "claude", card: card, status: nil)
        #expect(
            SessionTable.lines([sample(), agent], now: 1_700_000_065, width: nil) == [
                "ID        NAME    STATE      AGE   SIZE  COMMAND   TOKENS    COST  TITLE",
                "k3x9aaaa  build   ● working   1m  80x24  make -j4                  make: all",
                "zzzz9999  claude  ● working   1m  80x24  make -j4    1.2M  ~$4.20  Two tests fail, both in the parser of dates.",
            ])
        #expect(
            SessionTable.lines([sample(), agent], now: 1_700_000_065, width: 70) == [
                "ID        NAME    STATE      AGE  TOKENS    COST  TITLE",
                "k3x9aaaa  build   ● working   1m                  make: all",
                "zzzz9999  claude  ● working   1m    1.2M  ~$4.20  Two tests fail, bot…",
            ])
        #expect(
            SessionTable.lines([sample(), agent], now: 1_700_000_065, width: 50)[2]
                == "zzzz9999  claude  ● working   1m  Two tests fail,…")
    }

    @Test func `sessions on branches of their own show them`() {
        var own = sample("zzzz9999", name: "claude")
        own.worktree = SessionJSON.Worktree(
            SessionWorktree(repository: "/src/api", branch: "fix/login", directory: "/src/api-fix", marker: ""))
        #expect(
            SessionTable.lines([sample(), own], now: 1_700_000_065, width: nil) == [
                "ID        NAME    STATE      AGE   SIZE  COMMAND   BRANCH     TITLE",
                "k3x9aaaa  build   ● working   1m  80x24  make -j4             make: all",
                "zzzz9999  claude  ● working   1m  80x24  make -j4  fix/login  make: all",
            ])
    }

    @Test(arguments: [
        (0.0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (7800, "2h10m"), (400_000, "4d"), (-5, "0s"),
    ])
    func `an age has the units that count`(_ seconds: Double, _ text: String) {
        #expect(SessionTable.age(seconds) == text)
    }
}
