import Testing

@testable import TendScreen

struct ReplyFilterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sent: String
        var passed: String
        var modes: Modes = []
        var isTyping: Bool

        /// - Parameter passed: nil: all of it.
        init(_ name: String, _ sent: String, passed: String? = nil, modes: Modes = [], isTyping: Bool? = nil) {
            testDescription = name
            self.sent = sent
            self.passed = passed ?? sent
            self.modes = modes
            self.isTyping = isTyping ?? !self.passed.isEmpty
        }
    }

    static let cases = [
        Case("text", "ls é漢\r\u{7F}"),
        Case("arrows and function keys", "\u{1B}[A\u{1B}OP\u{1B}[15~\u{1B}[1;5C\u{1B}[1;2R\u{1B}[Z"),
        Case("rxvt's shifted right arrow", "\u{1B}[c"),
        Case("keys of the kitty protocol", "\u{1B}[97;5u\u{1B}[13;2u\u{1B}[27u"),
        Case("Alt and a key", "\u{1B}x\u{1B}\u{7F}\u{1B}\r"),
        Case("Alt and a key that introduces answers", "\u{1B}]a\u{1B}Px\u{1B}_b"),
        Case("Escape before a sequence", "\u{1B}\u{1B}[A"),
        Case("device attributes", "a\u{1B}[?64;1;2;22c\u{1B}[>41;354;0cb", passed: "ab"),
        Case(
            "a keyboard's flags, a mode, a colour scheme", "\u{1B}[?5u\u{1B}[?2026;2$y\u{1B}[4;1$y\u{1B}[?997;1n",
            passed: ""),
        Case("positions and status", "\u{1B}[24;80R\u{1B}[?1;1R\u{1B}[0n", passed: ""),
        Case("window reports", "\u{1B}[4;600;800t\u{1B}[8;24;80t\u{1B}[48;24;80;600;800t", passed: ""),
        Case("colours with ST", "x\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\y", passed: "xy"),
        Case("colours with BEL", "x\u{1B}]4;1;rgb:ff/00/00\u{07}y", passed: "xy"),
        Case(
            "name and version, a capability, a setting",
            "\u{1B}P>|XTerm(390)\u{1B}\\\u{1B}P1+r524742\u{1B}\\\u{1B}P1$r0m\u{1B}\\", passed: ""),
        Case("an answer about graphics", "\u{1B}_Gi=31;OK\u{1B}\\", passed: ""),
        Case("a cut answer and a key", "\u{1B}]11;rgb:\u{1B}[A\r", passed: "\u{1B}[A\r"),
        Case("a cut answer and a control character", "\u{1B}]11;rgb:\r", passed: "\r"),
        Case("focus that was not asked for", "\u{1B}[I\u{1B}[O", passed: ""),
        Case("focus that was asked for", "\u{1B}[I\u{1B}[O", modes: .focusEvents, isTyping: false),
        Case("a mouse that was not asked for", "\u{1B}[<0;3;4M\u{1B}[<0;3;4m\u{1B}[M !!", passed: ""),
        Case("a click", "\u{1B}[<0;3;4M", modes: [.mouseClicks, .mouseSGR]),
        Case("motion", "\u{1B}[<35;3;4M\u{1B}[<0;3;4m", modes: [.mouseMotion, .mouseSGR], isTyping: false),
        Case("an old mouse report with an Escape in it", "\u{1B}[M \u{1B}!", modes: .mouseClicks),
        Case(
            "an old mouse report where new ones are due", "\u{1B}[M !!", passed: "", modes: [.mouseClicks, .mouseSGR]),
        Case(
            "answers in pasted text", "\u{1B}[200~\u{1B}]11;x\u{07}\u{1B}[?1c\u{1B}[I\u{1B}[M\u{1B}[201~\u{1B}[?1c",
            passed: "\u{1B}[200~\u{1B}]11;x\u{07}\u{1B}[?1c\u{1B}[I\u{1B}[M\u{1B}[201~"),
    ]

    @Test(arguments: cases) func `keys pass, answers do not`(_ example: Case) {
        var filter = ReplyFilter()
        filter.modes = example.modes
        let output = filter.feed(Array(example.sent.utf8))
        #expect(String(decoding: output.bytes, as: UTF8.self).debugDescription == example.passed.debugDescription)
        #expect(output.isTyping == example.isTyping)
        #expect(filter.hold == .nothing)
    }

    @Test(arguments: cases) func `one byte at a time gives the same`(_ example: Case) {
        var filter = ReplyFilter()
        filter.modes = example.modes
        var whole = ReplyFilter.Output()
        for byte in example.sent.utf8 {
            let output = filter.feed([byte])
            whole.bytes += output.bytes
            if output.isTyping { whole.isTyping = true }
        }
        #expect(String(decoding: whole.bytes, as: UTF8.self).debugDescription == example.passed.debugDescription)
        #expect(whole.isTyping == example.isTyping)
    }

    @Test(arguments: ["\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}O", "\u{1B}P>"])
    func `what may be a key is held, then let go`(_ beginning: String) {
        var filter = ReplyFilter()
        #expect(filter.feed(Array(beginning.utf8)).bytes.isEmpty)
        #expect(filter.hold == .key)
        #expect(filter.flush().bytes == Array(beginning.utf8))
        #expect(filter.hold == .nothing)
    }

    @Test func `an answer without an end does not swallow keys for ever`() {
        var filter = ReplyFilter()
        #expect(filter.feed(Array("\u{1B}]11;rgb".utf8)).bytes.isEmpty)
        #expect(filter.hold == .reply)
        #expect(filter.flush().bytes.isEmpty)
        #expect(filter.feed(Array("ab".utf8)).bytes == Array("ab".utf8))
    }

    @Test func `random bytes are neither lost nor doubled where no answer is among them`() {
        // Without Escape nothing is ever held.
        var state: UInt64 = 42
        var bytes: [UInt8] = []
        for _ in 0..<10_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let byte = UInt8(state >> 56)
            bytes.append(byte == 0x1B ? 0x20 : byte)
        }
        var filter = ReplyFilter()
        #expect(filter.feed(bytes).bytes == bytes)
    }
}
