import TendCore

extension Schemas {
    static let providers: [(String, JSONNode)] = [
        ("ProviderList", answer([("providers", list(reference("Provider"))), ("problems", list(text))])),
        (
            "Provider",
            object(
                [
                    ("name", text), ("display_name", text), ("description", text), ("icon", text), ("version", text),
                    ("type", text), ("command", text), ("detect", text), ("install", text), ("file", text),
                    ("enabled", flag), ("models", list(model)), ("resumes", flag),
                    ("fields", list(reference("ProviderField"))),
                ],
                required: [
                    "name", "display_name", "description", "type", "command", "enabled", "models", "resumes", "fields",
                ])
        ),
        (
            "ProviderField",
            object(
                [
                    ("key", text), ("label", text), ("type", text), ("description", text), ("group", text),
                    ("options", list(text)), ("required", flag), ("default", text), ("value", text),
                    ("env_var", text), ("is_set", flag),
                ], required: ["key", "label", "type", "required"])
        ),
        (
            "ProviderChange",
            body([
                ("enabled", optional("boolean")),
                ("config", ["type": ["object", "null"], "additionalProperties": optional("string")]),
            ])
        ),
        (
            "LaunchPlan",
            object(
                [
                    ("agent", text), ("command", text), ("args", list(text)), ("cwd", text),
                    ("env", ["type": "object", "additionalProperties": text]),
                    ("files", list(answer([("path", text), ("bytes", count)]))), ("conversation", text),
                    ("worktree", reference("PlannedWorktree")), ("notes", list(text)),
                ], required: ["command", "args", "cwd", "env", "files", "notes"])
        ),
    ]

    private static let model = object([("id", text), ("name", text), ("description", text)], required: ["id"])

    /// An object in which the other fields may be absent.
    private static func object(_ fields: [(String, JSONNode)], required: [String]) -> JSONNode {
        [
            "type": "object", "properties": .object(fields), "required": .array(required.map { .string($0) }),
        ]
    }
}
