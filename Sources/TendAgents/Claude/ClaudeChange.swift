package import TendCore

/// The change that a tool call of Claude Code would make to a file, worked out from its input and the file as it is.
package struct ClaudeChange: Hashable, Sendable {
    package var path: String
    /// Unified; empty if nothing would change.
    package var diff: String

    /// - Parameter file: the content of a file, by its absolute path; nil if there is none that can be read as text.
    /// - Returns: nil if the tool changes no file in a way that we know.
    package init?(tool: String, input: JSONTree, file: (String) -> String?) {
        switch tool {
        case "Edit", "MultiEdit":
            guard let path = input["file_path"]?.text else { return nil }
            self.path = path
            let steps = tool == "Edit" ? [input] : input["edits"]?.elements ?? []
            diff = ClaudeChange.edited(path, steps, file(path))
        case "Write":
            guard let path = input["file_path"]?.text, let content = input["content"]?.text else { return nil }
            self.path = path
            diff = UnifiedDiff.text(from: file(path), to: content, path: path)
        case "NotebookEdit":
            guard let path = input["notebook_path"]?.text else { return nil }
            self.path = path
            diff = ClaudeChange.cell(path, input, file(path))
        default: return nil
        }
    }

    private static func edited(_ path: String, _ steps: [JSONTree], _ content: String?) -> String {
        var text: String? = content ?? ""
        for step in steps {
            guard let old = step["old_string"]?.text, let new = step["new_string"]?.text else { continue }
            text = text.flatMap { replace(old, new, everywhere: step["replace_all"]?.flag == true, in: $0) }
        }
        if let text { return UnifiedDiff.text(from: content, to: text, path: path) }
        // The file has changed since, or is not what the agent takes it for. What it means to do is still worth reading.
        return steps.compactMap { step in
            guard let old = step["old_string"]?.text, let new = step["new_string"]?.text else { return nil }
            return UnifiedDiff.text(from: old, to: new, path: path)
        }.joined()
    }

    /// nil if `old` does not stand there. An empty one is the text of a new file.
    private static func replace(_ old: String, _ new: String, everywhere: Bool, in text: String) -> String? {
        if old.isEmpty { return text.isEmpty ? new : nil }
        // Byte for byte, as the agent does it: characters would not find a line feed before a carriage return.
        let (bytes, needle, replacement) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
        var result: [UInt8] = []
        var (at, found) = (0, false)
        while at < bytes.count {
            let isHere = bytes[at] == needle[0] && (everywhere || !found) && bytes[at...].starts(with: needle)
            result += isHere ? replacement[...] : bytes[at...at]
            at += isHere ? needle.count : 1
            found = found || isHere
        }
        return found ? String(decoding: result, as: UTF8.self) : nil
    }

    /// A notebook is JSON; the cell's own text is what a person wants to see.
    private static func cell(_ path: String, _ input: JSONTree, _ content: String?) -> String {
        let id = input["cell_id"]?.text
        let name = path + (id.map { "#\($0)" } ?? "")
        let new = input["new_source"]?.text ?? ""
        let mode = input["edit_mode"]?.text ?? "replace"
        if mode == "insert" { return UnifiedDiff.text(from: nil, to: new, path: name) }
        // A notebook that cannot be read has no cell to show; the new text is shown all the same.
        let notebook = content.flatMap { try? JSONTree(parsing: $0.utf8) }
        let cell = notebook?["cells"]?.elements.first { $0["id"]?.text == id }
        let source = cell?["source"].map { source in
            source.text ?? source.elements.compactMap(\.text).joined()
        }
        return UnifiedDiff.text(from: source ?? "", to: mode == "delete" ? nil : new, path: name)
    }
}
