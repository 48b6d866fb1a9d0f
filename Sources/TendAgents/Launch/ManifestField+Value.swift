import TendCore

extension ManifestField {
    /// The value in its one form: truths are `true` and `false`, an option is as the manifest writes it.
    ///
    /// - Parameter takesOthers: whether a `select` may have a value that is not among its options.
    package func normalized(_ value: String, takesOthers: Bool) throws(ConfigProblem) -> String {
        if value.contains("\0") { throw ConfigProblem(key: key, reason: "holds a NUL") }
        let shown = DisplayText.excerpt(value)
        switch kind {
        case .string, .secret, .text:
            return value
        case .number:
            guard let number = Double(value), number.isFinite else {
                throw ConfigProblem(key: key, reason: "a number is wanted, not '\(shown)'")
            }
            return value
        case .boolean:
            switch value.lowercased() {
            case "true", "yes", "on", "1": return "true"
            case "false", "no", "off", "0": return "false"
            default: throw ConfigProblem(key: key, reason: "true or false is wanted, not '\(shown)'")
            }
        case .select:
            if value.isEmpty || takesOthers || options.contains(where: { $0.value == value }) { return value }
            let words = options.map(\.value)
            let hint =
                Suggestion.nearest(to: value, among: words).map { "did you mean '\($0)'?" }
                ?? "one of \(words.joined(separator: ", "))"
            throw ConfigProblem(key: key, reason: "there is no '\(shown)' — \(hint)")
        case .args:
            do throws(ShellWords.Unfinished) {
                _ = try ShellWords.split(value)
            } catch {
                throw ConfigProblem(key: key, reason: "the quotation that begins with \(error.quote) does not end")
            }
            return value
        }
    }

    /// The arguments that a value of this field becomes. The value is in its one form.
    func arguments(for value: String) -> [String] {
        switch kind {
        case .secret:
            return []
        case .boolean:
            guard let flag, value == "true" || flagTakesValue else { return [] }
            return flagTakesValue ? joined(flag, value) : [flag]
        case .args:
            // It was split when it was checked.
            let words = (try? ShellWords.split(value)) ?? []
            return flag.map { flag in words.flatMap { joined(flag, $0) } } ?? words
        case .string, .select, .number, .text:
            guard let flag else { return [] }
            return flagTakesValue ? joined(flag, value) : [flag]
        }
    }

    private func joined(_ flag: String, _ value: String) -> [String] {
        flag.hasSuffix("=") ? [flag + value] : [flag, value]
    }
}
