extension CommandSpec {
    /// Every command, in the order of manuals.
    package static let all: [CommandSpec] =
        panes + tabs + workspaces + sessions + providers + attention + copying + client

    private static let sides = ["left", "right", "up", "down"]

    private static let program = Parameter("COMMAND", .rest, isOptional: true)

    private static let panes = [
        CommandSpec(
            .paneSplit, [Parameter("SIDE", .word(["right", "down", "left", "up"])), program],
            "Split the pane and run a command, or a shell, on that side"),
        CommandSpec(.paneClose, "Close the pane, end its session and forget it"),
        CommandSpec(.paneHide, "Close the pane; its session goes on, and the sidebar has it"),
        CommandSpec(
            .paneFocus,
            [
                Parameter(
                    "NUMBER", .wordOrNumber(sides + ["left-or-tab", "right-or-tab", "next", "previous", "last", "end"]))
            ],
            "Go to another pane"),
        CommandSpec(
            .paneResize,
            [Parameter("SIDE", .word(sides + ["high", "wide"])), Parameter("CELLS", .cells, isOptional: true)],
            "Move the pane's border on that side, or the floating one's corner"),
        CommandSpec(
            .paneSwap, [Parameter("WITH", .word(sides + ["next", "previous"]))],
            "Change places with another pane, or move the floating one"),
        CommandSpec(
            .paneRotate, [Parameter("WAY", .word(["next", "previous"]))], "Move every pane on by one place"),
        CommandSpec(.paneZoom, "Let the pane fill the tab, or go back"),
        CommandSpec(
            .paneMove, [Parameter("TAB", .wordOrNumber(["new", "next", "previous"]))], "Move the pane to another tab"),
        CommandSpec(.paneBreak, "Move the pane to a tab of its own"),
        CommandSpec(.paneFloat, [program], "Show or hide the floating pane; makes it when there is none"),
        CommandSpec(.paneEmbed, "Put the floating pane beside the others, or let the pane float"),
        CommandSpec(
            .paneMark, [Parameter("WHICH", .word(["all", "none", "toggle"]), isOptional: true)],
            "Mark the pane: what is typed into one marked pane goes to all"),
        CommandSpec(.paneNumbers, "Show the panes' numbers, from 1 in each tab; typing one goes there"),
        CommandSpec(
            .paneLayout,
            [Parameter("LAYOUT", .word(["tiled", "main-left", "main-top", "columns", "rows", "next"]))],
            "Arrange the panes of the tab"),
        CommandSpec(.paneEqualise, "Make the panes of the tab equally large"),
    ]

    private static let tabs = [
        CommandSpec(.tabNew, [program], "Open a tab and run a command, or a shell"),
        CommandSpec(.tabClose, "Close the tab with all its panes; their sessions go on"),
        CommandSpec(.tabRename, [Parameter("NAME", .rest, isOptional: true)], "Name the tab"),
        CommandSpec(
            .tabGo, [Parameter("NUMBER", .wordOrNumber(["next", "previous", "last"]), isOptional: true)],
            "Go to another tab"),
        CommandSpec(
            .tabMove, [Parameter("NUMBER", .wordOrNumber(["left", "right"]), isOptional: true)], "Move the tab"),
    ]

    private static let workspaces = [
        CommandSpec(
            .workspaceGo,
            [Parameter("NAME", .wordOrWorkspace(["next", "previous", "last"]), isOptional: true)],
            "Go to another workspace"),
        CommandSpec(.workspaceNew, [Parameter("NAME", .name, isOptional: true)], "Make a workspace and go there"),
        CommandSpec(.workspaceRename, [Parameter("NAME", .name, isOptional: true)], "Name the workspace"),
        CommandSpec(.workspaceClose, "Close the workspace and go to the one before; its sessions go on"),
    ]

    private static let sessions = [
        CommandSpec(
            .sessionOpen, [Parameter("SESSION", .session, isOptional: true)],
            "Go to the pane of a session, or show it in a new tab"),
        CommandSpec(.sessionNew, [program], "Start a session in a new tab"),
        CommandSpec(
            .sessionDialog, [Parameter("AGENT", .name, isOptional: true)],
            "Start an agent: choose it, directory, model, prompt and the rest in a dialog"),
        CommandSpec(.sessionRename, [Parameter("NAME", .name, isOptional: true)], "Name the session"),
        CommandSpec(.sessionStop, "Stop the session's program"),
        CommandSpec(.sessionRestart, "Start the session's program again"),
        CommandSpec(.sessionRemove, "Remove the session and its recording"),
        CommandSpec(.sessionDiff, "Show what is changed where the session works, and say something about it"),
        CommandSpec(.sessionTakeSize, "Fit the session to this pane, also when another client holds its size"),
    ]

    private static let providers = [
        CommandSpec(
            .providerSettings, [Parameter("AGENT", .name, isOptional: true)],
            "Set up an agent: what holds for all its sessions")
    ]

