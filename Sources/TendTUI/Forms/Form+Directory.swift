package import TendCore

/// Completing the directory, as a shell does.
extension Form {
    /// The part of a path that says where to look.
    static func head(of path: String) -> String {
        path == "~" ? "~/" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// - Parameter path: what was typed when it was asked for; if it is something else by now, nothing happens.
    package mutating func complete(_ path: String, with list: DirectoryListJSON) {
        guard self["cwd"]?.text.string == path else { return }
        (completed, isThere, names) = (path, list.exists, [])
        if list.exists, list.names.count == 1, !list.isCut, Form.head(of: path) + list.names[0] == path {
            // There is nothing that it could go on with.
            return move(1)
        }
        guard let first = list.names.first else {
            if list.exists { move(1) } else { problems["cwd"] = "no such directory" }
            return
        }
        if list.names.count == 1, !list.isCut {
            put(Form.head(of: path) + first + "/", in: "cwd")
            isThere = true
        } else {
            // What was cut away may begin in another way.
            let common = list.isCut ? nil : Form.commonStart(list.names)
            let longer = Form.head(of: path) + (common ?? "")
            if longer.count > path.count {
                put(longer, in: "cwd")
                isThere = false
            }
            names = list.names
        }
        completed = self["cwd"]?.text.string
    }

    private static func commonStart(_ names: [String]) -> String {
        names.dropFirst().reduce(names.first ?? "") { common, name in
            String(zip(common, name).prefix { $0 == $1 }.map(\.0))
        }
    }
}
