import Glibc
import TendCore
import TendData
import TendTUI

/// What `tend theme`, `tend keymap` and `tend config` have in common.
enum DataFiles {
    /// Of this user.
    static var files: ConfigurationFiles { ConfigurationFiles(directory: Connector.home.configDirectory) }

    /// Prints mistakes, one a line, for editors and people. Ends with 1 when there are any.
    static func report(_ diagnostics: [Diagnostic]) throws {
        try Console.write(diagnostics.map { "\($0)\n" }.joined())
        if !diagnostics.isEmpty { throw Outcome(status: 1) }
        Console.say("no mistakes")
    }

    static func read(_ path: String) throws -> DataFile {
        switch DataFile.read(path) {
        case .success(let file): return file
        case .failure(let problem): throw Failure("cannot read \(path): \(problem.reason)")
        }
    }

    /// A file by its path or, where there is none, by the name that it has on a shelf.
    static func find(_ name: String, on shelf: Shelf) throws -> DataFile {
        if access(name, F_OK) != 0, let file = shelf.file(named: name) { return file }
        return try read(name)
    }

    static func missing(_ what: String, _ name: String, on shelf: Shelf) -> Failure {
        let hint = CommandError.hint(name, among: shelf.names)
        return Failure(
            "there is no \(what) '\(DisplayText.excerpt(name))'"
                + (hint.isEmpty ? " — 'tend \(what) ls' lists them" : hint))
    }

    /// Says what is wrong with the files that were read, without failing.
    static func say(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Console.say(diagnostic.description) }
    }

    /// One line of a list.
    struct Entry: Encodable {
        var name: String
        var description: String
        /// Nil: it comes with the program.
        var file: String?
        var isCurrent: Bool

        enum CodingKeys: String, CodingKey {
            case name, description, file
            case isCurrent = "is_current"
        }
    }

    /// As a table, the current one with a star.
    static func lines(_ entries: [Entry]) -> [String] {
        var table = Table([("", .left), ("NAME", .left), ("DESCRIPTION", .left), ("FILE", .left)])
        for entry in entries {
            table.add([entry.isCurrent ? "*" : "", entry.name, entry.description, entry.file ?? "-"])
        }
        return table.lines(width: nil)
    }
}
