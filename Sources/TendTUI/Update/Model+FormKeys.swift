import TendCore
import TendScreen

/// Keys and the mouse in a form.
extension Model {
    mutating func take(_ key: Key, _ form: Form) -> [Effect] {
        guard !form.isBusy, let field = form.current else { return [] }
        switch key.code {
        case .enter where key.modifiers.isDisjoint(with: [.alt, .shift, .control]): return submit(form)
        case .enter: if field.kind == .lines { type("\n", into: field) }
        case .tab where key.modifiers.contains(.shift): changeForm { $0.move(-1) }
        case .tab: return goOn(form, field)
        case .down where key.modifiers == .alt: choose(for: field)
        case .character("r") where key.modifiers == .control: choose(for: field)
        case .up: if !moveInText(field, -1) { changeForm { $0.move(-1) } }
        case .down: if !moveInText(field, 1) { changeForm { $0.move(1) } }
        case .character("p") where key.modifiers == .control: changeForm { $0.move(-1) }
        case .character("n") where key.modifiers == .control: changeForm { $0.move(1) }
        case .pageUp:
            changeForm { form in for _ in 0..<5 where form.shown.first?.key != form.selected { form.move(-1) } }
        case .pageDown:
            changeForm { form in for _ in 0..<5 where form.shown.last?.key != form.selected { form.move(1) } }
        default:
            if field.isText { edit(key, field) } else { return turn(key, form, field) }
        }
        return []
    }

    /// Text that came at once: a paste, or from an input method.
    mutating func insert(_ text: String, in form: Form) {
        guard !form.isBusy, let field = form.current else { return }
        if field.isText {
            // A line feed at the end of a copied line is no part of it.
            type(field.kind == .lines ? text : text.trimmedLineEnds, into: field)
        } else {
            choose(for: field, typed: text)
        }
    }

    private mutating func type(_ text: String, into field: FormField) {
        var line = field.text
        line.insert(text, keepsLines: field.kind == .lines)
        changeForm { $0.put(line, in: field.key) }
    }

    private mutating func edit(_ key: Key, _ field: FormField) {
        if case .secret(isSet: true) = field.kind, field.text.text.isEmpty, case .settings? = form?.purpose,
            key.code == .backspace || key.code == .delete
        {
            changeForm { $0[field.key]?.isToGo.toggle() }
            return
        }
        var line = field.text
        if field.kind == .lines, key.code == .home || key.code == .end {
            line.goToEnd(ofLine: key.code == .end)
        } else {
            guard line.take(key) else { return }
        }
        changeForm { $0.put(line, in: field.key) }
    }

    /// In a text of several lines the arrows go from line to line first.
    private mutating func moveInText(_ field: FormField, _ step: Int) -> Bool {
        guard field.kind == .lines, let columns = Popup(formIn: Scene(self))?.valueColumns else { return false }
        let layout = TextLayout(field.text, columns: columns)
        guard let cursor = layout.cursor(movedBy: step) else { return false }
        changeForm { $0[field.key]?.text.cursor = cursor }
        return true
    }

    // MARK: Choosing

    private mutating func turn(_ key: Key, _ form: Form, _ field: FormField) -> [Effect] {
        switch key.code {
        case .left: set(field, form, by: -1)
        case .right: set(field, form, by: 1)
        case .backspace, .delete:
            if form.canBeCleared { changeForm { $0.put("", in: field.key) } }
        case .character(let scalar) where key.modifiers.subtracting(.shift).isEmpty:
            switch (field.kind, scalar) {
            case (.truth, " "): set(field, form, by: 1)
            case (.truth, "y"): changeForm { $0.put("true", in: field.key) }
            case (.truth, "n"): changeForm { $0.put("false", in: field.key) }
            case (.truth, _): break
            case (_, " "): choose(for: field)
            default: choose(for: field, typed: String(scalar))
            }
        default: break
        }
        return []
    }

    private mutating func set(_ field: FormField, _ form: Form, by step: Int) {
        changeForm { $0.turn(field.key, by: step) }
        agentChanged(from: form)
    }

