/// What texts of the registries may be.
enum RegistryText {
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }

    /// What every agent takes as the name of a table, and what tools' names are made with.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && name.utf8.first != 0x2D
            && name.utf8.allSatisfy { isWord($0) || $0 == 0x2D }
    }

    static func isVariable(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy(isWord)
    }

    /// RFC 9110 §5: a token, and a value without line ends.
    static func isHeader(_ name: String, _ value: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !name.isEmpty && name.utf8.allSatisfy { isWord($0) || marks.contains($0) }
            && !value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }

    /// An address of HTTP. Names and passwords in it would be shown wherever the address is.
    static func checkAddress(_ text: String) throws(ServiceError) {
        let shown = DisplayText.excerpt(text)
        let rest: Substring
        if text.hasPrefix("https://") {
            rest = text.dropFirst(8)
        } else if text.hasPrefix("http://") {
            rest = text.dropFirst(7)
        } else {
            throw ServiceError(.invalid, "'\(shown)' is no address — it begins with http:// or https://")
        }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if host.contains("@") {
            throw ServiceError(.invalid, "the address has a name or password in it — give the key on its own")
        }
        guard !host.isEmpty, !host.hasPrefix(":"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ServiceError(.invalid, "'\(shown)' is no address")
        }
    }
}
