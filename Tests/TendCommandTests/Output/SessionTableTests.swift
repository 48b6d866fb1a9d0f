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

    @Test(arguments: [
        (0.0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (7800, "2h10m"), (400_000, "4d"), (-5, "0s"),
    ])
    func `an age has the units that count`(_ seconds: Double, _ text: String) {
        #expect(SessionTable.age(seconds) == text)
    }
}
