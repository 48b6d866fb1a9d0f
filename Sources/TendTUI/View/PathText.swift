import TendScreen

/// A directory as people write it: the last part, which tells projects apart, and where that is.
struct PathText: Hashable {
    /// `api`, `~`, `/`.
    var name: String
    /// `~/src`, `/srv/web`; empty where the name says it all.
    var parent: String

    init(_ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        let home = PathText.homeParts(parts)
        if home > 0, parts.count == home {
            (name, parent) = ("~", "")
        } else if let last = parts.last {
            name = last
            let above = parts.dropLast()
            parent =
                home > 0 ? (["~"] + above.dropFirst(home)).joined(separator: "/") : "/" + above.joined(separator: "/")
        } else {
            (name, parent) = ("/", "")
        }
    }

    /// How many parts at the beginning are somebody's home directory. The server may be another machine: nobody asks this one.
    private static func homeParts(_ parts: [String]) -> Int {
        if parts.first == "root" { return 1 }
        return parts.count >= 2 && (parts[0] == "home" || parts[0] == "Users") ? 2 : 0
    }

    /// The parent in so many columns: its end, which differs more than its beginning.
    func parent(columns: Int, mark: String) -> String {
        guard Width.of(text: parent) > columns else { return parent }
        var kept = ""
        for part in parent.split(separator: "/").reversed() {
            let longer = "/" + part + kept
            guard Width.of(text: mark + longer) <= columns else { break }
            kept = longer
        }
        return kept.isEmpty ? Glyphs.cut(parent, to: columns, mark: mark) : mark + kept
    }
}
