import TendCore

/// One line of a form: what is asked for, how it is edited, and what was typed.
package struct FormField: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case line
        /// A text of several lines.
        case lines
        case number
        /// Never shown; `isSet`: whether there is one already.
        case secret(isSet: Bool)
        /// One of ``FormField/choices``, and nothing else.
        case choice
        /// Yes, no, or what holds otherwise.
        case truth
        /// A directory of the server's machine.
        case directory
    }

    /// As the API calls it: what is said of it there stands beside it here.
    package var key: String
    package var label: String
    package var kind: Kind
    /// The heading under which it stands.
    package var group: String?
    /// What it is for.
    package var note = ""
    package var placeholder = ""
    /// What holds as long as nothing is typed.
    package var fallback: String?
    /// Where that comes from: `set`, `default`.
    package var origin = ""
    package var isRequired = false
    /// The field that this one hangs on, and the value that it has to have; nil: any but none and `no`.
    package var dependsOn: String?
    package var dependsValue: String?
    /// All there are; of a line, what is known to fit.
    package var choices: [FormChoice] = []
    /// The variable that a secret is handed over in.
    package var variable: String?
    /// What was typed or chosen; a truth is `true` or `false`.
    package var text = TextField()
    /// The one that is there is to go.
    package var isToGo = false

    package init(_ key: String, _ label: String, _ kind: Kind) {
        self.key = key
        self.label = label
        self.kind = kind
    }

    /// What was typed; nil: nothing.
    package var value: String? { text.text.isEmpty ? nil : text.string }

    /// What holds.
    var effective: String { value ?? fallback ?? "" }

    /// Whether it is typed into, not chosen.
    package var isText: Bool {
        switch kind {
        case .line, .lines, .number, .secret, .directory: true
        case .choice, .truth: false
        }
    }
}

/// Something that can be chosen.
package struct FormChoice: Hashable, Sendable {
    package var value: String
    package var label: String
    package var detail: String
    /// Why it cannot be chosen now; nil: it can.
    package var refusal: String?

    package init(_ value: String, _ label: String? = nil, detail: String = "", refusal: String? = nil) {
        self.value = value
        self.label = label ?? value
        self.detail = detail
        self.refusal = refusal
    }
}
