import Foundation
import TendScreen
import Testing

/// What somebody does with the multiplexer, again and again.
extension TestTerminal {
    /// From the welcome to a shell. Returns when that reads what is typed.
    func opensShell(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await shows("start a shell", sourceLocation: sourceLocation)
        type("\r")
        // Its tab; before that there is nobody to type to.
        try await shows("1 bash", sourceLocation: sourceLocation)
        type("echo re$((1))ady\r")
        try await shows("re1ady", sourceLocation: sourceLocation)
    }

    /// A line at the command prompt.
    func command(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        type("\u{02}:")
        try await shows(":", sourceLocation: sourceLocation)
        type(line)
        try await shows(line, sourceLocation: sourceLocation)
        type("\r")
    }

    /// C-b d, and the terminal is as it was.
    func leaves(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        detach()
        try await ends(with: .code(0), sourceLocation: sourceLocation)
        try await expectRestored(sourceLocation: sourceLocation)
    }
}