    /// Other agents have other fields.
    private mutating func agentChanged(from old: Form) {
        guard let before = old["agent"]?.value, let now = form?["agent"]?.value, before != now else { return }
        let setting = agentSetting
        changeForm { $0.change(to: setting, agent: now, from: before) }
    }

    /// A list of what fits; what is typed finds it.
    private mutating func choose(for field: FormField, typed: String = "") {
        let choices =
            field.key == "cwd" && !(form?.names.isEmpty ?? true)
            ? (form?.names ?? []).map { FormChoice(Form.head(of: field.text.string) + $0) } : field.choices
        guard !choices.isEmpty else {
            if field.kind != .truth { say(.plain, "there is nothing to choose from: type it") }
            return
        }
        let items = choices.map { choice in
            var item = Palette.Item(
                text: choice.label, detail: choice.refusal ?? choice.detail, key: nil, command: nil,
                refusal: choice.refusal)
            item.value = choice.value
            return item
        }
        var palette = Palette(title: field.label.lowercased(), items: items)
        palette.field.insert(typed)
        palette.search()
        if typed.isEmpty {
            let index = palette.matches.firstIndex { palette.items[$0.item].value == field.text.string }
            palette.selected = index ?? 0
        }
        overlays.append(.palette(palette))
    }

    /// Something was chosen from the list.
    mutating func take(choice value: String) {
        guard let old = form else { return }
        changeForm { form in
            let isDirectory = form.current?.kind == .directory
            form.put(value, in: form.selected)
            if isDirectory { form.completed = value }
        }
        agentChanged(from: old)
    }

    // MARK: Directories

    /// Completes a directory that was typed; goes on to the next field if there is nothing more to complete.
    private mutating func goOn(_ form: Form, _ field: FormField) -> [Effect] {
        let path = field.text.string
        guard field.kind == .directory, !path.isEmpty else {
            changeForm { $0.move(1) }
            return []
        }
        if path == form.completed {
            // What can be said of it was said: if it is none yet, one is to be chosen.
            if form.names.isEmpty || form.isThere { changeForm { $0.move(1) } } else { choose(for: field) }
            return []
        }
        return [.listDirectories(path)]
    }

    // MARK: Mouse

    mutating func click(_ form: Form, _ mouse: MouseInput) -> [Effect] {
        guard !form.isBusy, let popup = Popup(formIn: Scene(self)) else { return [] }
        if let button = popup.choices.firstIndex(where: { $0.contains(mouse.point) }) {
            if button == 0 { return submit(form) }
            leave(form)
            return []
        }
        let line = mouse.point.row - popup.list.row + popup.first
        guard popup.list.contains(mouse.point), popup.owners.indices.contains(line), let index = popup.owners[line],
            form.shown.indices.contains(index)
        else { return [] }
        let field = form.shown[index]
        let wasSelected = field.key == form.selected
        changeForm { $0.select(field.key) }
        switch field.kind {
        case .truth: set(field, form, by: 1)
        case .choice: if wasSelected { choose(for: field) }
        case .line, .lines, .number, .directory:
            let row = line - (popup.owners.firstIndex(of: index) ?? line)
            let column = mouse.point.column - popup.valueColumn
            guard column >= 0, !field.text.text.isEmpty else { break }
            guard field.kind != .lines else {
                let layout = TextLayout(field.text, columns: popup.valueColumns)
                changeForm { $0[field.key]?.text.cursor = layout.index(row: row, column: column) }
                break
            }
            // A line that is longer than its room is scrolled as long as it is selected.
            let skipped = wasSelected ? field.text.scrolled(columns: popup.valueColumns).skipped : 0
            let rest = TextLayout(TextField(String(field.text.text[skipped...])), columns: .max)
            changeForm { $0[field.key]?.text.cursor = skipped + rest.index(row: 0, column: column) }
        case .secret: break
        }
        return []
    }
}

extension String {
    /// Without the line feeds at its ends.
    fileprivate var trimmedLineEnds: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        while text.first?.isNewline == true { text.removeFirst() }
        return String(text)
    }
}
