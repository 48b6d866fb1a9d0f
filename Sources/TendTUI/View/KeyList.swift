import TendCore
import TendScreen

/// The bindings of a table as people read them: keys that do the same stand together, digits that differ only in their number are one.
struct KeyList {
    struct Entry: Hashable {
        var keys: String
        var label: String
        /// For where there is little room: the label that the keymap gives, or the command itself, whose last word tells it from others.
        var short: String
        /// Leads to another table.
        var isTable: Bool
    }

    private struct Numbers {
        var entry: Int
        var first: Int
        var last: Int
    }

    private(set) var entries: [Entry] = []

    init(_ keymap: Keymap, _ table: String) {
        var known: [Keymap.Action: Int] = [:]
        var numbers: [Command.Name: Numbers] = [:]
        for (key, binding) in keymap.bindings(in: table) {
            if let (name, number) = KeyList.number(key, binding) {
                if var row = numbers[name], number == row.last + 1 {
                    row.last = number
                    numbers[name] = row
                    entries[row.entry].keys = "\(row.first)-\(number)"
                    entries[row.entry].label = CommandSpec.of(name).summary
                    entries[row.entry].short = "\(name.rawValue) \(row.first)-\(number)"
                    continue
                }
                numbers[name] = Numbers(entry: entries.count, first: number, last: number)
            } else if let index = known[binding.action] {
                // More than three tell nothing.
                if entries[index].keys.split(separator: " ").count < 3 { entries[index].keys += " \(key)" }
                continue
            }
            known[binding.action] = entries.count
            let isTable = if case .table = binding.action { true } else { false }
            let label = keymap.label(of: binding)
            let short = isTable ? label : binding.label ?? keymap.text(of: binding)
            entries.append(Entry(keys: key.description, label: label, short: short, isTable: isTable))
        }
    }

    /// `3: tab.go 3` and the like.
    private static func number(_ key: Key, _ binding: Keymap.Binding) -> (Command.Name, Int)? {
        guard case .commands(let commands) = binding.action, commands.count == 1,
            case .character(let scalar) = key.code,
            key.modifiers.isEmpty, let number = Int(String(scalar)), commands[0].arguments == [String(number)]
        else { return nil }
        return (commands[0].name, number)
    }
}
