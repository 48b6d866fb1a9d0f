import Testing

@testable import tend

/// Nothing here gets as far as a server.
struct ExitStatusTests {
    @Test(arguments: [
        ["nonsense"], ["ls", "--nonsense"], ["screen"], ["resize", "a"], ["resize", "a", "80"],
        ["resize", "a", "80x0"],
        ["new", "--size", "1x1"], ["kill", "a", "--signal", "NOPE"], ["wait", "a"], ["wait", "a", "--until", "later"],
        ["wait", "a", "--until", "exit", "--timeout", "soon"], ["screen", "a", "--format", "png"],
        ["screen", "a", "--json", "--format", "html"], ["tail", "a", "-n", "-1"], ["tail", "a", "-f", "--json"],
        ["send", "a"], ["send", "a", "-", "b"], ["rename", "a"], ["rm"], ["record", "a"], ["server", "nonsense"],
        ["server", "logs", "-n", "0"], ["attach", "a", "b"], ["doctor", "--nonsense"], ["theme", "check"],
        ["keymap", "nonsense"], ["config", "show", "x"],
        ["-w", "x", "panes"], ["-r", "kill", "a"], ["kill", "a", "-r"], ["up", "-w", "x"], ["ls", "-w", "x"],
    ])
    func `wrong usage is 2`(_ arguments: [String]) async {
        #expect(await Main.run(arguments) == 2)
    }

    @Test(arguments: [
        ["--help"], ["--version"], ["help", "attach"], ["attach", "--help"], ["server", "status", "-h"],
    ])
    func `help and version are 0`(_ arguments: [String]) async {
        #expect(await Main.run(arguments) == 0)
    }
}
