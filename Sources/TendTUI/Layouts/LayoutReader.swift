import TendCore
package import TendData
import Yams

extension LayoutFile {
    /// Reads a file. With diagnostics it is not what its author meant: better not to start half of it.
    ///
    /// - Parameter path: for the diagnostics.
    package static func read(_ text: String, path: String) -> (file: LayoutFile, diagnostics: [Diagnostic]) {
        var reader = LayoutReader(path: path)
        let file = reader.read(text)
        return (file, reader.diagnostics)
    }
}

/// Makes a ``LayoutFile`` of YAML and collects what is wrong with it.
private struct LayoutReader {
    let path: String
    var diagnostics: [Diagnostic] = []
    /// Where each session is named, with what it is to be.
    private var sessions: [String: (pane: LayoutFile.PanePlan, mark: Mark?)] = [:]

    /// What panes have from the parts around them.
    private struct Surroundings {
        var directory: String?
        var environment: [String: String?] = [:]
    }

    init(path: String) { self.path = path }

    mutating func read(_ text: String) -> LayoutFile {
        var file = LayoutFile()
        let root: Node?
        do {
            // Every value is the text that stands there: `no` is as good a command as any.
            root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch {
            note(error)
            return file
        }
        guard let root else {
            note("the file is empty: it has no tabs", at: Mark?.none)
            return file
        }
        guard let entries = mapping(root, "the file", LayoutFile.fields) else { return file }
        var surroundings = Surroundings()
        var tabs: Node?
        for (key, name, value) in entries {
            switch name {
            case "workspace":
                guard let text = self.text(name, value) else { continue }
                do throws(ServiceError) {
                    file.workspace = try SessionNaming.checked(text, of: "workspace")
                } catch {
                    note(error.message, at: value)
                }
            case "directory": surroundings.directory = self.text(name, value)
            case "env": surroundings.environment = environment(value)
            default: tabs = value
            }
            _ = key
        }
        guard let tabs else {
            note("there are no 'tabs'", at: root)
            return file
        }
        let plans = list("tabs", tabs)
        if tabs.sequence != nil, plans.isEmpty { note("'tabs' has no tabs", at: tabs) }
        for tab in plans {
            if let plan = self.tab(tab, surroundings) { file.tabs.append(plan) }
        }
        return file
    }

    private mutating func tab(_ node: Node, _ surroundings: Surroundings) -> LayoutFile.TabPlan? {
        var panes: [LayoutFile.PanePlan] = []
        let name = node.mapping?.first { $0.key.scalar?.string == "name" }?.value
        guard let part = part(node, surroundings, fields: LayoutFile.tabFields, depth: 0, into: &panes) else {
            return nil
        }
        if panes.count > Workspace.paneLimit {
            note("a tab has at most \(Workspace.paneLimit) panes", at: node)
            return nil
        }
        var plan = LayoutFile.TabPlan(name: name.flatMap { text("name", $0) }, layout: part.layout, panes: panes)
        if let floating = node.mapping?.first(where: { $0.key.scalar?.string == "floating" })?.value {
            read(floating, surroundings, into: &plan)
        }
        return plan
    }

    private mutating func read(
        _ floating: Node, _ surroundings: Surroundings, into plan: inout LayoutFile.TabPlan
    ) {
        var panes: [LayoutFile.PanePlan] = []
        _ = part(floating, surroundings, fields: LayoutFile.floatingFields, depth: 0, into: &panes)
        plan.floating = panes.first
        guard let hidden = floating.mapping?.first(where: { $0.key.scalar?.string == "hidden" })?.value else { return }
        plan.isFloatingHidden = hidden.scalar?.string == "true"
        if !["true", "false"].contains(hidden.scalar?.string) { note("'hidden' must be true or false", at: hidden) }
    }

    private mutating func part(
        _ node: Node, _ surroundings: Surroundings, fields: [String], depth: Int,
        into panes: inout [LayoutFile.PanePlan]
    ) -> Layout.Part? {
        func leaf(_ pane: LayoutFile.PanePlan, weight: Double) -> Layout.Part {
            defer { panes.append(pane) }
            return Layout.Part(weight: weight, layout: .pane(PaneID(rawValue: panes.count)))
        }
        var pane = LayoutFile.PanePlan(directory: surroundings.directory, environment: surroundings.environment)
        if let scalar = node.scalar {
            pane.command = scalar.string == "" || scalar.string == "~" ? [] : command("the pane", node)
            return leaf(pane, weight: 1)
        }
        guard depth < 32 else {
            note("splits are too deep in each other", at: node)
            return nil
        }
        guard let entries = mapping(node, "a pane", fields) else { return nil }
        var inner = surroundings
        var weight = 1.0
        var split: (axis: Layout.Axis, parts: Node)?
        var forPanes: [(key: Node, name: String)] = []
        for (key, name, value) in entries {
            switch name {
            case "columns", "rows":
                if split != nil { note("'columns' and 'rows' exclude each other", at: key) }
                split = (name == "columns" ? .columns : .rows, value)
            case "session":
                forPanes.append((key, name))
                pane.session = session(value)
            case "command":
                forPanes.append((key, name))
                pane.command = command(name, value)
            case "directory":
                inner.directory = text(name, value).map { LayoutFile.joined(surroundings.directory, $0) }
            case "env": inner.environment.merge(environment(value)) { $1 }
            case "weight":
                guard let number = value.scalar.flatMap({ Double($0.string) }), (0.01...1000).contains(number) else {
                    note("'weight' must be a number from 0.01 to 1000", at: value)
                    continue
                }
                weight = number
            default: break  // The tab's name and its floating pane, and whether that is hidden.
            }
        }
        guard let split else {
            pane.directory = inner.directory
            pane.environment = inner.environment
            check(pane, at: entries.first { $0.name == "session" }?.value)
            return leaf(pane, weight: weight)
        }
        for (key, name) in forPanes { note("'\(name)' belongs to a pane, not to a split", at: key) }
        var parts: [Layout.Part] = []
        for node in list(split.axis.rawValue, split.parts) {
            let part = self.part(node, inner, fields: LayoutFile.partFields, depth: depth + 1, into: &panes)
            if let part { parts.append(part) }
        }
        guard parts.count > 1 else {
            if parts.isEmpty { note("'\(split.axis.rawValue)' has no panes", at: split.parts) }
            return parts.first.map { Layout.Part(weight: weight, layout: $0.layout) }
        }
        return Layout.Part(weight: weight, layout: .split(split.axis, parts))
    }

    /// Two panes may show one session, but not two programs be one.
    private mutating func check(_ pane: LayoutFile.PanePlan, at node: Node?) {
        guard let name = pane.session, let node, !pane.command.isEmpty else { return }
        if let first = sessions[name], first.pane != pane {
            let place = first.mark.map { " at \($0.line):\($0.column)" } ?? ""
            note("session '\(name)' is another program\(place): each needs a name of its own", at: node)
        } else {
            sessions[name] = (pane, node.mark)
        }
    }

    // MARK: Values

    private mutating func mapping(
        _ node: Node, _ what: String, _ fields: [String]
    ) -> [(key: Node, name: String, value: Node)]? {
        guard let mapping = node.mapping else {
            note("\(what) must have fields: \(fields.joined(separator: ", "))", at: node)
            return nil
        }
        var entries: [(key: Node, name: String, value: Node)] = []
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if fields.contains(name) {
                entries.append((key, name, value))
            } else {
                note("unknown field '\(DisplayText.excerpt(name))'" + CommandError.hint(name, among: fields), at: key)
            }
        }
        return entries
    }

