/// A mistake in a file of data. The rest of the file holds.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    /// In scalars, from 1.
    package var column: Int
    /// What is wrong, what was probably meant, and what is done about it: `unknown command 'pane.splt' — did you mean 'pane.split'?
    /// (binding ignored)`.
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String { "\(file):\(line):\(column): \(message)" }
}
