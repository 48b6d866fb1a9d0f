import TendScreen
import Testing

@testable import TendTerminal

struct ReportTests {
    @Test func `the terminal says what it is`() {
        expectAnswer("\u{1B}[c", Reply.primaryAttributes)
        expectAnswer("\u{1B}Z", Reply.primaryAttributes)
        expectAnswer("\u{1B}[>c", Reply.secondaryAttributes)
        expectAnswer("\u{1B}[=c", Reply.tertiaryAttributes)
        let terminal = makeTerminal("\u{1B}[>0q", options: TerminalOptions(version: "1.2"))
        #expect(terminal.answer == Reply.version(name: "tend", version: "1.2"))
    }

    @Test func `status and places are reported`() {
        expectAnswer("\u{1B}[5n", "\u{1B}[0n")
        expectAnswer("ab\r\nc\u{1B}[6n", "\u{1B}[2;2R")
        expectAnswer("\u{1B}[?6n", "\u{1B}[?1;1;1R")
        expectAnswer("\u{1B}[?996n", "\u{1B}[?997;1n")
    }

    @Test func `the window's size is told, its title never`() {
        expectAnswer("\u{1B}[18t", "\u{1B}[8;5;10t")
        expectAnswer("\u{1B}[19t", "\u{1B}[9;5;10t")
        expectAnswer("\u{1B}[14t", "\u{1B}[4;100;100t")
        expectAnswer("\u{1B}[16t", "\u{1B}[6;20;10t")
        expectAnswer("\u{1B}]0;rm -rf\u{7}\u{1B}[20t\u{1B}[21t", "\u{1B}]L\u{1B}\\\u{1B}]l\u{1B}\\")
    }

    @Test func `settings are reported`() {
        expectAnswer("\u{1B}[1;4:3;38:2::1:2:3m\u{1B}P$qm\u{1B}\\", "\u{1B}P1$r0;1;4:3;38:2::1:2:3m\u{1B}\\")
        expectAnswer("\u{1B}[2;4r\u{1B}P$qr\u{1B}\\", "\u{1B}P1$r2;4r\u{1B}\\")
        expectAnswer("\u{1B}[?69h\u{1B}[2;4s\u{1B}P$qs\u{1B}\\", "\u{1B}P1$r2;4s\u{1B}\\")
        expectAnswer("\u{1B}[4 q\u{1B}P$q q\u{1B}\\", "\u{1B}P1$r4 q\u{1B}\\")
        expectAnswer("\u{1B}P$q\"q\u{1B}\\", "\u{1B}P1$r0\"q\u{1B}\\")
        expectAnswer("\u{1B}P$qz\u{1B}\\", "\u{1B}P0$r\u{1B}\\")
        expectAnswer("\u{1B}P+q544e\u{1B}\\", "\u{1B}P0+r\u{1B}\\")
    }

    @Test func `a checksum is the negated sum of the codes`() {
        expectAnswer("AB\u{1B}[7;1;1;1;1;3*y", "\u{1B}P7!~FF5D\u{1B}\\")
    }

    @Test func `colours are told and changed`() {
        let terminal = makeTerminal("\u{1B}]4;1;?\u{7}\u{1B}]11;?\u{1B}\\")
        #expect(terminal.answer == "\u{1B}]4;1;rgb:cdcd/0000/0000\u{7}\u{1B}]11;rgb:0000/0000/0000\u{1B}\\")
        terminal.feed("\u{1B}]11;#123456\u{7}\u{1B}]11;?\u{7}\u{1B}]111\u{7}\u{1B}]11;?\u{7}")
        #expect(terminal.answer == "\u{1B}]11;rgb:1212/3434/5656\u{7}\u{1B}]11;rgb:0000/0000/0000\u{7}")
        #expect(terminal.takeNotices() == [.colorsChanged, .colorsChanged])
    }

    @Test func `a program that asked is told of light and dark`() {
        let terminal = makeTerminal()
        terminal.setColorScheme(dark: false)
        #expect(terminal.answer == "")
        terminal.feed("\u{1B}[?2031h")
        terminal.setColorScheme(dark: true)
        #expect(terminal.answer == "\u{1B}[?997;1n")
    }

    @Test func `program status is answered before the attributes`() {
        expectAnswer("\u{1B}]7501;?\u{1B}\\\u{1B}[c", "\u{1B}]7501;?\u{1B}\\" + Reply.primaryAttributes)
    }

