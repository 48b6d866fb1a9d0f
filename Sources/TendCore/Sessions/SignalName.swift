/// Signals by name and by number, as Linux has them on x86-64 and arm64.
package enum SignalName {
    private static let names = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH",
        "IO",
        "PWR", "SYS",
    ]

    /// Reads `TERM`, `sigterm`, `15`.
    ///
    /// - Throws: ``ServiceError`` with code `invalid` and, if there is one, the name that was probably meant.
    package static func number(_ text: String) throws(ServiceError) -> Int32 {
        if let number = Int32(text) {
            if (1...64).contains(number) { return number }
            throw ServiceError(.invalid, "there is no signal \(number) — signals are 1…64 or names such as TERM")
        }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        if name == "POLL" { name = "IO" }
        if let index = names.firstIndex(of: name) { return Int32(index + 1) }
        let remedy = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        throw ServiceError(
            .invalid,
            "unknown signal '\(DisplayText.excerpt(text))' — \(remedy ?? "use a name such as TERM or a number")")
    }

    /// `SIGTERM` for 15; numbers without a name as `signal 40`.
    package static func name(_ number: Int) -> String {
        names.indices.contains(number - 1) ? "SIG" + names[number - 1] : "signal \(number)"
    }
}
