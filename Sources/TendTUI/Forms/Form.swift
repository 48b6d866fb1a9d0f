package import TendCore

/// Fields to be filled in, and what came of it. Which fields there are is data: whoever wants another one adds its description.
package struct Form: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        /// An agent is to be started.
        case session
        /// The values of that agent are to be changed.
        case settings(String)
    }

    package var purpose: Purpose
    package var title: String
    package var fields: [FormField]
    /// The key of the field that gets what is typed.
    package var selected: String
    /// What is wrong with fields, by their keys.
    package var problems: [String: String] = [:]
    /// What is wrong with the whole.
    package var failure: String?
    /// The command line that would run, as far as it is known; and what there is to say of it.
    package var line = ""
    package var notes: [String] = []
    /// How the worktree would be had.
    package var worktree = ""
    /// It is on its way: nothing more can be done with it.
    package var isBusy = false
    /// What the server was asked to plan last, and whether its answer is still to come.
    var planned: NewSessionJSON?
    var isPlanning = false
    /// The path that was completed last, and what it may go on with.
    package var completed: String?
    /// Whether that is a directory.
    var isThere = false
    package var names: [String] = []
    /// What was typed for other agents, by agent and key.
    var kept: [String: [String: TextField]] = [:]

    package init(_ purpose: Purpose, title: String, fields: [FormField]) {
        self.purpose = purpose
        self.title = title
        self.fields = fields
        selected = fields.first?.key ?? ""
    }

    package subscript(_ key: String) -> FormField? {
        get { fields.first { $0.key == key } }
        set {
            guard let newValue, let index = fields.firstIndex(where: { $0.key == key }) else { return }
            fields[index] = newValue
        }
    }

    /// What was typed into a field that holds.
    package func value(_ key: String) -> String? { shown.first { $0.key == key }?.value }

    // MARK: Which fields hold

    /// The fields that hold, in their order: those that hang on others only with their value.
    package var shown: [FormField] { fields.filter { holds($0, depth: 0) } }

    private func holds(_ field: FormField, depth: Int) -> Bool {
        guard let key = field.dependsOn, depth < fields.count else { return true }
        guard let other = self[key], holds(other, depth: depth + 1) else { return false }
        guard let wanted = field.dependsValue else { return !other.effective.isEmpty && other.effective != "false" }
        return other.effective == wanted
    }

    package var current: FormField? { self[selected] }

    /// Whether what is chosen in the selected field can be taken back.
    var canBeCleared: Bool {
        guard let field = current, field.value != nil else { return false }
        return field.kind == .truth || field.choices.contains { $0.value.isEmpty }
    }

    /// Goes on by so many fields, around the ends.
    package mutating func move(_ step: Int) {
        let keys = shown.map(\.key)
        guard !keys.isEmpty else { return }
        let index = keys.firstIndex(of: selected) ?? 0
        select(keys[((index + step) % keys.count + keys.count) % keys.count])
    }

    package mutating func select(_ key: String) {
        guard key != selected else { return }
        selected = key
        names = []
    }

    /// The field gets another value; what was said of the old one does not hold any more.
    package mutating func put(_ text: TextField, in key: String) {
        guard var field = self[key] else { return }
        if field.text.text != text.text {
            problems[key] = nil
            failure = nil
            if key == selected { names = [] }
        }
        field.text = text
        if !text.text.isEmpty { field.isToGo = false }
        self[key] = field
    }

    package mutating func put(_ text: String, in key: String) { put(TextField(text), in: key) }

    /// The choice before or behind the one that holds; those that cannot be are passed over.
    package mutating func turn(_ key: String, by step: Int) {
        guard let field = self[key] else { return }
        let values: [String]
        switch field.kind {
        case .choice: values = field.choices.filter { $0.refusal == nil }.map(\.value)
        case .truth: values = ["", "true", "false"]
        default: return
        }
        guard !values.isEmpty else { return }
        guard let index = values.firstIndex(of: field.text.string) else { return put(values[0], in: key) }
        put(values[(index + step + values.count) % values.count], in: key)
    }

    /// What is wrong, as the server says; the first field of it is gone to.
    package mutating func take(_ problems: [FieldProblem], message: String?) {
        let keys = shown.map(\.key)
        self.problems = Dictionary(problems.filter { keys.contains($0.field) }.map { ($0.field, $0.message) }) {
            $0 + "; " + $1
        }
        // What belongs to no field that is there is said of the whole.
        failure = problems.isEmpty || problems.contains { !keys.contains($0.field) } ? message : nil
    }

    mutating func goToProblem() {
        if problems[selected] == nil, let first = shown.first(where: { problems[$0.key] != nil }) { select(first.key) }
    }
}
