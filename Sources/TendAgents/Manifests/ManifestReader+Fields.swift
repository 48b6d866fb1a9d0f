import TendCore

extension ManifestReader {
    /// The entries of `configSchema`, and whether what they say of each other is so.
    mutating func fields(_ node: Node) -> [ManifestField] {
        var fields: [ManifestField] = []
        var paths: [String] = []
        for entry in list(node, "configSchema") {
            guard let node = object(entry.value, entry.path) else { continue }
            warnOfUnknown(node, ManifestKeys.field)
            let field = self.field(node)
            if !field.key.isEmpty, fields.contains(where: { $0.key == field.key }) {
                fail(node.path("key"), "'\(DisplayText.excerpt(field.key))' is there twice")
            }
            fields.append(field)
            paths.append(entry.path)
        }
        for (field, path) in zip(fields, paths) { checkDependency(of: field, path + ".dependsOn", among: fields) }
        return fields
    }

    private mutating func field(_ node: Node) -> ManifestField {
        let kind = word(node, "type", ManifestField.Kind.self, isRequired: true) ?? .string
        let key = string(node, "key", isRequired: true) ?? ""
        let takesValue = node.fields["cliValue"] == nil ? kind != .boolean && kind != .select : flag(node, "cliValue")
        let field = ManifestField(
            key: key, label: string(node, "label") ?? key, kind: kind, description: string(node, "description"),
            placeholder: string(node, "placeholder"), fallback: scalar(node, "default"), options: options(node),
            isRequired: flag(node, "required"), variable: string(node, "envVar"), flag: string(node, "cliFlag"),
            flagTakesValue: takesValue, group: word(node, "group", ManifestField.Group.self),
            dependsOn: string(node, "dependsOn"), dependsValue: scalar(node, "dependsVal"))
        if key.contains("=") || key.contains(where: \.isWhitespace) {
            fail(node.path("key"), "a key has no blanks and no '='")
        }
        check(field, node)
        return field
    }

    private mutating func check(_ field: ManifestField, _ node: Node) {
        if let variable = field.variable, variable.isEmpty || variable.contains("=") || variable.contains("\0") {
            fail(node.path("envVar"), "'\(DisplayText.excerpt(variable))' is no name of a variable")
        }
        if field.kind == .secret {
            if field.flag != nil {
                fail(
                    node.path("cliFlag"),
                    "a secret cannot be an argument, which everybody can read — give it an envVar")
            } else if field.variable == nil {
                fail(node.path("envVar"), "is missing: a secret is handed over in a variable")
            }
            if field.fallback?.isEmpty == false { fail(node.path("default"), "a secret has no default") }
            return
        }
        if field.kind == .select, field.options.isEmpty { fail(node.path("options"), "is missing or empty") }
        guard let fallback = field.fallback, !fallback.isEmpty else { return }
        do throws(ConfigProblem) {
            // Models come and go; the default of a select is among its options all the same.
            _ = try field.normalized(fallback, takesOthers: false)
        } catch {
            fail(node.path("default"), error.reason)
        }
    }

    private mutating func options(_ node: Node) -> [ManifestField.Option] {
        var options: [ManifestField.Option] = []
        for entry in list(node, "options") {
            if let text = entry.value.text {
                options.append(ManifestField.Option(value: text))
            } else if let option = object(entry.value, entry.path) {
                warnOfUnknown(option, ManifestKeys.option)
                options.append(
                    ManifestField.Option(
                        value: scalar(option, "value", isRequired: true) ?? "", label: string(option, "label")))
            }
        }
        return options
    }

    private mutating func checkDependency(of field: ManifestField, _ path: String, among fields: [ManifestField]) {
        guard let key = field.dependsOn else { return }
        guard fields.contains(where: { $0.key == key }) else {
            let hint = Suggestion.nearest(to: key, among: fields.map(\.key)).map { " — did you mean '\($0)'?" } ?? ""
            return fail(path, "there is no field '\(DisplayText.excerpt(key))'\(hint)")
        }
        var seen: Set<String> = [field.key]
        var next: String? = key
        while let key = next {
            if !seen.insert(key).inserted { return fail(path, "leads back to '\(key)'") }
            next = fields.first { $0.key == key }?.dependsOn
        }
    }
}