    private mutating func list(_ name: String, _ node: Node) -> [Node] {
        guard let sequence = node.sequence else {
            note("'\(name)' must be a list", at: node)
            return []
        }
        return Array(sequence)
    }

    private mutating func text(_ name: String, _ node: Node) -> String? {
        guard let text = node.scalar?.string, !text.contains("\0") else {
            note("'\(name)' must be a text", at: node)
            return nil
        }
        guard !text.isEmpty else {
            note("'\(name)' must not be empty", at: node)
            return nil
        }
        return text
    }

    private mutating func session(_ node: Node) -> String? {
        guard let text = text("session", node) else { return nil }
        do throws(ServiceError) {
            return try SessionNaming.checked(text)
        } catch {
            note(error.message, at: node)
            return nil
        }
    }

    /// A text is read as by a shell; a list is taken as it is.
    private mutating func command(_ name: String, _ node: Node) -> [String] {
        if let sequence = node.sequence {
            let words = sequence.compactMap(\.scalar?.string)
            if words.count < sequence.count || words.first?.isEmpty != false {
                note("'\(name)' must be a text or a list of texts", at: node)
            }
            return words
        }
        guard let text = text(name, node) else { return [] }
        do throws(CommandError) {
            return try Command.program(of: text)
        } catch {
            note(error.message, at: node)
            return []
        }
    }

    /// A variable without a value has the one of wherever the file is loaded; an empty one is written `""`.
    private mutating func environment(_ node: Node) -> [String: String?] {
        guard let mapping = node.mapping else {
            note("'env' must be names with values", at: node)
            return [:]
        }
        var environment: [String: String?] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard !name.isEmpty, !name.contains("="), let value = value.scalar else {
                note("'env' must be names with values", at: key)
                continue
            }
            let isAbsent = value.style == .plain && ["", "~", "null"].contains(value.string)
            environment.updateValue(isAbsent ? nil : value.string, forKey: name)
        }
        return environment
    }

    // MARK: What is wrong

    private mutating func note(_ message: String, at node: Node) { note(message, at: node.mark) }

    private mutating func note(_ message: String, at mark: Mark?) {
        diagnostics.append(Diagnostic(file: path, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    private mutating func note(_ error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            note("this is not YAML: \(problem)", at: mark)
        case YamlError.duplicatedKeysInMapping(let names, let context):
            note("'\(DisplayText.excerpt(names.first ?? ""))' appears twice", at: context.mark)
        default: note("this is not YAML", at: Mark?.none)
        }
    }
}

extension LayoutFile {
    /// `path` seen from `base`. Those that begin with `/` or `~` stand for themselves.
    package static func joined(_ base: String?, _ path: String) -> String {
        guard let base, !path.hasPrefix("/"), !path.hasPrefix("~") else { return path }
        if path == "." { return base }
        return base + (base.hasSuffix("/") ? "" : "/") + path
    }
}
