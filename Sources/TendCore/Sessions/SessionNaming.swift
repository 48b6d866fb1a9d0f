/// What sessions may be called, and what they are called if nobody says.
package enum SessionNaming {
    package static let lengthLimit = 64

    /// The name without surrounding blanks, if it may be one.
    ///
    /// - Parameter noun: what it is the name of, for the words of a refusal.
    /// - Throws: ``ServiceError`` with code `invalid`.
    package static func checked(_ text: String, of noun: String = "session") throws(ServiceError) -> String {
        let name = trimmed(text)
        if name.isEmpty { throw ServiceError(.invalid, "a \(noun)'s name cannot be empty") }
        // A character can hold any number of combining marks, hence the second bound.
        if name.count > lengthLimit || name.utf8.count > lengthLimit * 8 {
            throw ServiceError(.invalid, "a \(noun)'s name has at most \(lengthLimit) characters")
        }
        if name.first == "-" {
            throw ServiceError(.invalid, "a \(noun)'s name cannot begin with '-': it would read as an option")
        }
        if isPathStep(name) {
            throw ServiceError(.invalid, "a \(noun)'s name cannot be '\(name)': in a URL it would read as a folder")
        }
        if let culprit = name.unicodeScalars.first(where: { !isAllowed($0) }) {
            let shown = culprit == "/" ? "'/'" : "control characters"
            throw ServiceError(.invalid, "a \(noun)'s name cannot contain \(shown)")
        }
        return name
    }

    /// The default name of a session that runs `command`: its base name, and a number if that is taken.
    package static func proposed(forCommand command: String, isTaken: (String) -> Bool) -> String {
        var base = command.split(separator: "/").last.map(String.init) ?? ""
        base.unicodeScalars.removeAll { !isAllowed($0) }
        base = trimmed(String(base.drop { $0 == "-" || $0.isWhitespace }.prefix(lengthLimit - 8)))
        if base.isEmpty || isPathStep(base) || base.utf8.count > lengthLimit * 4 { base = "session" }
        if !isTaken(base) { return base }
        var number = 2
        while isTaken("\(base)-\(number)") { number += 1 }
        return "\(base)-\(number)"
    }

    /// Without surrounding blanks.
    package static func trimmed(_ text: String) -> String {
        let head = text.drop { $0.isWhitespace }
        let end = head.lastIndex { !$0.isWhitespace }
        return end.map { String(head[...$0]) } ?? ""
    }

    private static func isPathStep(_ name: String) -> Bool { name == "." || name == ".." }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: scalar != "/" && !DisplayText.isHidden(scalar)
        }
    }
}
