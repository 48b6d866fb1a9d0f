import Testing

@testable import TendAgents

@Suite struct OpenCodeArgumentsTests {
    @Test(arguments: [
        [], ["--model", "p/m", "--prompt=do it"], ["src"], ["--session", "serve"], ["-c", "--agent", "plan"],
        ["--", "run"],
    ]) func `the TUI gets a port`(words: [String]) {
        #expect(OpenCodeArguments(words) == .served(words))
        #expect(
            OpenCodeArguments.listening(on: 4000, words)
                == ["--hostname", "127.0.0.1", "--port", "4000"] + words)
    }

    @Test(arguments: [
        ["run", "hi"], ["serve", "--port", "1"], ["auth", "login"], ["--help"], ["-v"], ["--model", "m", "models"],
    ])
    func `what has no TUI is run as it is`(words: [String]) {
        #expect(OpenCodeArguments(words) == .plain(words, reason: nil))
    }

    @Test(arguments: ["--port", "--hostname=0.0.0.0", "--mdns", "--mini"]) func `who wants another server gets it`(
        word: String
    ) {
        guard case .plain([word, "9"], let reason?) = OpenCodeArguments([word, "9"]) else {
            Issue.record("it is given a port of ours")
            return
        }
        #expect(reason.hasPrefix(word.prefix { $0 != "=" }))
    }
}
