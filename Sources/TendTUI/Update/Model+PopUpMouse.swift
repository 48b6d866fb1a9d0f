import TendCore
import TendScreen

extension Model {
    mutating func takeOverlay(_ mouse: MouseInput, _ hit: Hit) -> [Effect] {
        guard mouse.action == .press, let top = overlays.last else { return [] }
        if case .form(let form) = top, mouse.button == .left { return click(form, mouse) }
        switch mouse.button {
        case .wheelUp: scroll(top, -1)
        case .wheelDown: scroll(top, 1)
        case .left, .middle, .right: return click(top, hit, isLeft: mouse.button == .left)
        default: break
        }
        return []
    }

    /// Lists move what is selected, without going around their ends.
    private mutating func scroll(_ overlay: Overlay, _ step: Int) {
        switch overlay {
        case .palette(var palette):
            palette.selected = min(max(palette.selected + step, 0), max(palette.matches.count - 1, 0))
            replaceTop(.palette(palette))
        case .menu(var menu):
            menu.selected = min(max(menu.selected + step, 0), max(menu.items.count - 1, 0))
            replaceTop(.menu(menu))
        case .prompt(var prompt):
            let rows = Popup(overlay, Scene(self))?.list.rows ?? 0
            prompt.firstCompletion = min(max(prompt.firstCompletion + step, 0), max(prompt.completions.count - rows, 0))
            replaceTop(.prompt(prompt))
        case .help(let scroll): replaceTop(.help(scroll: max(0, scroll + 3 * step)))
        case .messages(let scroll): replaceTop(.messages(scroll: max(0, scroll + 3 * step)))
        case .card(let card): scroll(card, by: 3 * step)
        case .form: changeForm { $0.move(step) }
        case .diff(let review): move(review, by: 3 * step)
        case .confirm, .numbers, .welcome: break
        }
    }

    private mutating func click(_ overlay: Overlay, _ hit: Hit, isLeft: Bool) -> [Effect] {
        let index: Int? = if case .overlay(let index) = hit, isLeft { index } else { nil }
        let isOutside = if case .overlay = hit { false } else { true }
        switch (overlay, index) {
        case (.palette(let palette), let index?) where palette.matches.indices.contains(index):
            return choose(palette, palette.matches[index].item)
        case (.menu(let menu), let index?) where menu.items.indices.contains(index):
            return choose(menu, index)
        case (.confirm(let confirm), 0): return accept(confirm)
        case (.confirm, 1): overlays.removeLast()
        case (.prompt(var prompt), let index?) where prompt.completions.indices.contains(index):
            prompt.complete(with: prompt.completions[index])
            replaceTop(.prompt(prompt))
        case (.welcome, let index?) where Welcome.choices(self).indices.contains(index):
            return run(Welcome.choices(self)[index].command)
        case (.card(let card), let index?): select(index, of: card)
        case (.diff(let review), let index?): select(index, of: review)
        case (.numbers, _):
            overlays.removeLast()
            if case .pane(let pane, _) = hit, isLeft { focus(on: pane) }
        // An answer that is half typed and a question are not lost by a click beside them.
        case (.palette, _), (.menu, _), (.help, _), (.messages, _): if isOutside { overlays.removeLast() }
        case (.prompt, _), (.confirm, _), (.card, _), (.diff, _), (.form, _), (.welcome, _): break
        }
        return []
    }
}
