/// Answer of `GET /directories`: the directories that a path which is being typed may go on with.
package struct DirectoryListJSON: Hashable, Sendable, Codable {
    /// The directory that was looked into, absolute: the path up to its last slash.
    package var directory: String
    /// Whether the path as it was given is a directory.
    package var exists: Bool
    /// Names of directories in it that begin as the rest of the path does, sorted. Hidden ones only if that begins with a dot.
    package var names: [String]
    /// There are more.
    package var isCut: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case directory, exists, names
        case isCut = "is_cut"
    }

    package init(directory: String, exists: Bool, names: [String], isCut: Bool) {
        self.directory = directory
        self.exists = exists
        self.names = names
        self.isCut = isCut
    }
}
