import TendCore
import Yams

extension LayoutFile {
    /// The file as YAML.
    package var text: String {
        // A node cannot carry a comment.
        let isSilent = tabs.flatMap { $0.panes + ($0.floating.map { [$0] } ?? []) }
            .contains { $0.environment.values.contains(nil) }
        let remark = "# env: the value of a variable that is null is the one that it has where this file is loaded.\n"
        return (isSilent ? remark : "") + yaml
    }

    private var yaml: String {
        var root: [(Node, Node)] = []
        if let workspace { root.append((Node("workspace"), quoted(workspace))) }
        root.append((Node("tabs"), Node.sequence(Node.Sequence(tabs.map(node)))))
        // Nodes of texts, lists and mappings of ours can always be written.
        return LayoutFile.readable(
            (try? Yams.serialize(node: Node.mapping(Node.Mapping(root)), allowUnicode: true)) ?? "")
    }

    /// libyaml writes what is beyond the first 65536 characters, emoji say, as `\U0001F600` even so. Backslashes are in quoted texts only,
    /// where each begins an escape.
    private static func readable(_ yaml: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = yaml.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let kind = rest.popFirst() else {
                result.append(scalar)
                continue
            }
            let digits = rest.prefix(8)
            if kind == "U", let value = UInt32(String(digits), radix: 16), let meant = Unicode.Scalar(value),
                isVisible(meant)
            {
                result.append(meant)
                rest = rest.dropFirst(8)
            } else {
                result.append(scalar)
                result.append(kind)
            }
        }
        return String(result)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    private func node(_ tab: TabPlan) -> Node {
        var fields: [(Node, Node)] = []
        if let name = tab.name { fields.append((Node("name"), quoted(name))) }
        fields += self.fields(of: tab.layout, tab.panes)
        if let floating = tab.floating {
            var pane = self.fields(of: floating)
            if tab.isFloatingHidden { pane.append((Node("hidden"), Node("true"))) }
            fields.append((Node("floating"), .mapping(Node.Mapping(pane))))
        }
        return .mapping(Node.Mapping(fields))
    }

    private func fields(of layout: Layout, _ panes: [PanePlan]) -> [(Node, Node)] {
        switch layout {
        case .pane(let id): return fields(of: panes[id.rawValue])
        case .split(let axis, let parts):
            let sum = parts.reduce(0) { $0 + $1.weight }
            let nodes = parts.map { part -> Node in
                var fields = self.fields(of: part.layout, panes)
                // Of 100 in all; equal ones need not be said.
                let share = (part.weight / sum * 1000).rounded() / 10
                if parts.contains(where: { abs($0.weight - part.weight) > sum / 1000 }) {
                    let whole = share == share.rounded()
                    fields.append((Node("weight"), Node(whole ? "\(Int(share))" : "\(max(share, 0.1))")))
                }
                return .mapping(Node.Mapping(fields))
            }
            return [(Node(axis.rawValue), .sequence(Node.Sequence(nodes)))]
        }
    }

    private func fields(of pane: PanePlan) -> [(Node, Node)] {
        var fields: [(Node, Node)] = []
        if let session = pane.session { fields.append((Node("session"), quoted(session))) }
        if !pane.command.isEmpty {
            fields.append((Node("command"), .sequence(Node.Sequence(pane.command.map(quoted), .implicit, .flow))))
        }
        if let directory = pane.directory { fields.append((Node("directory"), quoted(directory))) }
        if !pane.environment.isEmpty {
            let pairs = pane.environment.sorted { $0.key < $1.key }.map { name, value in
                (quoted(name), value.map(quoted) ?? .scalar(Node.Scalar("null", .implicit, .plain)))
            }
            fields.append((Node("env"), .mapping(Node.Mapping(pairs))))
        }
        return fields
    }

    /// Plain where every reader of YAML takes it for a text.
    private func quoted(_ text: String) -> Node {
        let isPlain =
            text.first?.isLetter == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        return .scalar(Node.Scalar(text, .implicit, isPlain ? .plain : .doubleQuoted))
    }
}
