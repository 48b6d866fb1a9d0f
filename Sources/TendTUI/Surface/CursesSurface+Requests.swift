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

    /// Ways in which terminals are asked to tell the user something, by their OSC number.
    package enum NoticeProtocol: Hashable, Sendable { case osc9, osc777, osc99 }

    /// Asks the terminal to tell the user of something.
    package func notify(_ way: NoticeProtocol, _ notice: AttentionNotice) {
        guard traits.isModern else { return }
        let (title, body) = (CursesSurface.short(notice.title), CursesSurface.short(notice.body))
        switch way {
        case .osc9:
            let text = [title, body].filter { !$0.isEmpty }.joined(separator: ": ")
            // `OSC 9 ; 4` is something else: progress.
            send("\u{1B}]9;\(text.first?.isNumber == true ? " " : "")\(text)\u{1B}\\")
        case .osc777:
            // A semicolon would end the title.
            send("\u{1B}]777;notify;\(String(title.map { $0 == ";" ? "," : $0 }));\(body)\u{1B}\\")
        case .osc99:
            // Two parts under one name; the second one completes it.
            send("\u{1B}]99;i=tend-\(notice.id):d=0;\(title)\u{1B}\\")
            send("\u{1B}]99;i=tend-\(notice.id):d=1:p=body;\(body)\u{1B}\\")
        }
    }

    private static func short(_ text: String) -> String { Printable.clean(String(text.prefix(500))) }
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
