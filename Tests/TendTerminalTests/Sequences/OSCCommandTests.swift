import TendScreen
import Testing

@testable import TendTerminal

struct OSCCommandTests {
    private static func title(_ text: String, _ isWindow: Bool = true, _ isIcon: Bool = true) -> OSCCommand {
        .title(text, isWindow: isWindow, isIcon: isIcon)
    }

    private static let titles: [(String, OSCCommand?)] = [
        ("0;vim", title("vim")), ("1;vim", title("vim", false, true)), ("2;vim", title("vim", true, false)),
        ("2;a;b", title("a;b", true, false)), ("0;", title("")), ("0;a\u{1B}b\u{202E}", title("ab")), ("0", nil),
        ("", nil),
        (";", nil), ("x;y", nil), ("00000000002;x", nil), ("3;WM_CLASS=x", nil), ("99999;x", nil), ("-1;x", nil),
        ("I;icon", nil), ("lfoo", nil), ("5;0;?", nil), ("13;?", nil), ("50;font", nil), ("1337;File=:", nil),
        ("60", nil), ("21;?", nil),
    ]

    private static let colors: [(String, OSCCommand?)] = [
        ("4;1;?", .colors([ColorRequest(.palette(1), .query)])),
        ("4;1;#ff0000", .colors([ColorRequest(.palette(1), .set(RGB(255, 0, 0)))])),
        (
            "4;0;?;255;rgb:01/02/03;3;red",
            .colors([
                ColorRequest(.palette(0), .query), ColorRequest(.palette(255), .set(RGB(1, 2, 3))),
                ColorRequest(.palette(3), .set(RGB(255, 0, 0))),
            ])
        ),
        ("4;256;?", nil), ("4;x;?", nil), ("4;1", nil), ("4;", nil), ("4;1;nocolor", nil),
        ("4;1;nocolor;2;?", .colors([ColorRequest(.palette(2), .query)])),
        ("4;1;?;2", .colors([ColorRequest(.palette(1), .query)])),
        ("10;?", .colors([ColorRequest(.foreground, .query)])), ("11;?", .colors([ColorRequest(.background, .query)])),
        ("12;?", .colors([ColorRequest(.cursor, .query)])),
        ("10;?;?", .colors([ColorRequest(.foreground, .query), ColorRequest(.background, .query)])),
        ("10;;#000000", .colors([ColorRequest(.background, .set(RGB(0, 0, 0)))])),
        ("11;?;?;?;?;?", .colors([ColorRequest(.background, .query), ColorRequest(.cursor, .query)])),
        ("10;", nil), ("104", .resetPalette), ("104;", .resetPalette),
        ("104;1;2", .resetColors([.palette(1), .palette(2)])),
        ("104;x;300", nil), ("110", .resetColors([.foreground])), ("111;", .resetColors([.background])),
        ("112", .resetColors([.cursor])), ("113", nil),
    ]

    private static let places: [(String, OSCCommand?)] = [
        ("7;file://host/tmp", .directory(path: "/tmp", host: "host")),
        ("7;file:///tmp", .directory(path: "/tmp", host: "")),
        ("7;file:///a%20b/%C3%A9", .directory(path: "/a b/é", host: "")),
        ("7;file:///a;b", .directory(path: "/a;b", host: "")),
        ("7;kitty-shell-cwd://h/100%", .directory(path: "/100%", host: "h")), ("7;file://host", nil), ("7;/tmp", nil),
        ("7;http://host/tmp", nil), ("7;file:///%zz", nil), ("7;file:///%4", nil), ("7;file:///%00", nil),
        ("7;file:///%ff", nil),
        ("7;file:///a%1bb", nil), ("7;file://a@b/tmp", nil), ("7;", nil), ("7", nil),
        ("7;file:///" + String(repeating: "a", count: 5000), nil),
        ("8;;https://a.b/c?d=1;2", .link(Link(uri: "https://a.b/c?d=1;2"))),
        ("8;id=x;http://a", .link(Link(uri: "http://a", id: "x"))),
        ("8;foo=1:id=y:bar=2;http://a", .link(Link(uri: "http://a", id: "y"))), ("8;;", .link(nil)),
        ("8;id=1;", .link(nil)),
        ("8;", nil), ("8", nil), ("8;;a\u{7F}b", .link(nil)), ("8;;" + String(repeating: "a", count: 2084), .link(nil)),
        ("8;id=" + String(repeating: "a", count: 251) + ";http://a", .link(Link(uri: "http://a"))),
    ]

