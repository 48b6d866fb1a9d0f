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
    /// Leads from `root` into `prefix`; nil: there is none.
    package var prefix: Key?
    package var tables: [String: [Key: Binding]]

    package init(name: String, prefix: Key?, tables: [String: [Key: Binding]]) {
        self.name = name
        self.prefix = prefix
        self.tables = tables
    }

    package func binding(_ key: Key, in table: String) -> Binding? { tables[table]?[key] }
}
