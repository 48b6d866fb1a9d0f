/// What a tool call would do, as rules look at it.
package struct ApprovalQuestion: Hashable, Sendable {
    /// The agent's name: `claude`.
    package var agent: String
    /// As the agent calls it: `Bash`, `Edit`, `mcp__github__create_issue`.
    package var tool: String
    package var command: String?
    /// As it was given; relative to the directory.
    package var path: String?
    /// Where the agent works, absolute.
    package var directory: String
    /// The owner's home directory, absolute.
    package var home: String
    /// Where the path leads when links are followed, if somebody has looked.
    package var realPath: String?
    /// Directories with what `tend` goes by: rules, manifests, books, keys.
    package var own: [String] = []

    package init(
        agent: String, tool: String, command: String? = nil, path: String? = nil, directory: String, home: String,
        realPath: String? = nil
    ) {
        self.agent = agent
        self.tool = tool
        self.command = command
        self.path = path
        self.directory = directory
        self.home = home
        self.realPath = realPath
    }

    /// The path without `.`, `..` and `~`, absolute; and the one behind the links.
    var places: [String] {
        guard let path else { return [] }
        let named = PathText.absolute(path, in: directory, home: home)
        return realPath.map { $0 == named ? [named] : [named, $0] } ?? [named]
    }
}

package enum PathText {
    /// The path as the kernel would walk it if there were no links: absolute, without `.`, `..`, doubled slashes and a leading `~`.
    package static func absolute(_ path: String, in directory: String, home: String) -> String {
        var whole = path
        if path == "~" || path.hasPrefix("~/") {
            whole = home + path.dropFirst()
        } else if !path.hasPrefix("/") {
            whole = directory + "/" + path
        }
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Whether `path` is `folder` or lies in it.
    static func isWithin(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
