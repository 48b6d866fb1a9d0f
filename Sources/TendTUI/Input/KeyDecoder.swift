import TendScreen

/// Turns the bytes of a terminal into keys, mouse, paste and answers: the inverse of `KeyEncoder` and `MouseEncoder`, for every terminal
/// at once. Understands xterm's sequences with modifyOtherKeys, the kitty protocol with all of its flags, and what rxvt and the
/// Linux console have of their own.
///
/// Keys are named as a keymap names them: a letter with Shift is the capital, without Shift; only beside Control does Shift stay.
///
/// A pure state machine over bytes in any chunking; time is its owner's: after ``patience`` without more, ``flush()``.
///
/// - SeeAlso: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>, <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>
package struct KeyDecoder: Sendable {
    /// What the next byte belongs to, and with it what is in ``held``.
    private enum State: Hashable {
        /// Nothing is held.
        case ground
        /// An Escape came.
        case escape
        /// `CSI`: its parameters so far.
        case control
        /// `SS3`: its parameters so far.
        case single
        /// A scalar: its first bytes.
        case scalar
        /// An answer that lasts until BEL or ST: all but the Escape.
        case string
        /// A bracketed paste: its text so far.
        case paste
    }

    private var state = State.ground
    private var held: [UInt8] = []
    /// Another Escape came before: the key has Alt.
    private var hasAlt = false
    private var found: [TerminalInput] = []

    package init() {}

    private static let escape: UInt8 = 0x1B
    /// No key or report is longer.
    private static let longestSequence = 128
    /// The longest answers are clipboards, which nobody asks for here.
    private static let longestString = 1 << 16
    /// A longer paste comes in parts.
    private static let longestPaste = 16 << 20
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// What the bytes complete, in order.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        for byte in bytes { take(byte) }
        defer { found = [] }
        return found
    }

    /// How long to wait for more before ``flush()``; nil when nothing is held back.
    package var patience: Duration? {
        switch state {
        case .ground: nil
        // Longer than the bytes of one key lie apart, shorter than a person notices.
        case .escape, .scalar: .milliseconds(20)
        case .control, .single: held.isEmpty ? .milliseconds(20) : .milliseconds(250)
        case .string: held.count < 3 ? .milliseconds(20) : .milliseconds(500)
        case .paste: .seconds(1)
        }
    }

    /// Nothing more came for a while: what is held back was a key, a paste that stands still, or half of something that is lost.
    package mutating func flush() -> [TerminalInput] {
        defer { found = [] }
        // The end of a paste may still come. Until then all is text: it was not typed, and must not become commands.
        if state == .paste {
            emitPaste(isComplete: false)
        } else {
            breakOff()
        }
        return found
    }

    // MARK: One byte

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: begin(byte)
        case .escape: takeEscaped(byte)
        case .control: takeControl(byte)
        case .single: takeSingle(byte)
        case .scalar: takeScalar(byte)
        case .string: takeString(byte)
        case .paste: takePaste(byte)
        }
    }

    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case KeyDecoder.escape: state = .escape
        case 0x80...: hold(byte, as: .scalar)
        default: emit(KeyDecoder.plain(byte))
        }
    }

    private mutating func hold(_ byte: UInt8, as next: State) {
        state = next
        held = [byte]
    }

    private mutating func takeEscaped(_ byte: UInt8) {
        switch byte {
        case KeyDecoder.escape:
            if hasAlt { emit(Key(.escape)) }
            hasAlt = true
            return
        case UInt8(ascii: "["): return state = .control
        case UInt8(ascii: "O"): return state = .single
        default: break
        }
        // An Escape before another key with Alt was typed alone.
        if hasAlt { emit(Key(.escape)) }
        hasAlt = false
        switch byte {
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): hold(byte, as: .string)
        case 0x80...:
            hold(byte, as: .scalar)
            hasAlt = true
        default: finish(KeyDecoder.plain(byte).adding(.alt))
        }
    }

    private mutating func takeControl(_ byte: UInt8) {
        let isX10 = held.first == UInt8(ascii: "M")
        if isX10 {
            held.append(byte)
            if held.count == 4 { finish(KeyDecoder.x10Mouse(held.dropFirst())) }
            return
        }
        guard 0x20..<0x7F ~= byte else { return restart(with: byte) }
        held.append(byte)
        if held == [UInt8(ascii: "M")] || held == [UInt8(ascii: "[")] { return }
        // The console's function keys are `CSI [ A`; rxvt's keys with Shift end in a `$`.
        let isFinal =
            byte >= 0x40 || byte == UInt8(ascii: "$") && held.count > 1 && held.dropLast().allSatisfy { 0x30..<0x3A ~= $0 }
        guard isFinal else {
            if held.count >= KeyDecoder.longestSequence { reset() }
            return
        }
        if held.elementsEqual("200~".utf8) {
            reset()
            return state = .paste
        }
        finish(KeyDecoder.controlSequence(held))
    }

    private mutating func takeSingle(_ byte: UInt8) {
        guard 0x20..<0x7F ~= byte else { return restart(with: byte) }
        held.append(byte)
        if 0x30..<0x3C ~= byte, held.count < KeyDecoder.longestSequence { return }
        finish(KeyDecoder.singleShift(held))
    }

    private mutating func takeScalar(_ byte: UInt8) {
        guard 0x80..<0xC0 ~= byte, let first = held.first, first >= 0xC0 else {
            finish(Key(.character("\u{FFFD}")))
            return begin(byte)
        }
        held.append(byte)
        if held.count < (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4) { return }
        let scalar = String(decoding: held, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
        finish(Key(.character(scalar)))
    }

    private mutating func takeString(_ byte: UInt8) {
        let isEnd = byte == 0x07 || byte == UInt8(ascii: "\\") && held.last == KeyDecoder.escape
        if isEnd, held.count > 1 {
            if held.last == KeyDecoder.escape { held.removeLast() }
            return finish(KeyDecoder.answer(held))
        }
        if held.last == KeyDecoder.escape || byte < 0x20 && byte != KeyDecoder.escape || byte == 0x7F {
            // No answer has such bytes: it is broken off.
            let isEscaped = held.last == KeyDecoder.escape
            if isEscaped { held.removeLast() }
            breakOff()
            if isEscaped { take(KeyDecoder.escape) }
            return take(byte)
        }
        held.append(byte)
        guard KeyDecoder.mayBeAnswer(held) else {
            // Alt-] and what was typed next.
            let typed = held.dropFirst()
            finish(KeyDecoder.plain(held[0]).adding(.alt))
            for byte in typed { take(byte) }
            return
        }
        if held.count > KeyDecoder.longestString { held.removeLast(held.count - 16) }
    }

    private mutating func takePaste(_ byte: UInt8) {
        held.append(byte)
        if byte == UInt8(ascii: "~"), held.suffix(KeyDecoder.pasteEnd.count) == KeyDecoder.pasteEnd[...] {
            held.removeLast(KeyDecoder.pasteEnd.count)
            emitPaste(isComplete: true)
        } else if held.count >= KeyDecoder.longestPaste {
            emitPaste(isComplete: false)
        }
    }

    // MARK: Ends

    /// Hands out what was pasted so far. What may be the beginning of the end, or of a scalar, is kept for the next part.
    private mutating func emitPaste(isComplete: Bool) {
        var rest: [UInt8] = []
        if !isComplete {
            let end = (1..<KeyDecoder.pasteEnd.count).last { held.suffix($0) == KeyDecoder.pasteEnd.prefix($0) }
            let cut = held.suffix(4).lastIndex { $0 & 0xC0 != 0x80 }
            if let end {
                rest = Array(held.suffix(end))
            } else if let cut, held[cut] >= 0xC0, held.count - cut < (held[cut] < 0xE0 ? 2 : held[cut] < 0xF0 ? 3 : 4) {
                rest = Array(held[cut...])
            }
            held.removeLast(rest.count)
        }
        if isComplete || !held.isEmpty { found.append(.input(.paste(String(decoding: held, as: UTF8.self)))) }
        held = rest
        if isComplete { state = .ground }
    }

    /// What is held back gets no more.
    private mutating func breakOff() {
        switch state {
        case .ground, .paste: break
        case .escape: finish(Key(.escape))
        // Two bytes are a key, more are half of one.
        case .control where held.isEmpty: finish(Key(.character("["), .alt))
        case .single where held.isEmpty: finish(Key(.character("O"), .alt))
        case .string where held.count == 1: finish(KeyDecoder.plain(held[0]).adding(.alt))
        case .scalar: finish(Key(.character("\u{FFFD}")))
        case .control, .single, .string: reset()
        }
    }

    private mutating func restart(with byte: UInt8) {
        breakOff()
        begin(byte)
    }

    private mutating func finish(_ key: Key) { finish(.input(.key(key))) }

    /// - Parameter input: nil when the sequence means nothing to us.
    private mutating func finish(_ input: TerminalInput?) {
        let alt = hasAlt
        reset()
        switch input {
        case nil: break
        case .input(.key(let key)) where alt: emit(key.adding(.alt))
        case .some(let input): found.append(input)
        }
    }

    private mutating func reset() {
        state = .ground
        held = []
        hasAlt = false
    }

    private mutating func emit(_ key: Key) { found.append(.input(.key(key))) }
}

extension Key {
    func adding(_ more: Modifiers) -> Key { Key(code, modifiers.union(more), phase: phase) }
}
