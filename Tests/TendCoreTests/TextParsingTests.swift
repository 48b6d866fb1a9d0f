import TendScreen
import Testing

@testable import TendCore

struct TextParsingTests {
    @Test(arguments: [
        ("30s", Duration.seconds(30)), ("2m", .seconds(120)), ("500ms", .milliseconds(500)), ("1h", .seconds(3600)),
        ("1h30m", .seconds(5400)), ("1.5s", .milliseconds(1500)), ("8", .seconds(8)), ("0", .zero),
        ("0.25", .milliseconds(250)),
        ("1d", .seconds(86400)), ("0s", .zero),
    ])
    func `durations are read`(text: String, duration: Duration) throws {
        #expect(try Duration(parsing: text) == duration)
    }

    @Test(arguments: [
        "", "s", "-1s", "1 s", "1x", "1h30", "1..5s", ".5s", "99999999999d", "9223372036854775807s", "1.s", "1,5s",
        "٣s",
        "10000d1s", "1.0123456789s",
    ])
    func `other durations are refused`(text: String) {
        let error = #expect(throws: ServiceError.self) { try Duration(parsing: text) }
        #expect(error?.code == .invalid)
    }

    @Test func `sizes are columns by rows`() throws {
        #expect(try Size(parsing: "120x40") == Size(rows: 40, columns: 120))
        #expect(try Size(parsing: "80X24") == Size(rows: 24, columns: 80))
    }

    @Test(arguments: [
        "", "x", "80", "80x", "x24", "80x24x1", "80×0", "1x1", "1001x10", "10x501", "-80x24", "99999999999999999999x1",
    ])
    func `other sizes are refused`(text: String) {
        #expect(throws: ServiceError.self) { try Size(parsing: text) }
    }

    @Test func `signals have names and numbers`() throws {
        for (text, number) in [("INT", 2), ("SIGTERM", 15), ("9", 9), ("sigusr1", 10), ("Winch", 28), ("64", 64)] {
            #expect(try SignalName.number(text) == Int32(number))
        }
        for number in 1...31 { #expect(try SignalName.number(SignalName.name(number)) == Int32(number)) }
        #expect(SignalName.name(40) == "signal 40" && SignalName.name(0) == "signal 0")
        for text in ["0", "65", "-1", "", "SIG", "TERMM"] {
            #expect(throws: ServiceError.self) { try SignalName.number(text) }
        }
        let error = #expect(throws: ServiceError.self) { try SignalName.number("TREM") }
        #expect(error?.message == "unknown signal 'TREM' — did you mean 'TERM'?")
    }

    @Test func `the nearest word is found, a far one is not`() {
        let words = ["pane.split", "pane.close", "session.new"]
        #expect(Suggestion.nearest(to: "pane.splt", among: words) == "pane.split")
        #expect(Suggestion.nearest(to: "SESSION.NEW", among: words) == "session.new")
        #expect(Suggestion.nearest(to: "quit", among: words) == nil)
        #expect(Suggestion.nearest(to: "", among: words) == nil)
        #expect(Suggestion.distance(Array("abcd"), Array("acbd")) == 1)
        #expect(Suggestion.distance(Array("kitten"), Array("sitting")) == 3)
    }

    @Test func `shown text is one line of bounded length`() {
        #expect(DisplayText.cleaned("\u{1B}]0;x\u{7}\r\n y", limit: 20) == "]0;x y")
        #expect(DisplayText.cleaned("abcdef", limit: 4) == "abc…")
        #expect(DisplayText.cleaned("abcd", limit: 4) == "abcd")
        #expect(DisplayText.cleaned("", limit: 4).isEmpty)
        #expect(DisplayText.cleaned(" a b  c ~", limit: 20) == "a b c ~")
        #expect(DisplayText.cleaned("a b ", limit: 20) == "a b")
        #expect(DisplayText.cleaned("a\u{7F}b", limit: 20) == "a b")
        #expect(DisplayText.cleaned("👩‍👩‍👧‍👦", limit: 4) == "👩‍👩‍👧‍👦")
        #expect(
            DisplayText.cleaned(String(repeating: "e\u{301}\u{301}\u{301}\u{301}\u{301}", count: 100), limit: 10)
                .unicodeScalars.count <= 42)
    }
}