    @Test func `program status is kept until a reset`() {
        let terminal = makeTerminal("\u{1B}]7501;state=working:id=a\u{7}\u{1B}]7501;state=done\u{7}")
        #expect(terminal.programStatus.map(\.state) == [.working, .done])
        #expect(terminal.takeNotices().count == 2)
        terminal.feed("\u{1B}]133;A\u{7}")
        #expect(terminal.programStatus.map(\.state) == [.done])
        #expect(terminal.takeNotices() == [.programStatusEnded, .promptMark(PromptMark(.prompt))])
    }

    @Test func `the world hears of titles, bells and wishes`() {
        let terminal = makeTerminal(
            "\u{1B}]0;a\u{7}\u{1B}]2;b\u{7}\u{7}\u{1B}]7;file://h/tmp\u{7}\u{1B}]9;4;1;50\u{7}\u{1B}[8;30;90t"
                + "\u{1B}]52;c;aGk=\u{7}\u{1B}]52;c;?\u{7}\u{1B}]777;notify;t;b\u{7}\u{1B}]22;pointer\u{7}")
        #expect(
            terminal.takeNotices() == [
                .iconTitle("a"), .title("a"), .title("b"), .bell, .directory(path: "/tmp", host: "h"),
                .progress(Progress(state: .normal, percent: 50)), .resizeRequest(Size(rows: 30, columns: 90)),
                .clipboard(.clipboard, "hi"), .clipboardReadDenied(.clipboard),
                .notification(title: "t", body: "b", id: ""),
                .pointerShape("pointer"),
            ])
        #expect(terminal.answer == "")
        #expect(terminal.screen().title == "b")
    }

    @Test func `titles are pushed and popped`() {
        let terminal = makeTerminal("\u{1B}]2;a\u{7}\u{1B}[22;0t\u{1B}]2;b\u{7}\u{1B}[23;0t")
        #expect(terminal.title == "a")
    }

    @Test func `links belong to cells`() {
        let terminal = makeTerminal("\u{1B}]8;id=1;http://x\u{7}ab\u{1B}[1m\u{1B}[mc\u{1B}]8;;\u{7}d")
        #expect(terminal.style(0, 2).link == Link(uri: "http://x", id: "1"))
        #expect(terminal.style(0, 3).link == nil)
        #expect(terminal.row(at: 0).extras.count == 1)
    }

    @Test func `replies and notices are bounded`() {
        let terminal = makeTerminal(String(repeating: "\u{1B}[c\u{1B}]2;a\u{7}\u{1B}]2;b\u{7}", count: 20_000))
        #expect(terminal.takeReplies().count <= 64 << 10)
        #expect(terminal.takeNotices().count <= 256)
    }

    @Test(arguments: [
        "\u{1B}_Gi=31,s=1;AAAA\u{1B}\\", "\u{1B}^pm\u{1B}\\", "\u{1B}Xsos\u{1B}\\", "\u{1B}Pq#0!5~\u{1B}\\",
        "\u{1B}]1337;x=y\u{7}",
        "\u{1B}[?2;3{", "\u{1B}[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20m", "\u{1B}[1$~", "\u{1B}[<1;2~",
        "\u{1B}%G",
        "\u{1B}#3", "\u{1B}[??1h", "\u{1B}[1?h", "\u{5}\u{0}\u{7F}", "\u{1B}[>1;2;3t", "\u{1B}]unfinished\u{18}",
        "\u{1B}[1;2\u{1A}", "\u{1B} F", "\u{1B}]no number\u{7}", "\u{1B}[\"\"\"\"q",
    ])
    func `what is unknown is swallowed`(output: String) {
        let terminal = makeTerminal(output + "ok")
        #expect(terminal.picture == "ok")
        #expect(terminal.answer == "")
    }

    @Test func `an unfinished string ends with the next escape sequence`() {
        expectScreen("\u{1B}]0;ti\u{1B}[2;2Hx", "\n x")
    }

    @Test func `overlong strings are dropped whole`() {
        let terminal = makeTerminal(
            "\u{1B}]2;" + String(repeating: "a", count: 100) + "\u{7}x", options: TerminalOptions(stringLimit: 50))
        #expect(terminal.title == "")
        #expect(terminal.picture == "x")
    }
}
