import TendCore

extension Schemas {
    static let registry: [(String, JSONNode)] = [
        ("MCPServerList", answer([("servers", list(reference("MCPServer")))])),
        (
            "MCPServer",
            object(
                [
                    ("name", text), ("transport", transport), ("command", text), ("args", list(text)), ("url", text),
                    ("env", list(text)), ("headers", list(text)), ("agents", list(text)), ("enabled", flag),
                ], required: ["name", "transport", "env", "headers", "agents", "enabled"])
        ),
        (
            "NewMCPServer",
            body(
                [
                    ("name", text), ("transport", ["anyOf": [transport, ["type": "null"]]]),
                    ("command", optional("string")), ("args", optionalList), ("url", optional("string")),
                    ("env", optionalTexts), ("headers", optionalTexts), ("agents", optionalList),
                    ("enabled", optional("boolean")), ("replace", optional("boolean")),
                ], required: ["name"])
        ),
        ("MCPServerChange", body([("enabled", optional("boolean")), ("agents", optionalList)])),
        ("LLMList", answer([("providers", list(reference("LLM")))])),
        (
            "LLM",
            object(
                [("name", text), ("dialect", dialect), ("url", text), ("model", text), ("has_key", flag)],
                required: ["name", "dialect", "url", "has_key"])
        ),
        (
            "NewLLM",
            body(
                [
                    ("name", text), ("url", text), ("dialect", ["anyOf": [dialect, ["type": "null"]]]),
                    ("model", optional("string")), ("key", optional("string")), ("replace", optional("boolean")),
                ], required: ["name", "url"])
        ),
        (
            "ModelList",
            answer([
                (
                    "models",
                    list(
                        object(
                            [("id", text), ("name", text), ("description", text), ("llm", text)], required: ["id"]))
                ), ("problems", list(text)),
            ])
        ),
        ("AccountList", answer([("accounts", list(reference("Account")))])),
        (
            "Account",
            object(
                [
                    ("agent", text), ("name", text),
                    ("kind", words(AccountJSON.Kind.allCases.map(\.rawValue))), ("directory", text), ("default", flag),
                ], required: ["agent", "name", "kind", "default"])
        ),
        (
            "NewAccount",
            body(
                [
                    ("agent", text), ("name", text), ("directory", optional("string")), ("token", optional("string")),
                    ("key", optional("string")), ("replace", optional("boolean")),
                ], required: ["agent", "name"])
        ),
    ]

    private static let transport = words(MCPServerJSON.Transport.allCases.map(\.rawValue))
    private static let dialect = words(LLMEndpoint.Dialect.allCases.map(\.rawValue))
    private static let optionalList: JSONNode = ["type": ["array", "null"], "items": text]
    private static let optionalTexts: JSONNode = ["type": ["object", "null"], "additionalProperties": text]
}
