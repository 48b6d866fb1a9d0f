import TendCore
import TendScreen

/// The bindings of a table as people read them: keys that do the same stand together, digits that differ only in their number are one,
/// and so are four keys for the four sides.
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

    /// Digits with a modifier, each for another word of one command: `M-1-5`.
    private struct Run: Hashable {
        var name: Command.Name
        var modifiers: Key.Modifiers
    }

    /// Keys that do the same to one side each: the arrows, or letters.
    private struct Sides: Hashable {
        var command: Command
        var areArrows: Bool
        var modifiers: Key.Modifiers
        /// Small and capital letters are two groups.
        var areCapitals: Bool
    }

    private(set) var entries: [Entry] = []

    init(_ keymap: Keymap, _ table: String) {
        var known: [Keymap.Action: Int] = [:]
        var numbers: [Command.Name: Numbers] = [:]
        let bindings = keymap.bindings(in: table)
        var runs: [Run: Numbers] = [:]
        var sides: [Sides: [String]] = [:]
        for (key, binding) in bindings {
            if let group = KeyList.sides(key, binding) { sides[group, default: []].append(key.description) }
        }
        for (key, binding) in bindings {
            if let group = KeyList.sides(key, binding), let keys = sides[group], keys.count == 4 {
                guard key.description == keys[0] else { continue }
                add(group, keys, &known)
                continue
            }
            if let (name, number) = KeyList.number(key, binding) {
                if var row = numbers[name], number == row.last + 1 {
                    row.last = number
                    numbers[name] = row
                    entries[row.entry].keys = "\(row.first)-\(number)"
                    entries[row.entry].label = CommandSpec.of(name).summary
                    entries[row.entry].short = KeyList.short("\(name.rawValue) \(row.first)-\(number)")
                    continue
                }
                numbers[name] = Numbers(entry: entries.count, first: number, last: number)
            } else if let (run, digit, argument) = KeyList.run(key, binding) {
                if var row = runs[run], digit == row.last + 1 {
                    row.last = digit
                    runs[run] = row
                    let prefix = Key(key.code, run.modifiers).description.dropLast()
                    entries[row.entry].keys = "\(prefix)\(row.first)-\(digit)"
                    entries[row.entry].label += ", \(argument)"
                    entries[row.entry].short = KeyList.short(run.name.rawValue)
                    continue
                }
                runs[run] = Numbers(entry: entries.count, first: digit, last: digit)
            } else if let index = known[binding.action] {
                // More than three tell nothing.
                if entries[index].keys.split(separator: " ").count < 3 { entries[index].keys += " \(key)" }
                continue
            }
            known[binding.action] = entries.count
            let isTable = if case .table = binding.action { true } else { false }
            let label = keymap.label(of: binding)
            let short = isTable ? label : binding.label ?? KeyList.short(keymap.text(of: binding))
            entries.append(Entry(keys: key.description, label: label, short: short, isTable: isTable))
        }
    }

    /// Without the nouns that go without saying.
    private static func short(_ text: String) -> String {
        for noun in ["pane.", "show.", "client."] where text.hasPrefix(noun) {
            return String(text.dropFirst(noun.count))
        }
        return text
    }

    /// `Arrows hjkl: focus`.
    private mutating func add(_ group: Sides, _ keys: [String], _ known: inout [Keymap.Action: Int]) {
        let modifiers = Key(.up, group.modifiers).description.dropLast(2)
        let text =
            group.areArrows ? "\(modifiers)Arrows" : modifiers + keys.map { $0.dropFirst(modifiers.count) }.joined()
        let action = Keymap.Action.commands([group.command])
        if let index = known[action] {
            entries[index].keys += " \(text)"
            return
        }
        known[action] = entries.count
        let (summary, rest) = (CommandSpec.of(group.command.name).summary, group.command.arguments)
        entries.append(
            Entry(
                keys: text, label: rest.isEmpty ? summary : "\(summary): \(rest.joined(separator: " "))",
                short: KeyList.short(group.command.text), isTable: false))
    }

    /// Nil if the binding does nothing to a side, or has a label of its own.
    private static func sides(_ key: Key, _ binding: Keymap.Binding) -> Sides? {
        guard case .commands(let commands) = binding.action, commands.count == 1, binding.label == nil,
            let side = commands[0].arguments.first, Direction(rawValue: side) != nil
        else { return nil }
        let rest = Command(commands[0].name, Array(commands[0].arguments.dropFirst()))
        switch key.code {
        case .up, .down, .left, .right:
            return Sides(command: rest, areArrows: true, modifiers: key.modifiers, areCapitals: false)
        case .character(let scalar) where scalar.properties.isAlphabetic:
            return Sides(
                command: rest, areArrows: false, modifiers: key.modifiers,
                areCapitals: scalar.properties.isUppercase)
        default: return nil
        }
    }

    /// `M-2: pane.layout rows` and the like.
    private static func run(_ key: Key, _ binding: Keymap.Binding) -> (Run, digit: Int, argument: String)? {
        guard case .commands(let commands) = binding.action, commands.count == 1, binding.label == nil,
            !key.modifiers.isEmpty, case .character(let scalar) = key.code, let digit = Int(String(scalar)),
            commands[0].arguments.count == 1
        else { return nil }
        return (Run(name: commands[0].name, modifiers: key.modifiers), digit, commands[0].arguments[0])
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
