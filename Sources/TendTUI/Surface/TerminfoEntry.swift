import CCurses
import TendScreen

/// What ncurses is told of the terminal: a terminfo entry of our own.
///
/// It has only what moves the cursor, erases and scrolls, taken from the entry of the user's `TERM`. Colours and attributes are not in it:
/// ncurses writes a mark for each change of look (``mark``), and ``Inking`` puts the terminal's own sequences in its place. So everything
/// that a terminal can show gets there, also what ncurses has no name for, under every `TERM`.
struct TerminfoEntry: Hashable {
    /// The byte that begins a change of look: the number of the look and ``markEnd`` follow.
    static let mark: UInt8 = 0x01
    static let markEnd: UInt8 = 0x3B
    /// Looks that ncurses can tell apart.
    static let pairs: Int32 = 1 << 17
    static let name = "tend"

    /// By short name: `cup`.
    var strings: [String: String]
    /// What goes to the screen for programs, and back; empty where there is one only.
    var enter = ""
    var leave = ""
    /// How many colours there are; 0: none; nil: nobody knows.
    var colorCount: Int?

    /// The strings that drawing uses, with their places in a compiled entry.
    private static let places: [(name: String, place: Int)] = [
        ("cr", 2), ("csr", 3), ("clear", 5), ("el", 6), ("ed", 7), ("hpa", 8), ("cup", 10), ("cud1", 11), ("home", 12),
        ("cub1", 14), ("cuf1", 17), ("cuu1", 19), ("dl1", 22), ("ech", 37), ("il1", 53), ("dl", 106), ("cud", 107),
        ("indn", 109), ("il", 110), ("cub", 111), ("cuf", 112), ("rin", 113), ("cuu", 114), ("vpa", 127),
        ("ind", 129), ("ri", 130), ("el1", 269), ("op", 297), ("scp", 301),
    ]

    /// What nearly every terminal understands, for one that terminfo does not know.
    static let ansi = TerminfoEntry(
        strings: [
            "cr": "\r", "csr": "\u{1B}[%i%p1%d;%p2%dr", "clear": "\u{1B}[H\u{1B}[2J", "el": "\u{1B}[K",
            "ed": "\u{1B}[J",
            "hpa": "\u{1B}[%i%p1%dG", "cup": "\u{1B}[%i%p1%d;%p2%dH", "cud1": "\n", "home": "\u{1B}[H", "cub1": "\u{8}",
            "cuf1": "\u{1B}[C", "cuu1": "\u{1B}[A", "dl1": "\u{1B}[M", "ech": "\u{1B}[%p1%dX", "il1": "\u{1B}[L",
            "dl": "\u{1B}[%p1%dM", "cud": "\u{1B}[%p1%dB", "il": "\u{1B}[%p1%dL", "cub": "\u{1B}[%p1%dD",
            "cuf": "\u{1B}[%p1%dC", "cuu": "\u{1B}[%p1%dA", "vpa": "\u{1B}[%i%p1%dd", "ind": "\n", "ri": "\u{1B}M",
            "el1": "\u{1B}[1K",
        ])

    /// The entry for a terminal, from its own in the terminfo database or else ``ansi``.
    static func find(_ term: String) -> TerminfoEntry {
        guard tend_terminfo_load(term) else { return ansi }
        defer { tend_terminfo_unload() }
        func string(_ name: String) -> String? {
            tend_terminfo_string(name).map { withoutDelays(String(cString: $0)) }
        }
        var entry = TerminfoEntry(strings: [:])
        for (name, _) in places where name != "op" && name != "scp" { entry.strings[name] = string(name) }
        entry.colorCount = Int(tend_terminfo_colors())
        entry.enter = string("smcup") ?? ""
        entry.leave = string("rmcup") ?? ""
        // What cannot place a cursor is not described, or is no screen.
        return entry.strings["cup"] == nil ? ansi : entry
    }

    /// The colours of a terminal, from what its name tells and what its entry says.
    func depth(_ named: ColorDepth) -> ColorDepth {
        guard let colorCount, named != .trueColor else { return named }
        switch colorCount {
        case ..<8: return .mono
        case ..<256: return named
        case ..<(1 << 24): return .palette256
        default: return .trueColor
        }
    }

    /// `$<5>` and the like: terminals that need a pause are gone.
    static func withoutDelays(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "$") {
            result += rest[..<start]
            rest = rest[start...]
            if rest.dropFirst().first == "<", let end = rest.firstIndex(of: ">") {
                rest = rest[rest.index(after: end)...]
            } else {
                result.append("$")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// The entry as `TERMINFO` takes it: `hex:` and the compiled form, in the format with 32-bit numbers.
    ///
    /// - SeeAlso: `term(5)`.
    func compiled(rows: Int, columns: Int) -> String {
        let names = Array("\(TerminfoEntry.name)|drawn by tend\0".utf8)
        // Not `am`: the surface switches wrapping off (DEC mode 7). After the last column ncurses knows nothing of the cursor, and places
        // it anew.
        var booleans = [UInt8](repeating: 0, count: 15)
        booleans[4] = 1
        // Looks survive a movement of the cursor: they are put in place by us.
        booleans[14] = 1
        var numbers = [Int32](repeating: -1, count: 15)
        numbers[0] = Int32(clamping: columns)
        numbers[2] = Int32(clamping: rows)
        // Enough for all pairs to differ.
        numbers[13] = 512
        numbers[14] = TerminfoEntry.pairs
        var strings = strings
        strings["op"] = "\u{1}0;"
        strings["scp"] = "\u{1}%p1%d;"
        let used = TerminfoEntry.places.filter { strings[$0.name] != nil }
        var offsets = [Int16](repeating: -1, count: (used.map(\.place).max() ?? 0) + 1)
        var table: [UInt8] = []
        for (name, place) in used {
            offsets[place] = Int16(clamping: table.count)
            table += Array((strings[name] ?? "").utf8) + [0]
        }
        var bytes: [UInt8] = []
        func put(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for number in [0o1036, names.count, booleans.count, numbers.count, offsets.count, table.count] {
            put(Int16(clamping: number))
        }
        bytes += names + booleans
        if bytes.count % 2 == 1 { bytes.append(0) }
        for number in numbers { put(number) }
        for offset in offsets { put(offset) }
        bytes += table
        let digits = Array("0123456789abcdef".utf8)
        let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "hex:" + String(decoding: hex, as: UTF8.self)
    }
}
