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
                    ("enabled", flag), ("models", list(model)), ("resumes", flag), ("prompts", flag),
                    ("account", text), ("fields", list(reference("ProviderField"))), ("dynamic_models", flag),
                    ("finds_conversation", flag), ("takes_mcp", flag), ("llm_kinds", list(text)),
                    ("watched_by", list(text)),
                ],
                required: [
                    "name", "display_name", "description", "type", "command", "enabled", "models", "resumes",
                    "prompts", "fields", "dynamic_models", "finds_conversation", "takes_mcp", "llm_kinds", "watched_by",
                ])
        ),
        (
            "ProviderField",
            object(
                [
                    ("key", text), ("label", text), ("type", text), ("description", text), ("group", text),
                    ("options", list(text)), ("placeholder", text), ("option_labels", list(text)),
                    ("depends_on", text), ("depends_value", text), ("required", flag), ("default", text),
                    ("value", text), ("env_var", text), ("is_set", flag),
                ], required: ["key", "label", "type", "required"])
        ),
        (
            "ProviderChange",
            body([
                ("enabled", optional("boolean")),
                ("config", ["type": ["object", "null"], "additionalProperties": optional("string")]),
                ("account", optional("string")),
            ])
        ),
        (
            "LaunchPlan",
            object(
                [
                    ("agent", text), ("command", text), ("args", list(text)), ("cwd", text),
                    ("env", ["type": "object", "additionalProperties": text]),
                    ("files", list(answer([("path", text), ("bytes", count)]))), ("conversation", text),
                    ("account", text), ("llm", text), ("mcp", list(text)),
                    ("worktree", reference("PlannedWorktree")), ("notes", list(text)),
                    ("problems", list(reference("FieldProblem"))),
                ], required: ["command", "args", "cwd", "env", "files", "mcp", "notes", "problems"])
        ),
        ("FieldProblem", answer([("field", text), ("message", text)])),
        (
            "DirectoryList",
            answer([
                ("directory", text), ("exists", flag), ("names", list(text)), ("is_cut", flag),
            ])
        ),
    ]

    private static let model = object([("id", text), ("name", text), ("description", text)], required: ["id"])

    /// An object in which the other fields may be absent.
    static func object(_ fields: [(String, JSONNode)], required: [String]) -> JSONNode {
        [
            "type": "object", "properties": .object(fields), "required": .array(required.map { .string($0) }),
        ]
    }
}
