/// What a part of the screen is, apart from how it looks. A theme gives looks to roles; one that it does not name looks like the
/// role without its last dotted part, and `text` in the end.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case text
    case textDim = "text.dim"
    case textAccent = "text.accent"
    case textError = "text.error"
    case border
    case borderFocused = "border.focused"
    case borderMarked = "border.marked"
    case title
    case titleFocused = "title.focused"
    case tab
    case tabCurrent = "tab.current"
    case tabActivity = "tab.activity"
    case tabBell = "tab.bell"
    case status
    case statusMode = "status.mode"
    case statusDim = "status.dim"
    case statusAccent = "status.accent"
    case sidebar
    case sidebarTitle = "sidebar.title"
    case sidebarCurrent = "sidebar.current"
    case popup
    case popupBorder = "popup.border"
    case popupTitle = "popup.title"
    case popupKey = "popup.key"
    case popupCurrent = "popup.current"
    case popupDim = "popup.dim"
    case input
    case inputHint = "input.hint"
    case message
    case messageWarning = "message.warning"
    case messageError = "message.error"
    case selection
    case match
    case matchCurrent = "match.current"
    case diffContext = "diff.context"
    case diffAdded = "diff.added"
    case diffRemoved = "diff.removed"
    case stateStarting = "state.starting"
    case stateWorking = "state.working"
    case stateWaiting = "state.waiting"
    case stateIdle = "state.idle"
    case stateExited = "state.exited"
    case stateFailed = "state.failed"
    case stateUnknown = "state.unknown"
}
