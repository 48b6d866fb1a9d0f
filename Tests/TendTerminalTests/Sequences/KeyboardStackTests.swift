import Testing

@testable import TendTerminal

struct KeyboardStackTests {
    @Test func `pushed flags are in force until they are popped`() {
        var stack = KeyboardStack()
        #expect(stack.report == "\u{1B}[?0u")
        stack.push(5)
        stack.push(31)
        #expect(stack.report == "\u{1B}[?31u")
        stack.pop()
        #expect(stack.flags == [.disambiguate, .alternateKeys])
        stack.pop(1)
        #expect(stack == KeyboardStack())
        stack.pop(65535)
        #expect(stack == KeyboardStack())
    }

    @Test func `popping more than there is leaves no flags`() {
        var stack = KeyboardStack()
        stack.set(3)
        stack.push(1)
        stack.pop(9)
        #expect(stack == KeyboardStack())
    }

    @Test func `setting replaces, adds and takes away`() {
        var stack = KeyboardStack()
        stack.set(5, mode: 1)
        stack.set(2, mode: 2)
        #expect(stack.flags.rawValue == 7)
        stack.set(1, mode: 3)
        #expect(stack.flags.rawValue == 6)
        stack.set(1, mode: 4)
        stack.set(1, mode: 0)
        #expect(stack.flags.rawValue == 6)
        stack.set(8)
        #expect(stack.flags.rawValue == 8)
    }

    @Test func `unknown flags are ignored`() {
        var stack = KeyboardStack()
        stack.push(65535)
        #expect(stack.flags == .all)
        stack.push(32)
        #expect(stack.flags == [])
    }

    @Test func `a full stack forgets the oldest entry`() {
        var stack = KeyboardStack()
        for number in 1...1000 { stack.push(number % 31 + 1) }
        #expect(stack.saved.count == 16)
        stack.pop(16)
        #expect(stack.flags.rawValue == UInt8(984 % 31 + 1))
        stack.pop()
        #expect(stack == KeyboardStack())
    }
}
