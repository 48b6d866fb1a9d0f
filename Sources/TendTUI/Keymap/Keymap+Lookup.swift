package import TendCore
import TendScreen

extension Keymap {
    /// The keys that lead to a command, as `C-b %`; nil: none do. Of several the fewest keys, and of those the first in the keymap.
    ///
    /// Commands of copy mode are looked for where they work, in its own table.
    package func keys(for command: Command) -> String? {
        let isInCopyMode = command.name.rawValue.hasPrefix("copy.") && command.name != .copyEnter
        if isInCopyMode, let keys = keys(for: .commands([command]), from: "copy") { return keys }
        return keys(for: .commands([command]), from: "root")
    }

    /// The keys that lead into a table, as `C-b r`.
    func keys(to table: String, isCopying: Bool = false) -> String? {
        if table == "prefix" { return prefix?.description }
        if isCopying, let keys = keys(for: .table(table), from: "copy") { return keys }
        if let keys = keys(for: .table(table), from: "root") { return keys }
        if let prefix, let keys = keys(for: .table(table), from: "prefix") { return "\(prefix) \(keys)" }
        return keys(for: .table(table), from: "copy")
    }

    /// Whether a key leads into that table from any other.
    func leads(_ key: Key, to table: String) -> Bool {
        tables.keys.contains { $0 != table && binding(key, in: $0)?.action == .table(table) }
    }

    /// Whether a table is a mode, which keys that it does not bind do not end: a key of `root` leads there, or most of its bindings repeat.
    func isMode(_ table: String) -> Bool {
        guard !["root", "prefix", "copy"].contains(table) else { return false }
        if bindings(in: "root").contains(where: { $0.binding.action == .table(table) }) { return true }
        let bindings = bindings(in: table)
        return bindings.count(where: \.binding.repeats) * 2 > bindings.count
    }

    /// Whether all that is typed without Control, Alt and the like is for the program.
    var leavesText: Bool {
        func isText(_ key: Key) -> Bool {
            guard key.modifiers.isSubset(of: .shift) else { return false }
            switch key.code {
            case .character, .enter, .tab, .backspace: return true
            default: return false
            }
        }
        return !bindings(in: "root").contains { isText($0.key) } && !(prefix.map(isText) ?? false)
    }

    /// What a key does also in a mode and in copy mode: one of `root` with Control or Alt.
    func rootBinding(_ key: Key) -> Binding? {
        key.modifiers.isDisjoint(with: [.control, .alt]) ? nil : binding(key, in: "root")
    }

    private func keys(for action: Action, from start: String) -> String? {
        var seen: Set = [start]
        var paths: [(table: String, keys: [String])] = [(start, [])]
        while !paths.isEmpty {
            for path in paths {
                for (key, binding) in bindings(in: path.table) where binding.action == action {
                    return (path.keys + [key.description]).joined(separator: " ")
                }
            }
            paths = paths.flatMap { path in
                bindings(in: path.table).compactMap { key, binding in
                    guard case .table(let next) = binding.action, seen.insert(next).inserted else { return nil }
                    return (next, path.keys + [key.description])
                }
            }
        }
        return nil
    }

    /// The tables that have bindings, in the order in which they are reached: from `root`, then from `copy`, then those that nothing leads to.
    package var tableNames: [String] {
        var names: [String] = []
        func visit(_ name: String) {
            guard !names.contains(name), !bindings(in: name).isEmpty else { return }
            names.append(name)
            for (_, binding) in bindings(in: name) {
                if case .table(let next) = binding.action { visit(next) }
            }
        }
        visit("root")
        visit("prefix")
        visit("copy")
        for name in tables.keys.sorted() { visit(name) }
        return names
    }

    /// What a binding does, for lists: its label, or what its command says of itself.
    package func label(of binding: Binding) -> String {
        if let label = binding.label { return label }
        switch binding.action {
        case .table(let table): return table + "…"
        case .commands(let commands):
            guard commands.count == 1, let command = commands.first else {
                return commands.map(\.text).joined(separator: "; ")
            }
            let summary = CommandSpec.of(command.name).summary
            return command.arguments.isEmpty ? summary : "\(summary): \(command.arguments.joined(separator: " "))"
        }
    }

    /// What a binding does, as a keymap file says it.
    package func text(of binding: Binding) -> String {
        switch binding.action {
        case .table(let table): "table \(table)"
        case .commands(let commands): commands.map(\.text).joined(separator: "; ")
        }
    }
}
