package import TendScreen

/// What a terminal sends.
package enum TerminalInput: Hashable, Sendable {
    /// Somebody typed, pasted, clicked, or looked elsewhere. Points are places on the terminal.
    case input(Input)
    /// The colour of the background (OSC 11).
    case background(red: UInt8, green: UInt8, blue: UInt8)
    /// The terminal changed to dark or light (mode 2031), or was asked for it.
    case colorScheme(isDark: Bool)
    /// An answer to a question of ours.
    case report(TerminalReport)
}

/// Answers that tell what a terminal can do.
package enum TerminalReport: Hashable, Sendable {
    /// DECRPM of a private mode. 0: not known; 1 and 3: on; 2 and 4: off, of which 3 and 4 cannot be changed.
    case mode(Int, setting: Int)
    /// The kitty keyboard flags in force: the terminal has the protocol.
    case keyboardFlags(UInt8)
    /// The answer that every terminal has (DA1). Those to what was asked before it have come.
    case attributes([Int])
    /// Something else.
    case other
}
