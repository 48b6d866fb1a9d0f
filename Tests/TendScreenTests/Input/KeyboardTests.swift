import Testing

@testable import TendScreen

@Suite struct KeyboardTests {
    private func feed(_ keyboard: inout Keyboard, _ text: String) -> Keyboard.Output {
        keyboard.feed(Array(text.utf8)[...])
    }

    @Test func `keys pass, and the keys of the client are its own`() {
        var keyboard = Keyboard()
        #expect(feed(&keyboard, "ls\r") == Keyboard.Output(bytes: Array("ls\r".utf8), isTyping: true))
        #expect(feed(&keyboard, "\u{2}d").detaches)
    }

    @Test func `a lone Escape waits a moment and is then a key`() {
        var keyboard = Keyboard()
        #expect(feed(&keyboard, "\u{1B}") == Keyboard.Output(patience: .milliseconds(20)))
        #expect(keyboard.flush() == Keyboard.Output(bytes: [0x1B], isTyping: true))
    }

    @Test func `an answer that never ends is given up, and focus is no typing`() {
        var keyboard = Keyboard()
        #expect(feed(&keyboard, "\u{1B}]11;rgb:") == Keyboard.Output(patience: .milliseconds(500)))
        #expect(keyboard.flush().bytes.isEmpty)
        keyboard.modes = .focusEvents
        #expect(feed(&keyboard, "\u{1B}[I") == Keyboard.Output(bytes: Array("\u{1B}[I".utf8), isTyping: false))
    }
}
