package import TendCore
import TendScreen

extension Model {
    /// Carries out a command.
    ///
    /// - Throws: ``Refusal``, and nothing has changed.
    package mutating func perform(_ command: Command) throws(Refusal) -> [Effect] {
        let arguments = command.arguments
        guard !isReadOnly || command.name.isForWatchers else { throw Refusal("this client only watches") }
        switch command.name {
        case .paneSplit, .paneClose, .paneHide, .paneFocus, .paneResize, .paneSwap, .paneRotate, .paneZoom, .paneMove,
            .paneBreak, .paneFloat, .paneEmbed, .paneMark, .paneLayout, .paneEqualise:
            return try performPane(command)
        case .tabNew, .tabClose, .tabRename, .tabGo, .tabMove: return try performTab(command)
        case .workspaceGo, .workspaceNew, .workspaceRename, .workspaceClose: return try performWorkspace(command)
        case .sessionOpen, .sessionNew, .sessionRename, .sessionStop, .sessionRestart, .sessionRemove,
            .sessionDiff, .sessionTakeSize:
            return try performSession(command)
        case .sessionDialog, .providerSettings: return try performForm(command)
        case .attentionNext, .attentionList, .attentionCard, .attentionAllow, .attentionDeny, .attentionAnswer,
            .attentionDismiss:
            return try performAttention(command)
        case .copyEnter, .copyLeave, .copyMove, .copyCount, .copyJump, .copySelect, .copyYank, .copySearch,
            .copySearchWord, .copyNext, .copyPrompt, .copyLink, .copyEdit, .copyTravel, .pasteBuffer, .pasteChoose,
            .pasteDelete, .clipboardTake:
            return try performCopy(command)
        case .paneNumbers:
            guard currentTab != nil else { throw Refusal("no pane to number") }
            overlays.append(.numbers())
        case .showPalette: overlays.append(.palette(palette()))
        case .showHelp: overlays.append(.help(scroll: 0))
        case .showCommandLine: overlays.append(.prompt(Prompt(.command, label: ":")))
        case .showSidebar:
            if arguments.first == "focus" {
                sidebar.isShown = true
                sidebar.hasFocus = true
                settleSidebar()
            } else {
                sidebar.isShown.toggle()
                sidebar.hasFocus = false
            }
        case .showStatus: isStatusShown.toggle()
        case .showMenu: overlays.append(.menu(try paneMenu(at: nil)))
        case .showMessages: overlays.append(.messages(scroll: 0))
        case .showKeys:
            // Long ago: the pop-up comes at once.
            mode = .table("prefix", since: 0)
        case .themeSet:
            guard let name = arguments.first else { return [.list(.themes)] }
            return [.loadTheme(name)]
        case .keymapSet:
            guard let name = arguments.first else { return [.list(.keymaps)] }
            return [.loadKeymap(name)]
        case .layoutSave:
            guard let name = arguments.first else { return ask(command, "save the layout as") }
            return [.saveLayout(name)]
        case .layoutLoad:
            guard let name = arguments.first else { return [.list(.layouts)] }
            return [.loadLayout(name)]
        case .inputSend: return try send(keys: arguments)
        case .inputPrefix:
            guard let prefix = keymap.prefix else { throw Refusal("this keymap has no prefix key") }
            return type(.key(prefix))
        case .clientDetach: return [.quit]
        case .clientSuspend: return [.suspend]
        case .clientRedraw: return [.redraw]
        case .configReload: return [.reload]
        }
        return []
    }

    /// Asks for the argument that a command lacks.
    mutating func ask(_ command: Command, _ label: String, text: String = "") -> [Effect] {
        overlays.append(.prompt(Prompt(.argument(command), label: label, text: text)))
        return []
    }

    /// Asks for a name, and renames.
    mutating func ask(nameOf named: Prompt.Named, _ label: String, text: String) -> [Effect] {
        overlays.append(.prompt(Prompt(.name(named), label: label, text: text)))
        return []
    }

    /// It may have gone while the name was typed.
    mutating func rename(_ named: Prompt.Named, to name: String) throws(Refusal) -> [Effect] {
        switch named {
        case .session(let id):
            guard sessions.contains(where: { $0.id == id }) else { throw Refusal("the session is gone") }
            return name.isEmpty ? [] : [.renameSession(id, name)]
        case .tab(let id):
            guard let workspace, workspace.tab(id) != nil else { throw Refusal("the tab is gone") }
            return changing(.renameTab(id, name.isEmpty ? nil : name))
        case .workspace(let old):
            guard workspaceNames.contains(old) else { throw Refusal("there is no workspace '\(old)' any more") }
            return name.isEmpty ? [] : [.renameWorkspace(old, name)]
        }
    }

    private mutating func send(keys: [String]) throws(Refusal) -> [Effect] {
        var effects: [Effect] = []
        for name in keys {
            guard let key = Key(parsing: name) else {
                let hint = Key.suggestion(for: name).map { " — did you mean '\($0)'?" } ?? ""
                throw Refusal("unknown key '\(name)'\(hint)")
            }
            effects += type(.key(key))
        }
        return effects
    }

    /// Asks first.
    mutating func confirm(_ question: String, _ consequence: [Effect]) -> [Effect] {
        // A script means what it says, and nobody may be there to answer.
        if isScripted { return consequence }
        overlays.append(.confirm(Confirm(question: question, consequence: .effects(consequence))))
        return []
    }
}

extension Command.Name {
    /// Whether it changes only what this client looks at, or things that are this user's alone: nothing that others share.
    var isForWatchers: Bool {
        switch self {
        case .paneFocus, .paneNumbers, .tabGo, .workspaceGo, .sessionOpen, .copyEnter, .copyLeave, .copyMove,
            .copyCount, .copyJump, .copySelect, .copyYank, .copySearch, .copySearchWord, .copyNext, .copyPrompt,
            .copyLink, .copyTravel, .attentionNext, .attentionList, .attentionCard, .sessionDiff, .showPalette,
            .showHelp, .showCommandLine, .showSidebar,
            .showStatus,
            .showMenu, .showMessages, .showKeys, .themeSet, .keymapSet, .layoutSave,
            .clientDetach, .clientSuspend, .clientRedraw, .configReload:
            true
        default: false
        }
    }
}
