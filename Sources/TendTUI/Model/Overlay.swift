package import TendCore
package import TendScreen

/// A pop-up. It has the keys until it is closed.
package enum Overlay: Hashable, Sendable {
    case palette(Palette)
    case prompt(Prompt)
    case confirm(Confirm)
    case menu(Menu)
    case help(scroll: Int)
    /// What was said, the newest first.
    case messages(scroll: Int)
    /// What a session asks.
    case card(Card)
    case form(Form)
    /// What is changed where a session works.
    case diff(DiffReview)
    /// Numbers over the panes; typing one focuses. The digits so far wait while they may begin a longer number.
    case numbers(typed: String = "")
    case welcome

    /// Whether it is there to be looked at or to be chosen from: the prefix closes it and begins a command.
    var isOnlyShown: Bool {
        switch self {
        case .help, .messages, .menu, .numbers: true
        case .palette, .prompt, .confirm, .card, .form, .diff, .welcome: false
        }
    }

    /// Whether it is about panes or tabs of the workspace that it was opened in.
    var isOfWorkspace: Bool {
        switch self {
        case .menu, .numbers, .palette: true
        case .confirm(let confirm): if case .paste = confirm.consequence { true } else { false }
        case .prompt(let prompt):
            switch prompt.purpose {
            case .search, .name(.tab): true
            case .argument(let command): ["tab", "pane"].contains(command.name.rawValue.prefix { $0 != "." })
            default: false
            }
        case .help, .messages, .card, .form, .diff, .welcome: false
        }
    }
}

/// All commands and sessions, found by typing parts of their names.
package struct Palette: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        /// What is typed against first, and shown.
        package var text: String
        /// Shown behind it: a summary, a state.
        package var detail: String
        /// The key that does the same, as text.
        package var key: String?
        /// Nil: it is a value for the form below.
        package var command: Command?
        package var value = ""
        /// Why it cannot be done now; nil: it can.
        package var refusal: String?
        /// What stands before the text, each in a column of its own.
        package var lead: [Part] = []
        /// What the item stands for beside its text: every typed word may be somewhere in it.
        package var context = ""

        package init(text: String, detail: String, key: String?, command: Command?, refusal: String? = nil) {
            self.text = text
            self.detail = detail
            self.key = key
            self.command = command
            self.refusal = refusal
        }

        package struct Part: Hashable, Sendable {
            package var text: String
            package var role: Role
            package var columns: Int
        }
    }

    package var title: String
    package var field = TextField()
    /// All there are.
    package var items: [Item]
    /// Indices into `items` of those that fit the field, best first, with the offsets of the characters that matched.
    package var matches: [Match] = []
    package var selected = 0
    /// What the selected command would set is shown at once, and undone unless it is chosen.
    package var isPreview = false

    package struct Match: Hashable, Sendable {
        package var item: Int
        package var positions: [Int]
        package init(item: Int, positions: [Int]) {
            self.item = item
            self.positions = positions
        }
    }

    package init(title: String, items: [Item]) {
        self.title = title
        self.items = items
    }
}

/// One line of text that is asked for.
package struct Prompt: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        /// A command line.
        case command
        /// The answer becomes the last argument.
        case argument(Command)
        /// A new name for what was meant when it was asked, whatever has the focus by now.
        case name(Named)
        /// Of copy mode.
        case search(PaneID, isForward: Bool)
        case filterSidebar
        /// Why an item is denied; an own text for a question of it.
        case denial(item: String)
        case answer(item: String, question: Int)
        /// About the lines that are selected in the diff below.
        case comment

        /// What Up and Down bring back.
        var history: History? {
            switch self {
            case .command: .commands
            case .search: .searches
            default: nil
            }
        }
    }

    /// Something that has a name.
    package enum Named: Hashable, Sendable {
        case session(String)
        case tab(TabID)
        case workspace(String)
    }

    /// Lines that were entered before, the newest at the end.
    package enum History: Hashable, Sendable { case commands, searches }

    package var purpose: Purpose
    package var label: String
    package var field: TextField
    /// Which line of the history is shown; nil: what was typed.
    package var historyIndex: Int?
    package var completions: [String] = []
    /// The one that is shown first.
    package var firstCompletion = 0

    package init(_ purpose: Purpose, label: String, text: String = "") {
        self.purpose = purpose
        self.label = label
        field = TextField(text)
    }

    /// Whether it asks what copy mode is to look for.
    package var isSearch: Bool { if case .search = purpose { true } else { false } }

    /// The word that is typed becomes this one.
    package mutating func complete(with word: String) {
        let words = field.string.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        field = TextField((words.dropLast() + [word + " "]).joined(separator: " "))
        completions = []
    }
}

/// A question with yes and no.
package struct Confirm: Hashable, Sendable {
    package var question: String
    /// What happens on yes.
    package var consequence: Consequence

    package enum Consequence: Hashable, Sendable {
        /// Fixed when it was asked: meanwhile the focus may go elsewhere.
        case effects([Effect])
        /// Typed into the session, if that has the focus still.
        case paste(String, into: String)
    }

    package init(question: String, consequence: Consequence) {
        self.question = question
        self.consequence = consequence
    }
}

/// A list of commands at a place of the screen.
package struct Menu: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var label: String
        package var command: Command
        package init(label: String, command: Command) {
            self.label = label
            self.command = command
        }
    }

    /// What it is about, whatever has the focus by now.
    package enum Target: Hashable, Sendable {
        case pane(PaneID, session: String)
        case session(String)
        case tab(TabID)
        case workspace
    }

    package var title: String
    package var items: [Item]
    package var target: Target
    package var selected = 0
    /// Its upper left corner; moved so that all of it is on the screen.
    package var origin: Point

    package init(title: String, items: [Item], about target: Target, origin: Point) {
        self.title = title
        self.items = items
        self.target = target
        self.origin = origin
    }
}

/// Text with a cursor, as in any line editor.
package struct TextField: Hashable, Sendable {
    package var text: [Character]
    /// Index into `text` before which the cursor stands.
    package var cursor: Int

    package init(_ text: String = "") {
        self.text = Array(text)
        cursor = self.text.count
    }

    package var string: String { String(text) }
}