    private static let messages: [(String, OSCCommand?)] = [
        ("9;Build done", .notification(title: "", body: "Build done")), ("9;", nil),
        ("9;a;b", .notification(title: "", body: "a;b")),
        ("9;4;1;50", .progress(.normal, percent: 50)), ("9;4;2;200", .progress(.error, percent: 100)),
        ("9;4;3", .progress(.indeterminate, percent: nil)), ("9;4;0;", .progress(.none, percent: nil)),
        ("9;4;4;x", .progress(.paused, percent: nil)), ("9;4;5;1", nil), ("9;4;", nil), ("9;4;x", nil),
        ("9;4", .notification(title: "", body: "4")), ("9;9;/tmp", nil), ("9;1;100", nil), ("9;12", nil),
        ("9;13;x", .notification(title: "", body: "13;x")), ("9;0;x", .notification(title: "", body: "0;x")),
        ("777;notify;T;B", .notification(title: "T", body: "B")),
        ("777;notify;T;B;C", .notification(title: "T", body: "B;C")),
        ("777;notify;T", .notification(title: "T", body: "")), ("777;notify;;", nil), ("777;notify", nil),
        ("777;other;T;B", nil),
        ("133;A", .promptMark(PromptMark(.prompt))), ("133;A;cl=m;aid=1", .promptMark(PromptMark(.prompt))),
        ("133;A;k=i", .promptMark(PromptMark(.prompt))), ("133;A;k=s", nil),
        ("133;N", .promptMark(PromptMark(.prompt))),
        ("133;B", .promptMark(PromptMark(.command))), ("133;C;cmdline=ls", .promptMark(PromptMark(.output))),
        ("133;D", .promptMark(PromptMark(.end))), ("133;D;0", .promptMark(PromptMark(.end, exitCode: 0))),
        ("133;D;130;aid=1", .promptMark(PromptMark(.end, exitCode: 130))),
        ("133;D;-1", .promptMark(PromptMark(.end, exitCode: -1))),
        ("133;D;x", .promptMark(PromptMark(.end))), ("133;D;99999999999999999999", .promptMark(PromptMark(.end))),
        ("133;P;k=s", nil), ("133;Z", nil), ("133;AB", nil), ("133;", nil), ("133", nil),
    ]

    private static let others: [(String, OSCCommand?)] = [
        ("22;pointer", .pointerShape("pointer")), ("22;", .pointerShape("")), ("22;=text", .pointerShape("text")),
        ("22;>wait,text", .pointerShape("text")), ("22;<", .pointerShape("")),
        ("22;left_ptr", .pointerShape("left_ptr")),
        ("22;?text", nil), ("22;a b", nil), ("22;" + String(repeating: "a", count: 65), nil), ("22", nil),
        ("52;c;aGk=", .clipboard(.clipboard, "hi")), ("52;;aGk=", .clipboard(.clipboard, "hi")),
        ("52;p;aGk", .clipboard(.primary, "hi")),
        ("52;pc;aGk=", .clipboard(.clipboard, "hi")), ("52;s0;", .clipboard(.clipboard, "")),
        ("52;c;?", .clipboardQuery(.clipboard)),
        ("52;p;?", .clipboardQuery(.primary)), ("52;c;!", nil), ("52;x;aGk=", nil), ("52;c", nil), ("52;?", nil),
        ("52;c;YRtiCmM=", .clipboard(.clipboard, "ab\nc")), ("7501;?", .programStatusQuery), ("7501;??", nil),
        ("7501", nil),
        ("7501;state=idle", .programStatus(.status(ProgramStatus(state: .idle)))),
    ]

    @Test(arguments: titles + colors + places + messages + others)
    func `commands are read`(text: String, command: OSCCommand?) {
        #expect(OSCCommand.parse(text.utf8) == command)
    }

    @Test func `titles and clipboards are capped`() {
        #expect(
            OSCCommand.parse("0;".utf8 + Array(repeating: 0x61, count: 5000))
                == .title(String(repeating: "a", count: 1024), isWindow: true, isIcon: true))
        let largest = Array(repeating: UInt8(ascii: "A"), count: OSCCommand.Limit.clipboard / 3 * 4)
        guard case .clipboard = OSCCommand.parse("52;c;".utf8 + largest) else {
            Issue.record("the largest clipboard is refused")
            return
        }
        #expect(OSCCommand.parse("52;c;".utf8 + largest + "AAAA".utf8) == nil)
        #expect("52;c;".utf8.count + largest.count <= OSCCommand.Limit.body)
    }

    @Test func `a chain of questions has a bounded number of answers`() {
        let chain = "4" + String(repeating: ";1;?", count: 100_000)
        guard case .colors(let requests) = OSCCommand.parse(chain.utf8) else {
            Issue.record("the chain is refused")
            return
        }
        #expect(requests.count == 256)
    }

    @Test func `progress keeps its percentage where the protocol says so`() {
        var progress = Progress()
        progress.update(.normal, percent: 40)
        progress.update(.error, percent: nil)
        #expect(progress == Progress(state: .error, percent: 40))
        progress.update(.indeterminate, percent: nil)
        #expect(progress == Progress(state: .indeterminate, percent: 40))
        progress.update(.normal, percent: nil)
        #expect(progress == Progress(state: .normal, percent: 0))
        progress.update(.none, percent: 9)
        #expect(progress == Progress())
    }

    @Test func `no bytes trap the parser, and no text leaves it uncleaned`() {
        var random = SeededGenerator(seed: 6)
        let heads = [
            "0;", "4;", "7;file://", "8;", "9;", "9;4;", "10;", "22;", "52;c;", "99;", "104;", "133;", "777;notify;",
            "7501;state=", "7501;",
        ]
        for _ in 0..<20000 {
            let tail = random.bytes(upTo: 80, from: Array("0123456789;;;::==??/%#abcdefpidrgbstateimsgkn,<>-_".utf8))
            let bytes = Array((heads.randomElement(using: &random) ?? "").utf8) + tail
            let text: String? =
                switch OSCCommand.parse(bytes) {
                case .title(let text, _, _), .clipboard(_, let text), .pointerShape(let text): text
                case .notification(let title, let body): title + body
                case .directory(let path, let host): path + host
                case .link(let link): link.map { $0.uri + $0.id }
                case .programStatus(.status(let status)): status.id + status.app + status.title + status.message
                default: nil
                }
            #expect(
                text?.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && $0.properties.generalCategory == .control }
                    != true)
        }
    }
}
