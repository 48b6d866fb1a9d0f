/// Something a user can tell the client to do: by key, palette, mouse, command line or `tend do`. Its text is the same everywhere:
/// `pane.split right -- htop`.
package struct Command: Hashable, Sendable {
    package var name: Name
    /// Checked against the command's ``CommandSpec``: as many as it wants, and words from its lists.
    package var arguments: [String]

    package init(_ name: Name, _ arguments: [String] = []) {
        self.name = name
        self.arguments = arguments
    }

    /// Every command there is. The raw value is its name in texts.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        // Panes
        case paneSplit = "pane.split"
        case paneClose = "pane.close"
        case paneHide = "pane.hide"
        case paneFocus = "pane.focus"
        case paneResize = "pane.resize"
        case paneSwap = "pane.swap"
        case paneRotate = "pane.rotate"
        case paneZoom = "pane.zoom"
        case paneMove = "pane.move"
        case paneBreak = "pane.break"
        case paneFloat = "pane.float"
        case paneEmbed = "pane.embed"
        case paneMark = "pane.mark"
        case paneNumbers = "pane.numbers"
        case paneLayout = "pane.layout"
        case paneEqualise = "pane.equalise"
        // Tabs
        case tabNew = "tab.new"
        case tabClose = "tab.close"
        case tabRename = "tab.rename"
        case tabGo = "tab.go"
        case tabMove = "tab.move"
        // Workspaces
        case workspaceGo = "workspace.go"
        case workspaceNew = "workspace.new"
        case workspaceRename = "workspace.rename"
        case workspaceClose = "workspace.close"
        // Sessions
        case sessionOpen = "session.open"
        case sessionNew = "session.new"
        case sessionDialog = "session.dialog"
        case sessionRename = "session.rename"
        case sessionStop = "session.stop"
        case sessionRestart = "session.restart"
        case sessionRemove = "session.remove"
        case sessionDiff = "session.diff"
        case sessionTakeSize = "session.take-size"
        // Agents
        case providerSettings = "provider.settings"
        // What waits for somebody
        case attentionNext = "attention.next"
        case attentionList = "attention.list"
        case attentionCard = "attention.card"
        case attentionAllow = "attention.allow"
        case attentionDeny = "attention.deny"
        case attentionAnswer = "attention.answer"
        case attentionDismiss = "attention.dismiss"
        // Copy mode; the ones below `copy.enter` work only there.
        case copyEnter = "copy.enter"
        case copyLeave = "copy.leave"
        case copyMove = "copy.move"
        case copyCount = "copy.count"
        case copyJump = "copy.jump"
        case copySelect = "copy.select"
        case copyYank = "copy.yank"
        case copySearch = "copy.search"
        case copySearchWord = "copy.search-word"
        case copyNext = "copy.next"
        case copyPrompt = "copy.prompt"
        case copyLink = "copy.link"
        case copyEdit = "copy.edit"
        case copyTravel = "copy.travel"
        case pasteBuffer = "paste.buffer"
        case pasteChoose = "paste.choose"
        case pasteDelete = "paste.delete"
        case clipboardTake = "clipboard.take"
        // The client
        case showPalette = "show.palette"
        case showHelp = "show.help"
        case showCommandLine = "show.command-line"
        case showSidebar = "show.sidebar"
        case showStatus = "show.status"
        case showMenu = "show.menu"
        case showMessages = "show.messages"
        case showKeys = "show.keys"
        case themeSet = "theme.set"
        case keymapSet = "keymap.set"
        case layoutSave = "layout.save"
        case layoutLoad = "layout.load"
        case inputSend = "input.send"
        case inputPrefix = "input.prefix"
        case clientDetach = "client.detach"
        case clientSuspend = "client.suspend"
        case clientRedraw = "client.redraw"
        case configReload = "config.reload"

        /// Whether the program in a pane hears of it as if somebody had typed, now or with what its owner types next.
        package var types: Bool {
            switch self {
            case .inputSend, .inputPrefix, .pasteBuffer, .pasteChoose, .paneMark: true
            default: false
            }
        }
    }
}
