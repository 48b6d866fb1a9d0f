package import TendCore
package import TendScreen

/// Something that the client hears of.
package enum Happening: Sendable {
    case input(Input)
    case resized(Size)
    /// Time has passed; milliseconds since 1970.
    case tick(Int64)
    /// The terminal has taken the picture with the message.
    case messageSeen
    case connected
    case disconnected
    case sessions([SessionJSON])
    case event(EventJSON)
    case workspace(Workspace)
    /// The answer to an ``Effect/change(workspace:_:)`` or ``Effect/lodge(session:workspace:_:)``.
    case changed(Workspace)
    case workspaceNames([String])
    /// The workspace that was shown was removed by somebody else.
    case workspaceGone(String)
    /// A session's picture.
    case screen(session: String, Screen, bells: Int)
    case sessionGone(String)
    /// The answer to ``Effect/readAttention``: all items that are open.
    case attention([AttentionJSON])
    /// An item is new, or has come to an end.
    case attentionChanged(AttentionJSON)
    /// What became of an ``Effect/answerAttention(id:_:)``, and why it was refused.
    case answered(AnsweredJSON)
    case answerRefused(id: String, String)
    /// The answer to ``Effect/readDiff(session:)``.
    case diff(session: String, DiffJSON)
    case diffRefused(session: String, String)
    /// What became of an ``Effect/submit(session:text:isForced:)``, and why it could not be.
    case submitted(session: String, text: String, SubmittedJSON)
    case submitRefused(session: String, String)
    /// The answer to ``Effect/seek(session:)``: the workspace with a pane that shows the session, if there is one.
    case sought(session: String, workspace: String?)
    /// What an effect came to.
    case made(SessionJSON, then: AfterMaking)
    case refused(String)
    /// Something that is worth a line.
    case noted(String)
    /// An effect that has nothing to tell has been carried out.
    case done
    case history(PaneID, CopyMode.Page)
    /// The answer to ``Effect/listBuffers``, the newest first.
    case buffers([BufferJSON])
    /// The answer to ``Effect/readBuffer(_:for:isScripted:)``.
    case buffer(String, for: PaneID, isScripted: Bool = false)
    /// The answer to ``Effect/takeClipboard(session:)``.
    case clipboard(session: String, String)
    /// A command of the status bar has run.
    case segment(command: String, SegmentRun.Outcome)
    /// The data files were read anew.
    case configured(Configuration, Theme, Keymap, problems: [String])
    /// The answer to ``Effect/list(_:)``.
    case listed(Choosable, [Choice])
    /// The answer to ``Effect/previewTheme(_:)``.
    case previewed(Theme)
    case providers(ProviderAnswer)
    /// Programs told their versions.
    case detected([String: Form.Installation])
    case planned(NewSessionJSON, FormPlan)
    /// The answer to ``Effect/listDirectories(_:)``.
    case directories(DirectoryListJSON, for: String)
    /// The answer to ``Effect/start(_:variables:size:then:)``.
    case started(SessionJSON, then: AfterMaking)
    /// The answer to ``Effect/changeProvider(_:_:)``.
    case providerChanged(ProviderJSON)
    /// What a form asked for cannot be.
    case formRefused(ServiceError)
    /// `tend do`: the answer goes to `number`.
    case asked(number: Int, String)
    /// The terminal told whether its background is dark.
    case background(isDark: Bool)
}

/// Files of which one can be chosen.
package enum Choosable: Hashable, Sendable { case themes, keymaps, layouts }

package struct Choice: Hashable, Sendable {
    package var name: String
    package var summary: String
    /// Whether it is in use.
    package var isCurrent: Bool

    package init(name: String, summary: String = "", isCurrent: Bool = false) {
        self.name = name
        self.summary = summary
        self.isCurrent = isCurrent
    }
}

/// What a new session is for.
package enum AfterMaking: Hashable, Sendable {
    case split(PaneID, Direction)
    case tab(name: String?)
    case float(TabID)
    case replace(PaneID)
}

/// Something that is to be done outside of the model.
package enum Effect: Hashable, Sendable {
    /// Input for the program of a session.
    case send(session: String, Input)
    case resize(session: String, Size)
    case makeSession(command: [String], directory: String?, size: Size, then: AfterMaking)
    case change(workspace: String, [WorkspaceAction])
    /// The change that gives a session which was made for it its place. When it is refused, the session goes again.
    case lodge(session: String, workspace: String, WorkspaceAction)
    /// The pane that this client has turned to, for whoever opens the workspace next.
    case remember(workspace: String, PaneID)
    case follow(workspace: String)
    case renameWorkspace(String, String)
    case listWorkspaces
    case removeWorkspace(String)
    case renameSession(String, String)
    case stopSession(String)
    case restartSession(String)
    case removeSession(String)
    /// The same for one that is of no use any more; another client may be first.
    case discardSession(String)
    /// Which sessions are to be watched from now on.
    case watch(Set<String>)
    /// Rows of history for copy mode.
    case fetch(PaneID, session: String, CopyMode.Request)
    case copyToClipboard(String)
    /// Has the server keep a text that was copied.
    case addBuffer(String)
    case listBuffers
    /// Nil: the newest. Scripted: it is pasted without a question.
    case readBuffer(String?, for: PaneID, isScripted: Bool = false)
    case removeBuffer(String?)
    /// Asks for what the session's program wants to be copied.
    case takeClipboard(session: String)
    case readAttention
    case answerAttention(id: String, Decision)
    /// Asks what is changed where the session works.
    case readDiff(session: String)
    /// Types a text and Enter; forced: also while something is asked.
    case submit(session: String, text: String, isForced: Bool)
    /// Looks for the session in all workspaces.
    case seek(session: String)
    case notify(AttentionNotice)
    case bell
    case title(String)
    case runSegment(command: String)
    case openEditor(text: String)
    case openLink(String)
    /// A name as a program printed it, relative to the session's directory if it is not absolute.
    case openFile(String, line: Int?, column: Int?, directory: String?)
    case saveLayout(String)
    case loadLayout(String)
    case list(Choosable)
    /// Asks for the agents that can be started, and looks whether they are installed.
    case readProviders(then: ProviderAnswer.Next)
    /// How the session would be started. `variables`: those of this client's environment that the agent gets.
    case plan(NewSessionJSON, variables: [String])
    case start(NewSessionJSON, variables: [String], size: Size, then: AfterMaking)
    /// Completes the path of a directory.
    case listDirectories(String)
    case changeProvider(String, ProviderChangeJSON)
    case previewTheme(String)
    case loadTheme(String)
    case loadKeymap(String)
    /// What was chosen in this client is forgotten.
    case reload
    /// The terminal has another background: themes have a look for each.
    case relight
    case redraw
    case suspend
    case answer(number: Int, refusal: String?)
    /// A tick is wanted at this time, milliseconds since 1970.
    case wake(at: Int64)
    case quit
}
