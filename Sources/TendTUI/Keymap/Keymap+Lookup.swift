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
