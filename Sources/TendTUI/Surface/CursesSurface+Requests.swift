import TendScreen

/// What is asked of the terminal besides drawing. Terminals that do not know it do nothing.
extension CursesSurface {
    /// The longest text that goes to the clipboard; some terminals take less.
    package static let longestClipboard = 1 << 20

    package func setTitle(_ title: String) {
        if traits.isModern { send("\u{1B}]2;\(Printable.clean(title))\u{1B}\\") }
    }

    package func bell() { send("\u{7}") }

    /// Puts a text into the clipboard of the terminal (OSC 52). False when it is too long.
    package func copyToClipboard(_ text: String) -> Bool {
        guard text.utf8.count <= CursesSurface.longestClipboard else { return false }
        if traits.isModern { send("\u{1B}]52;c;\(Base64.encode(Array(text.utf8)))\u{1B}\\") }
        return true
    }

    /// Asks the terminal to tell the user of something (OSC 777 where it is known, OSC 9 elsewhere).
    package func notify(title: String, body: String) {
        guard traits.isModern else { return }
        let texts = [title, body].map { Printable.clean(String($0.prefix(500))) }.filter { !$0.isEmpty }
        let knows777 = ["rxvt", "foot", "vte", "ghostty"].contains { traits.term.contains($0) }
        if knows777, texts.count == 2 {
            // A semicolon would end the title.
            let title = String(texts[0].map { $0 == ";" ? "," : $0 })
            send("\u{1B}]777;notify;\(title);\(texts[1])\u{1B}\\")
        } else if !texts.isEmpty {
            // `OSC 9 ; 4` is something else: progress.
            let text = texts.joined(separator: ": ")
            send("\u{1B}]9;\(text.first?.isNumber == true ? " " : "")\(text)\u{1B}\\")
        }
    }
}

enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
