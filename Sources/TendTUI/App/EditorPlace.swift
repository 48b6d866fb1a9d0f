/// A place in a file, as the arguments by which an editor goes there. There is no common way: `+LINE` is understood by most.
struct EditorPlace {
    var path: String
    /// From 1, as is ``column``.
    var line: Int?
    var column: Int?

    /// What follows the editor's own words.
    ///
    /// - Parameter editor: as `VISUAL` has it, with options perhaps: `code --wait`.
    func arguments(for editor: String) -> [String] {
        guard let line else { return [path] }
        let program = editor.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? ""
        let place = column.map { "\(line):\($0)" } ?? "\(line)"
        switch program {
        case "hx", "helix", "zed", "subl": return ["\(path):\(place)"]
        case "code", "code-insiders", "codium", "vscodium", "cursor", "windsurf": return ["--goto", "\(path):\(place)"]
        case "kate": return ["--line", "\(line)"] + (column.map { ["--column", "\($0)"] } ?? []) + [path]
        // One argument for both would print the line and wait for Enter. A `vi` may be another editor that takes only one: it gets the line.
        case "vim", "nvim", "vimx", "gvim":
            return ["+\(line)"] + (column.map { ["+silent! call cursor(\(line),\($0))"] } ?? []) + [path]
        case "nano", "pico": return ["+\(line)" + (column.map { ",\($0)" } ?? ""), path]
        case "emacs", "emacsclient", "micro", "kak": return ["+\(place)", path]
        default: return ["+\(line)", path]
        }
    }
}
