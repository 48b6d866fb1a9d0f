import TendCore
import Testing

/// What is remembered of an agent, and when its owner is told that something looks odd.
@Suite struct AgentFactsTests {
    /// A word of a hook.
    struct Word: Sendable {
        var second: Double
        var state: AgentState
        var tool: String?
        var call: String?
        var input: String?
        var tokens: Int?

        static func begins(_ call: String, _ input: String?, at second: Double, tool: String = "Bash") -> Word {
            Word(second: second, state: .working, tool: tool, call: call, input: input)
        }
        static func ends(_ call: String, at second: Double, tokens: Int? = nil) -> Word {
            Word(second: second, state: .working, call: call, tokens: tokens)
        }
        static func says(_ state: AgentState, at second: Double, tokens: Int? = nil) -> Word {
            Word(second: second, state: state, tokens: tokens)
        }
    }

    private func hear(_ words: [Word], isWhole: Bool = false) -> AgentFacts {
        var facts = AgentFacts()
        for word in words {
            var news = AgentNews()
            news.tool = word.tool
            news.call = word.call.map { AgentCall(id: $0, input: word.input) }
            if let tokens = word.tokens {
                news.usage = [ModelUsage(model: "m", tokens: TokenCount(output: tokens))]
            }
            facts.take(
                news, state: word.state, detail: word.tool.map { "\($0): make" } ?? "", isWhole: isWhole,
                at: .at(word.second))
        }
        return facts
    }

    private static func calls(_ inputs: [String]) -> [Word] {
        inputs.enumerated().flatMap { number, input in
            [
                Word.begins("c\(number)", input, at: Double(number)),
                Word.ends("c\(number)", at: Double(number) + 0.5),
            ]
        }
    }

    @Test(arguments: [
        (["a", "a", "a", "a"], 0), (["a", "a", "a", "a", "a"], 5), (["a", "a", "b", "a", "a", "a"], 0),
        (["a", "b", "b", "b", "b", "b", "b"], 6),
    ])
    func `the same call with the same input, again and again, is a loop`(inputs: [String], times: Int) {
        let hints = hear(AgentFactsTests.calls(inputs)).hints(state: .working, AgentHint.Limits(), .at(20))
        #expect(hints == (times == 0 ? [] : [.loop("Bash: make", times: times)]))
    }

    @Test func `one call that is told again and again is no loop`() {
        let words = (0..<9).map { Word.begins("c", "a", at: Double($0)) }
        #expect(hear(words).hints(state: .working, AgentHint.Limits(), .at(9)).isEmpty)
        // Nor are calls of which nobody tells the input.
        let blind = (0..<9).map { Word.begins("c\($0)", nil, at: Double($0)) }
        #expect(hear(blind).hints(state: .working, AgentHint.Limits(), .at(9)).isEmpty)
    }

    @Test func `a new turn is no part of a loop`() {
        let words = AgentFactsTests.calls(["a", "a", "a", "a"]) + [.says(.done, at: 8)]
        #expect(hear(words + [.begins("x", "a", at: 9)]).hints(state: .working, AgentHint.Limits(), .at(9)).isEmpty)
    }

    /// Each row: what was heard, and when it is a stall (nil: never).
    @Test(
        arguments: [
            ([.says(.working, at: 0, tokens: 5)], 600),
            ([.says(.working, at: 0, tokens: 5), .says(.working, at: 100, tokens: 9)], 700),
            // Nobody says anything new.
            ([.says(.working, at: 0, tokens: 5), .says(.working, at: 100, tokens: 5)], 600),
            // A tool that runs takes as long as it takes, also when another one ends.
            ([.says(.working, at: 0, tokens: 5), .begins("a", "x", at: 1)], nil),
            (
                [
                    .says(.working, at: 0, tokens: 5), .begins("a", "x", at: 1), .begins("b", "y", at: 2),
                    .ends("b", at: 3),
                ], nil
            ),
            ([.says(.working, at: 0, tokens: 5), .begins("a", "x", at: 1), .ends("a", at: 50)], 650),
            // Of agents whose tokens nobody tells nothing is known.
            ([.says(.working, at: 0)], nil),
            ([.says(.working, at: 0, tokens: 5), .says(.done, at: 1)], nil),
        ] as [([Word], Double?)])
    func `work without a token or a call for long is a stall`(words: [Word], stall: Double?) {
        let facts = hear(words)
        #expect(facts.stallDeadline(state: .working, AgentHint.Limits()) == stall.map { .at($0) })
        let late = facts.hints(state: .working, AgentHint.Limits(), .at(5000))
        #expect(late.map(\.kind) == (stall == nil ? [] : [.stall]))
        #expect(facts.hints(state: .waiting(.permission), AgentHint.Limits(), .at(5000)).isEmpty)
        #expect(facts.hints(state: .working, AgentHint.Limits(repetitions: nil, silence: nil), .at(5000)).isEmpty)
    }

    @Test func `the tool is that of the newest call that goes on`() {
        #expect(hear([.begins("a", "x", at: 1), .begins("b", "y", at: 2, tool: "Read")]).tool == "Read")
        #expect(
            hear([.begins("a", "x", at: 1), .begins("b", "y", at: 2, tool: "Read"), .ends("b", at: 3)]).tool == "Bash")
        #expect(hear([.begins("a", "x", at: 1), .ends("a", at: 3)]).tool == nil)
        // Who tells everything leaves out what is over.
        #expect(hear([.begins("a", "x", at: 1), .says(.working, at: 2)], isWhole: true).tool == nil)
        #expect(hear([.begins("a", "x", at: 1), .says(.idle, at: 2)]).tool == nil)
    }

    @Test func `what it said is one clean line`() {
        var facts = AgentFacts()
        var news = AgentNews()
        news.text = "one\n\u{1B}[31mtwo\u{202E}"
        facts.take(news, state: .done, detail: "", at: .start)
        #expect(facts.text == "one [31mtwo")
    }
}