    private static let attention = [
        CommandSpec(.attentionNext, "Go to the next session that waits for you, and show what it asks"),
        CommandSpec(.attentionList, "Choose from all that waits for you"),
        CommandSpec(
            .attentionCard, [Parameter("ITEM", .name, isOptional: true)], "Show or hide what the session asks"),
        CommandSpec(
            .attentionAllow, [Parameter("HOW", .word(["session", "always"]), isOptional: true)],
            "Allow what the session asks: once, until it ends, or always"),
        CommandSpec(
            .attentionDeny, [Parameter("REASON", .rest, isOptional: true)], "Deny what the session asks"),
        CommandSpec(
            .attentionAnswer, [Parameter("TEXT", .rest, isOptional: true)],
            "Answer the question of the session: a choice or its number, several with commas, or a text"),
        CommandSpec(.attentionDismiss, "Take the item off the list; the agent is told nothing"),
    ]

    private static let places = [
        "left", "right", "up", "down", "word-next", "word-previous", "word-end", "big-word-next", "big-word-previous",
        "big-word-end", "line-start", "line-text", "line-end", "paragraph-next", "paragraph-previous", "bracket",
        "bracket-previous", "top", "middle", "bottom", "half-up", "half-down", "page-up", "page-down", "scroll-up",
        "scroll-down", "centre", "to-top", "to-bottom", "start", "end",
    ]

    private static let copying = [
        CommandSpec(.copyEnter, "Look back in the pane: history, search, selection"),
        CommandSpec(.copyLeave, "Leave copy mode"),
        CommandSpec(.copyMove, [Parameter("WHERE", .word(places))], "Move the cursor of copy mode"),
        CommandSpec(
            .copyCount, [Parameter("DIGIT", .word((1...9).map(String.init)))], "Do the next move of copy mode so often"),
        CommandSpec(
            .copyJump,
            [
                Parameter("HOW", .word(["to", "till", "back-to", "back-till", "same", "opposite"])),
                Parameter("CHARACTER", .name, isOptional: true),
            ], "Go to a character of the line, or again to the last one"),
        CommandSpec(
            .copySelect, [Parameter("WHAT", .word(["characters", "lines", "block", "none", "swap"]))],
            "Begin, change or drop the selection; swap goes to its other end"),
        CommandSpec(
            .copyYank, [Parameter("WHAT", .word(["characters", "lines", "block"]), isOptional: true)],
            "Copy the selection and leave copy mode, or begin one of that kind"),
        CommandSpec(
            .copySearch,
            [Parameter("WAY", .word(["forward", "backward"])), Parameter("TEXT", .rest, isOptional: true)],
            "Search the history with a regular expression"),
        CommandSpec(
            .copySearchWord, [Parameter("WAY", .word(["forward", "backward"]))], "Search for the word under the cursor"),
        CommandSpec(
            .copyNext, [Parameter("WAY", .word(["same", "opposite"]))],
            "Go to the next match, the same way as the search or the opposite one"),
        CommandSpec(
            .copyPrompt, [Parameter("WAY", .word(["previous", "next"]))], "Go to another prompt of the shell"),
        CommandSpec(.copyLink, "Open the link under the cursor"),
        CommandSpec(.copyEdit, "Open the history in the editor"),
        CommandSpec(
            .copyTravel, [Parameter("WAY", .word(["back", "forward", "live"]))],
            "See the screen of an earlier or later moment"),
        CommandSpec(
            .pasteBuffer, [Parameter("NAME", .name, isOptional: true)], "Paste what was copied last, or the buffer"),
        CommandSpec(.pasteChoose, "Choose something copied and paste it"),
        CommandSpec(
            .pasteDelete, [Parameter("NAME", .name, isOptional: true)], "Forget what was copied last, or the buffer"),
        CommandSpec(.clipboardTake, "Copy what the pane's program wants to be on the clipboard"),
    ]

    private static let client = [
        CommandSpec(.showPalette, "Find a command or a session by typing"),
        CommandSpec(.showHelp, "Show all keys"),
        CommandSpec(.showCommandLine, "Type a command"),
        CommandSpec(
            .showSidebar, [Parameter("HOW", .word(["focus"]), isOptional: true)], "Show, hide or go to the sidebar"),
        CommandSpec(.showStatus, "Show or hide the status bar"),
        CommandSpec(.showMenu, "Open the menu of the pane"),
        CommandSpec(.showMessages, "Show what was told in the status line, with times"),
        CommandSpec(.showKeys, "Show the keys that are possible next"),
        CommandSpec(.themeSet, [Parameter("NAME", .theme, isOptional: true)], "Choose a theme"),
        CommandSpec(.keymapSet, [Parameter("NAME", .keymap, isOptional: true)], "Choose a keymap"),
        CommandSpec(
            .layoutSave, [Parameter("NAME", .layout, isOptional: true)], "Save the tabs and panes as a layout"),
        CommandSpec(
            .layoutLoad, [Parameter("NAME", .layout, isOptional: true)], "Open the tabs and panes of a layout"),
        CommandSpec(.inputSend, [Parameter("KEY", .keys)], "Send keys to the program"),
        CommandSpec(.inputPrefix, "Send the prefix key to the program"),
        CommandSpec(.clientDetach, "Leave; everything goes on"),
        CommandSpec(.clientSuspend, "Suspend the client, as C-z does for other programs"),
        CommandSpec(.clientRedraw, "Draw the whole screen again"),
        CommandSpec(.configReload, "Read configuration, keymap and theme again"),
    ]
}
