import TendScreen
import Testing

@testable import TendTUI

struct TerminalTraitsTests {
    @Test(
        arguments: [
            ("xterm-256color", "", ColorDepth.palette256), ("xterm-256color", "truecolor", .trueColor),
            ("screen-256color", "24bit", .trueColor), ("xterm-kitty", "", .trueColor), ("xterm-direct", "", .trueColor),
            ("xterm", "", .palette16), ("screen", "", .palette16), ("linux", "", .palette16), ("vt220", "", .mono),
            ("xterm-mono", "", .mono),
        ])
    func `the environment tells the depth of colour`(_ term: String, _ color: String, _ depth: ColorDepth) {
        #expect(TerminalTraits(environment: ["TERM": term, "COLORTERM": color])?.depth == depth)
    }

    @Test func `a terminal that cannot place a cursor is none`() {
        #expect(TerminalTraits(environment: ["TERM": "dumb"]) == nil)
        #expect(TerminalTraits(environment: [:]) == nil)
    }

    @Test func `the console of Linux is not asked for what it would show`() {
        #expect(TerminalTraits(environment: ["TERM": "linux"])?.isModern == false)
        #expect(TerminalTraits(environment: ["TERM": "xterm-256color"])?.isModern == true)
    }

    @Test func `the environment tells colours, charset and age`() {
        func traits(_ term: String, _ more: [String: String] = [:]) -> TerminalTraits? {
            TerminalTraits(environment: more.merging(["TERM": term]) { $1 })
        }
        #expect(traits("dumb") == nil)
        #expect(traits("xterm-256color", ["COLORTERM": "truecolor"])?.depth == .trueColor)
        #expect(traits("alacritty")?.depth == .trueColor)
        #expect(traits("screen-256color")?.depth == .palette256)
        #expect(traits("linux").map { [$0.isModern, $0.isUnicode] } == [false, true])
        #expect(traits("vt100").map { [$0.isModern, $0.isUnicode] } == [false, false])
        #expect(traits("xterm", ["LANG": "de_DE.ISO-8859-1"])?.isUnicode == false)
        #expect(traits("xterm", ["LANG": "de_DE.ISO-8859-1", "LC_ALL": "en_US.utf8"])?.isUnicode == true)
        #expect(traits("xterm", ["LANG": "C"])?.isUnicode == true)
    }

    @Test func `terminfo may know more colours than the name, or none`() {
        var entry = TerminfoEntry.ansi
        #expect(entry.depth(.palette16) == .palette16)
        let depths = [0, 8, 88, 256, 1 << 24].map { count -> ColorDepth in
            entry.colorCount = count
            return entry.depth(.palette16)
        }
        #expect(depths == [.mono, .palette16, .palette16, .palette256, .trueColor])
        #expect(entry.depth(.trueColor) == .trueColor)
        entry.colorCount = 0
        #expect(entry.depth(.trueColor) == .trueColor)
    }

    @Test func `delays are no part of a sequence`() {
        #expect(TerminfoEntry.withoutDelays("\u{1B}[%i%p1%d;%p2%dH$<5>") == "\u{1B}[%i%p1%d;%p2%dH")
        #expect(TerminfoEntry.withoutDelays("a$<2/>b$c") == "ab$c")
    }

    @Test func `base 64 is padded`() {
        #expect(
            ["", "a", "ab", "abc", "abcd"].map { Base64.encode(Array($0.utf8)) } == [
                "", "YQ==", "YWI=", "YWJj", "YWJjZA==",
            ])
    }
}
