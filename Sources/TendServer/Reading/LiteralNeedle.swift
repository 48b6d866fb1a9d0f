import Glibc

/// A pattern that is plain ASCII text: what most people search for. Looking for it takes a small part of the time that a regular
/// expression takes.
struct LiteralNeedle: Sendable {
    private let text: String
    private let ignoresCase: Bool

    /// Nil if the pattern means more than its letters.
    init?(pattern: String, ignoresCase: Bool) {
        let isPlain = pattern.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: " _-/:=,;@%&!\"'<>~".utf8.contains(byte)
            }
        }
        guard isPlain, !pattern.isEmpty else { return nil }
        text = pattern
        self.ignoresCase = ignoresCase
    }

    func isIn(_ line: String) -> Bool {
        line.withCString { line in
            guard ignoresCase else { return strstr(line, text) != nil }
            // glibc's strcasestr is hidden from Swift. Both cases of the first letter, and then the rest.
            let set = String(text.prefix(1)).lowercased() + String(text.prefix(1)).uppercased()
            var place = strpbrk(line, set)
            while let found = place {
                if strncasecmp(found, text, text.utf8.count) == 0 { return true }
                place = strpbrk(found + 1, set)
            }
            return false
        }
    }
}
