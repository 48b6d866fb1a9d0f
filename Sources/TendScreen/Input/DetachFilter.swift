/// Finds the keys of the attached client in what the terminal sends: `C-b d` detaches, `C-b C-b` is one `C-b` for the program.
/// Everything else passes as it is.
///
/// A pure state machine over bytes in any chunking. Terminals that encode keys the kitty way send `CSI 98;5u` for C-b.
struct DetachFilter {
    struct Output: Hashable {
        var bytes: [UInt8] = []
        var detaches = false
    }

    private static let prefixByte: UInt8 = 0x02
    /// No key is longer; what is longer is text that looks like a sequence.
    private static let longest = 32

    private var hasPrefix = false
    /// The bytes of the prefix key as they came, to be passed on if nothing of ours follows.
    private var prefixBytes: [UInt8] = []
    /// An escape sequence that is not yet complete.
    private var sequence: [UInt8] = []
    private var isInPaste = false

    /// Whether bytes are held back that may be the beginning of a sequence; they are due after ``flush()``.
    var isHolding: Bool { !sequence.isEmpty }

    /// Whether the next byte is text if it does not begin a key.
    var isResting: Bool { sequence.isEmpty && !hasPrefix }

    /// Whether a byte is, or may be the first one of, more than text.
    static func beginsKey(_ byte: UInt8) -> Bool { byte == 0x1B || byte == prefixByte }

    mutating func feed(_ input: some Sequence<UInt8>) -> Output {
        var output = Output()
        for byte in input {
            if output.detaches { break }
            if sequence.isEmpty, byte != 0x1B {
                take([byte], &output)
            } else {
                sequence.append(byte)
                if isComplete || sequence.count > Self.longest {
                    let whole = sequence
                    sequence = []
                    take(whole, &output)
                }
            }
        }
        return output
    }

    /// Lets go what was held back: an Escape key was pressed alone.
    mutating func flush() -> Output {
        var output = Output()
        let held = sequence
        sequence = []
        if !held.isEmpty { take(held, &output) }
        return output
    }

    /// Whether the bytes since Escape are a whole key or report.
    private var isComplete: Bool {
        guard sequence.count > 1 else { return false }
        switch sequence[1] {
        case UInt8(ascii: "["):
            // X10 mouse reports carry three bytes of any value behind the M.
            if sequence.count > 2, sequence[2] == UInt8(ascii: "M") { return sequence.count == 6 }
            return sequence.count > 2 && (0x40...0x7E).contains(sequence[sequence.count - 1])
        case UInt8(ascii: "O"): return sequence.count == 3
        default: return true
        }
    }

    private mutating func take(_ key: [UInt8], _ output: inout Output) {
        if key == Array("\u{1B}[200~".utf8) { isInPaste = true }
        if key == Array("\u{1B}[201~".utf8) { isInPaste = false }
        let stroke = isInPaste ? nil : Stroke(key)
        if stroke?.isRelease == true {
            // The release of a key whose press was ours; a program that asked for releases gets the others.
            if stroke?.isControlB == true || hasPrefix { return }
        }
        guard hasPrefix else {
            if stroke?.isControlB == true {
                hasPrefix = true
                prefixBytes = key
            } else {
                output.bytes += key
            }
            return
        }
        if stroke?.isModifierAlone == true { return }
        hasPrefix = false
        if stroke?.isControlB == true {
            output.bytes.append(Self.prefixByte)
        } else if stroke?.isD == true {
            output.detaches = true
        } else {
            output.bytes += prefixBytes + key
        }
    }

    /// What matters of a key: is it C-b, is it d.
    private struct Stroke {
        var isControlB = false
        var isD = false
        var isRelease = false
        var isModifierAlone = false

        init?(_ key: [UInt8]) {
            if key.count == 1 {
                isControlB = key[0] == DetachFilter.prefixByte
                isD = key[0] == UInt8(ascii: "d")
                return
            }
            // CSI code[:shifted[:base]] ; modifiers[:phase] … u
            guard key.starts(with: [0x1B, UInt8(ascii: "[")]), key.last == UInt8(ascii: "u") else { return nil }
            let fields = String(decoding: key.dropFirst(2).dropLast(), as: UTF8.self)
                .split(separator: ";", omittingEmptySubsequences: false)
                .map { $0.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) } }
            guard let codes = fields.first, let code = codes.first ?? nil else { return nil }
            let modifiers = fields.count > 1 ? (fields[1].first ?? nil) ?? 1 : 1
            let phase = fields.count > 1 && fields[1].count > 1 ? fields[1][1] ?? 1 : 1
            // Caps lock (64) and num lock (128) change nothing. With another layout, the third code is the key's Latin letter.
            let held = (modifiers - 1) & 63
            let letters = codes.count > 2 ? [code, codes[2] ?? 0] : [code]
            isControlB = letters.contains(98) && held == 4
            isD = letters.contains(100) && held == 0
            isRelease = phase == 3
            isModifierAlone = (57_358...57_363).contains(code) || (57_441...57_454).contains(code)
        }
    }
}
