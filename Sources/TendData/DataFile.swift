/// A file of data: a keymap, a theme, the configuration.
package struct DataFile: Hashable, Sendable {
    /// Without folder and ending; it is chosen by this name.
    package var name: String
    /// As diagnostics tell it.
    package var path: String
    package var text: String
    /// Comes with the program and is no file at run time.
    package var isShipped: Bool

    package init(name: String, path: String, text: String, isShipped: Bool) {
        self.name = name
        self.path = path
        self.text = text
        self.isShipped = isShipped
    }
}

/// Files of one kind. The user's stand before the shipped ones; of several with one name the first holds.
package struct Shelf: Hashable, Sendable {
    package var files: [DataFile]

    package init(_ files: [DataFile]) {
        self.files = files
    }

    /// Each once, sorted.
    package var names: [String] { Set(files.map(\.name)).sorted() }

    package func file(named name: String) -> DataFile? { files.first { $0.name == name } }

    /// What `file` inherits from under that name: a file may inherit from the one that it takes the place of, but not from itself or one
    /// that led to it.
    package func base(_ name: String, above heirs: [DataFile]) -> DataFile? {
        // The same file may be there by two paths.
        files.first { file in
            file.name == name && !heirs.contains { $0.name == file.name && $0.text == file.text }
        }
    }
}

/// What a file says, and what is wrong with it.
package struct Loaded<Value: Sendable>: Sendable {
    package var value: Value
    /// In the order of the files, the ones that are inherited from first.
    package var diagnostics: [Diagnostic]

    package init(_ value: Value, _ diagnostics: [Diagnostic]) {
        self.value = value
        self.diagnostics = diagnostics
    }
}

extension Loaded: Equatable where Value: Equatable {}
