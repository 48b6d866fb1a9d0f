package import TendCore
package import TendScreen

/// What keys do. Tables by name: `root` holds while nothing else does, `prefix` after the prefix key, `copy` in copy mode; a binding
/// may lead into any other table.
package struct Keymap: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// One after the other, the rest not when one fails.
        case commands([Command])
        /// The next key is looked up there.
        case table(String)
    }

    package struct Binding: Hashable, Sendable {
        package var action: Action
        /// Shown in the pop-up of next keys; nil: the command's summary.
        package var label: String?
        /// The table stays for another key, as for resizing.
        package var repeats: Bool

        package init(_ action: Action, label: String? = nil, repeats: Bool = false) {
            self.action = action
            self.label = label
            self.repeats = repeats
        }
    }

    package var name: String
    /// One line for lists of keymaps.
    package var summary = ""
    /// A word that the status bar shows as long as the keymap is in use, for one that is not to be forgotten; mostly there is none.
    package var mode: String?
    /// Leads from `root` into `prefix`; nil: there is none.
    package var prefix: Key?
    /// It was to inherit from a keymap that is not there: most of its keys are missing.
    package var lacksBase = false
    /// Keys are in the form that ``normal(_:)`` gives them.
    package private(set) var tables: [String: [Key: Binding]]
    /// The keys of each table, in the order in which help and pop-ups show them.
    package private(set) var order: [String: [Key]]

    /// No key does anything.
    package static let empty = Keymap(name: "none", prefix: nil, tables: [:])

    package init(name: String, prefix: Key?, tables: [String: [Key: Binding]]) {
        self.name = name
        self.prefix = prefix
        self.tables = [:]
        order = [:]
        for (table, bindings) in tables {
            for (key, binding) in bindings.sorted(by: { $0.key.description < $1.key.description }) {
                bind(key, in: table, to: binding)
            }
        }
    }

    /// Nil takes the binding away. A key that is bound anew keeps its place.
    package mutating func bind(_ key: Key, in table: String, to binding: Binding?) {
        let key = Keymap.normal(key)
        let isKnown = tables[table]?[key] != nil
        tables[table, default: [:]][key] = binding
        if binding == nil {
            order[table]?.removeAll { $0 == key }
        } else if !isKnown {
            order[table, default: []].append(key)
        }
    }

    package func binding(_ key: Key, in table: String) -> Binding? {
        key.phase == .release ? nil : tables[table]?[Keymap.normal(key)]
    }

    /// Whether any key leads to a command; who has a keymap without could not even leave.
    package var isUsable: Bool {
        if lacksBase { return false }
        let sendsPrefix = Action.commands([Command(.inputPrefix)])
        return bindings(in: "root").contains { $0.binding.action != .table("prefix") }
            || prefix != nil && bindings(in: "prefix").contains { $0.binding.action != sendsPrefix }
    }

    /// All bindings of a table, in order.
    package func bindings(in table: String) -> [(key: Key, binding: Binding)] {
        (order[table] ?? []).compactMap { key in tables[table]?[key].map { (key, $0) } }
    }

    /// The form in which keys are compared. Terminals differ in how they tell Shift: as a modifier of the letter or as another character. And
    /// Control with a capital is, from most, Control with the letter.
    package static func normal(_ key: Key) -> Key {
        var normal = key
        normal.phase = .press
        guard case .character(let scalar) = key.code else { return normal }
        if key.modifiers.contains(.control) {
            if let lower = Keymap.single(scalar.properties.lowercaseMapping) { normal.code = .character(lower) }
        } else if key.modifiers.contains(.shift), scalar != " " {
            if let upper = Keymap.single(scalar.properties.uppercaseMapping) { normal.code = .character(upper) }
            normal.modifiers.remove(.shift)
        }
        return normal
    }

    private static func single(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
