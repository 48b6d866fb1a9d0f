import TendCore

/// How an editor is started in a session of its own, which goes when the editor has ended well.
enum EditorScript {
    /// What the script is called, by which every client knows such a session again: the one that started it may be gone by its end.
    private static let name = "tend-editor"

    /// The file goes when the editor ends; the status is the editor's.
    static func temporary(_ path: String) -> [String] {
        let script = #"${VISUAL:-${EDITOR:-vi}} "$1"; status=$?; rm -f "$1"; exit $status"#
        return ["/bin/sh", "-c", script, name, path]
    }

    /// - Parameter editor: it may have options of its own.
    static func files(_ editor: String, _ arguments: [String]) -> [String] {
        ["/bin/sh", "-c", #"editor=$1; shift; exec $editor "$@""#, name, editor] + arguments
    }

    static func made(_ session: SessionJSON) -> Bool { session.args.dropFirst(2).first == name }
}
