import TendCore
import TendScreen

/// What was copied, which the server keeps, and what programs want to copy.
extension Model {
    /// An event that is about no session.
    mutating func takeBuffers(_ event: EventJSON) -> [Effect] {
        guard event.topic == "buffers.changed", let overlay = overlays.last, isBufferList(overlay) else { return [] }
        return [.listBuffers]
    }

    private static let listTitle = "buffers"

    private func isBufferList(_ overlay: Overlay) -> Bool {
        if case .palette(let palette) = overlay { palette.title == Model.listTitle } else { false }
    }

    /// The list; one that is open goes on with what was typed into it.
    mutating func take(_ buffers: [BufferJSON]) {
        let items = buffers.map { buffer in
            Palette.Item(
                text: buffer.sample, detail: "\(buffer.name)  \(buffer.size) \(buffer.size == 1 ? "byte" : "bytes")",
                key: nil,
                command: Command(.pasteBuffer, [buffer.name]))
        }
        if let overlay = overlays.last, case .palette(var palette) = overlay, isBufferList(overlay) {
            let chosen =
                palette.matches.indices.contains(palette.selected) ? palette.matches[palette.selected].item : nil
            let command = chosen.flatMap { palette.items[$0].command }
            let index = palette.selected
            palette.items = items
            palette.search()
            // What is selected stays so: somebody may be about to choose it.
            palette.selected =
                palette.matches.firstIndex { items[$0.item].command == command }
                ?? max(0, min(index, palette.matches.count - 1))
            replaceTop(.palette(palette))
            return
        }
        guard !items.isEmpty else { return say(.warning, "nothing has been copied yet") }
        overlays.append(.palette(chooser(Model.listTitle, items)))
    }

    /// It comes from the server, and meanwhile the focus may have gone elsewhere.
    mutating func paste(_ text: String, into pane: PaneID, isScripted: Bool) -> [Effect] {
        guard focusedPane?.id == pane else {
            say(.warning, "another pane has the focus now; nothing was pasted")
            return []
        }
        return isScripted ? type(.paste(text)) : paste(text)
    }

    static func amount(of text: String) -> String {
        let lines = lineCount(of: text)
        return lines > 1 ? "\(lines) lines" : text.count == 1 ? "1 character" : "\(text.count) characters"
    }

    // MARK: Programs

    /// The session's program wants a text on the clipboard.
    mutating func offerClipboard(_ session: SessionJSON, size: String) -> [Effect] {
        guard hasFocus, !isReadOnly, session.id == focusedSession?.id else { return [] }
        switch configuration.clipboardFromPrograms {
        case .off: return []
        case .focused: return [.takeClipboard(session: session.id)]
        case .ask:
            let way = keymap.keys(for: Command(.clipboardTake)) ?? ":\(Command(.clipboardTake).text)"
            say(.plain, "\(session.name) wants to copy \(size) bytes \(Marks(theme).dash) \(way) does")
            return []
        }
    }

    mutating func take(clipboard text: String, of session: String) -> [Effect] {
        let name = sessions.first { $0.id == session }?.name ?? "the program"
        say(.plain, "\(name) copied \(Model.amount(of: text))")
        return [.addBuffer(text), .copyToClipboard(text)]
    }
}
