import TendScreen
import Testing

@testable import tend

struct TerminalKindTests {
    @Test(
        arguments: [
            ("xterm-256color", "", ColorDepth.palette256), ("xterm-256color", "truecolor", .trueColor),
            ("screen-256color", "24bit", .trueColor), ("xterm-kitty", "", .trueColor), ("xterm-direct", "", .trueColor),
            ("xterm", "", .palette16), ("screen", "", .palette16), ("linux", "", .palette16), ("vt220", "", .mono),
            ("xterm-mono", "", .mono),
        ])
    func `the environment tells the depth of colour`(_ term: String, _ color: String, _ depth: ColorDepth) {
        #expect(TerminalKind(environment: ["TERM": term, "COLORTERM": color])?.depth == depth)
    }

    @Test func `a terminal that cannot place a cursor is none`() {
        #expect(TerminalKind(environment: ["TERM": "dumb"]) == nil)
        #expect(TerminalKind(environment: [:]) == nil)
    }

    @Test func `the console of Linux is not asked for what it would show`() {
        #expect(TerminalKind(environment: ["TERM": "linux"])?.isModern == false)
        #expect(TerminalKind(environment: ["TERM": "xterm-256color"])?.isModern == true)
    }
}
