/// Keeps from the program what a terminal sends without anybody having pressed a key: answers to questions that the program did
/// not ask this terminal (its own terminal has answered them already), and reports of focus and mouse that it did not ask for.
///
/// A pure state machine over bytes in any chunking. Inside a bracketed paste everything is text.
///
/// - SeeAlso: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>
struct ReplyFilter {
    struct Output: Hashable {
        var bytes: [UInt8] = []
        /// Whether somebody typed, pasted or clicked; focus and motion alone do not count.
        var isTyping = false
    }

    /// What bytes are held back for.
    enum Hold: Hashable {
        case nothing
        /// They may be the Escape key, or the beginning of another one.
        case key
        /// They are the beginning of an answer, which is dropped.
        case reply
    }

    /// What the program asked for.
    var modes: Modes = []

    /// A sequence that is not yet complete, from its Escape on.
    private var held: [UInt8] = []
    /// Bytes so far of an answer that lasts until BEL or ST; nil: there is none.
    private var stringLength: Int?
    private var isStringEscape = false
    private(set) var isInPaste = false

    private static let escape: UInt8 = 0x1B
    /// No key or report is longer.
    private static let longestSequence = 64
    /// The longest answers are clipboards, which nobody asks for here.
    private static let longestString = 1 << 16

    var hold: Hold { stringLength != nil ? .reply : held.isEmpty ? .nothing : .key }

    mutating func feed(_ input: some Sequence<UInt8>) -> Output {
        var output = Output()
        for byte in input { take(byte, &output) }
        return output
    }

    /// Nothing more came for a while: what is held back was a key, or an answer without an end.
    mutating func flush() -> Output {
        var output = Output()
        stringLength = nil
        isStringEscape = false
        release(&output)
        return output
    }

    private mutating func take(_ byte: UInt8, _ output: inout Output) {
        if let length = stringLength, skip(byte, length) { return }
        if held.isEmpty, byte != Self.escape {
            output.bytes.append(byte)
            output.isTyping = true
            return
        }
        // An Escape within a sequence begins another one.
        if byte == Self.escape, !isX10Report { release(&output) }
        held.append(byte)
        switch verdict {
        case .undecided where held.count < Self.longestSequence: break
        case .undecided, .key: release(&output)
        case .report:
            output.bytes += held
            held = []
        case .dropped: held = []
        case .string:
            stringLength = 0
            held = []
        }
    }

    private mutating func release(_ output: inout Output) {
        if held.isEmpty { return }
        if held.elementsEqual("\u{1B}[200~".utf8) { isInPaste = true }
        if held.elementsEqual("\u{1B}[201~".utf8) { isInPaste = false }
        output.bytes += held
        output.isTyping = true
        held = []
    }

    /// Takes the next byte of an answer. False when it is not part of it.
    private mutating func skip(_ byte: UInt8, _ length: Int) -> Bool {
        stringLength = length + 1
        if isStringEscape {
            isStringEscape = false
            stringLength = nil
            if byte == UInt8(ascii: "\\") { return true }
            held = [Self.escape]
            return false
        }
        switch byte {
        case Self.escape:
            isStringEscape = true
            return true
        case 0x07:
            stringLength = nil
            return true
        case 0..<0x20, 0x7F:
            stringLength = nil
            return false
        default:
            if length >= Self.longestString { stringLength = nil }
            return true
        }
    }

    // MARK: What a sequence is

    private enum Verdict {
        case undecided
        case key
        /// Wanted by the program, but nobody typed.
        case report
        case dropped
        /// An answer whose end is still to come.
        case string
    }

    private var isX10Report: Bool { held.count >= 3 && held[1] == UInt8(ascii: "[") && held[2] == UInt8(ascii: "M") }

    private var verdict: Verdict {
        guard held.count > 1 else { return .undecided }
        switch held[1] {
        case UInt8(ascii: "["): return controlSequence
        case UInt8(ascii: "O"): return held.count < 3 ? .undecided : .key
        // Behind Alt-], Alt-P and Alt-_ comes nothing, or what is typed next; behind the others what no one types at once.
        case UInt8(ascii: "]") where !isInPaste: return begins([Self.digits])
        case UInt8(ascii: "P") where !isInPaste:
            return begins([Self.digits.union([UInt8(ascii: ">"), UInt8(ascii: "!")]), Set("|$+!".utf8)])
        case UInt8(ascii: "_") where !isInPaste: return begins([[UInt8(ascii: "G")]])
        default: return .key
        }
    }

    private static let digits = Set("0123456789".utf8)

    /// Whether the introducer is followed by one byte of each set.
    private func begins(_ sets: [Set<UInt8>]) -> Verdict {
        for (byte, set) in zip(held.dropFirst(2), sets) where !set.contains(byte) { return .key }
        return held.count - 2 < sets.count ? .undecided : .string
    }

    private var controlSequence: Verdict {
        guard held.count > 2, let final = held.last else { return .undecided }
        if isX10Report, !isInPaste {
            return held.count < 6 ? .undecided : mouse(Int(held[3]) - 32, isWanted: !modes.contains(.mouseSGR))
        }
        guard (0x20...0x7E).contains(final) else { return .key }
        guard final >= 0x40 else { return .undecided }
        if isInPaste { return .key }
        let text = String(decoding: held.dropFirst(2).dropLast(), as: UTF8.self)
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        switch (text.first, Unicode.Scalar(final)) {
        // Device attributes, modes, extended cursor position, keyboard flags, colour scheme.
        case ("?", _), (">", _), ("=", _): return .dropped
        case ("<", "M"), ("<", "m"):
            let button = text.dropFirst().split(separator: ";").first.flatMap { Int($0) }
            return final == UInt8(ascii: "m")
                ? modes.isDisjoint(with: .anyMouse) ? .dropped : .report
                : mouse(button ?? 0, isWanted: modes.contains(.mouseSGR))
        case (nil, "I"), (nil, "O"): return modes.contains(.focusEvents) ? .report : .dropped
        // Status, window reports, requested parameters, modes.
        case (_, "n"), (_, "t"), (_, "x"), (_, "y"): return .dropped
        // rxvt's shifted right arrow has no number.
        case (.some, "c"): return .dropped
        // A cursor position; in the first row it may as well be F3 with modifiers.
        case (.some, "R"): return numbers.count == 2 && numbers[0] == 1 && (numbers[1] ?? 0) <= 16 ? .key : .dropped
        // urxvt's mouse reports.
        case (.some, "M"): return mouse((numbers[0] ?? 32) - 32, isWanted: true)
        default: return .key
        }
    }

    private func mouse(_ button: Int, isWanted: Bool) -> Verdict {
        guard isWanted, !modes.isDisjoint(with: .anyMouse) else { return .dropped }
        return button & 32 != 0 ? .report : .key
    }
}
