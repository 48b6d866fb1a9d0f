import TendCore

/// The schemas of the document. Tests encode a value of each type and hold its keys against these.
enum Schemas {
    static func reference(_ name: String) -> JSONNode { ["$ref": .string("#/components/schemas/\(name)")] }

    static let all =
        sessions + workspaces + attention + providers + agents + registry + worktrees
        + buffers

    private static let sessions: [(String, JSONNode)] = [
        ("Session", session), ("SessionList", answer([("sessions", list(reference("Session")))])),
        (
            "Progress",
            answer(
                [("state", words(ProgressJSON.State.allCases.map(\.rawValue))), ("percent", count)],
                optional: ["percent"])
        ),
        ("NewSession", newSession), ("Rename", body([("name", text)], required: ["name"])),
        ("Resize", body([("rows", size), ("cols", size)], required: ["rows", "cols"])),
        ("Signal", body([("signal", ["type": ["string", "integer"]])], required: ["signal"])),
        ("Input", input), ("Mouse", mouse), ("Screen", screen), ("ScreenRow", screenRow), ("ScreenRun", screenRun),
        ("Line", answer([("number", count), ("text", text)])),
        (
            "Marks",
            answer([("marks", list(answer([("offset", count), ("time", count), ("rows", count), ("cols", count)])))])
        ),
        ("Places", answer([("places", list(answer([("skip", count), ("column", count)])))])),
        ("Moments", answer([("moments", list(answer([("offset", count), ("time", count)])))])),
        ("Lines", answer([("lines", list(reference("Line"))), ("total", count)])),
        (
            "Search",
            answer([
                (
                    "hits",
                    list(answer([("session", text), ("name", text), ("number", count), ("text", text)]))
                )
            ])
        ),
        ("Wait", answer([("met", flag), ("match", optional("string")), ("session", reference("Session"))])),
        ("Status", status), ("Event", event), ("Stop", body([("force", optional("boolean"))])),
        ("Upgrade", body([("executable", optional("string"))])), ("Empty", body([])),
        ("Accepted", answer([("accepted", flag)])),
        (
            "Error",
            answer([
                (
                    "error",
                    [
                        "type": "object",
                        "properties": .object([
                            ("code", text), ("message", text), ("problems", list(reference("FieldProblem"))),
                        ]), "required": ["code", "message"],
                    ]
                )
            ])
        ),
    ]

    static let text: JSONNode = ["type": "string"]
    static let flag: JSONNode = ["type": "boolean"]
    static let count: JSONNode = ["type": "integer", "minimum": 0]
    static let size: JSONNode = ["type": "integer", "minimum": 1]
    static let time: JSONNode = ["type": "string", "format": "date-time"]

    static func optional(_ type: String) -> JSONNode { ["type": [.string(type), "null"]] }
    static func list(_ items: JSONNode) -> JSONNode { ["type": "array", "items": items] }
    static func words(_ words: [String]) -> JSONNode {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    /// An object whose fields are all there.
    ///
    /// - Parameter optional: those that may be missing.
    static func answer(_ fields: [(String, JSONNode)], optional: Set<String> = []) -> JSONNode {
        [
            "type": "object", "properties": .object(fields),
            "required": .array(fields.map(\.0).filter { !optional.contains($0) }.map { .string($0) }),
        ]
    }

    /// An object that a request may send: no other fields.
    static func body(_ fields: [(String, JSONNode)], required: [String] = []) -> JSONNode {
        var node: [(String, JSONNode)] = [("type", "object"), ("properties", .object(fields))]
        if !required.isEmpty { node.append(("required", .array(required.map { .string($0) }))) }
        node.append(("additionalProperties", false))
        return .object(node)
    }

    private static let session = answer([
        ("id", text), ("name", text), ("agent", ["anyOf": [reference("SessionAgent"), ["type": "null"]]]),
        ("command", text), ("args", list(text)), ("cwd", text),
        ("worktree", ["anyOf": [reference("SessionWorktree"), ["type": "null"]]]),
        ("env_keys", list(text)), ("rows", size), ("cols", size),
        ("state", words(["running", "exited", "interrupted"])),
        ("activity", words(["starting", "working", "idle", "waiting", "unknown"])), ("title", text),
        ("progress", ["anyOf": [reference("Progress"), ["type": "null"]]]),
        ("pid", optional("integer")), ("started_at", time),
        ("ended_at", ["type": ["string", "null"], "format": "date-time"]), ("exit_code", optional("integer")),
        ("signal", optional("integer")), ("bytes", count), ("lines", count), ("notes", list(text)),
    ])

    private static let newSession = body([
        ("name", optional("string")), ("agent", optional("string")), ("model", optional("string")),
        ("prompt", optional("string")), ("resume", optional("string")),
        ("config", ["type": ["object", "null"], "additionalProperties": text]), ("account", optional("string")),
        ("llm", optional("string")), ("command", optional("string")),
        ("args", ["type": ["array", "null"], "items": text]), ("cwd", optional("string")),
        ("worktree", reference("NewWorktree")),
        ("env", ["type": ["object", "null"], "additionalProperties": optional("string")]),
        ("rows", optional("integer")), ("cols", optional("integer")),
    ])

    private static let input = body([
        ("data", optional("string")), ("text", optional("string")), ("paste", optional("string")),
        ("keys", ["type": ["array", "null"], "items": text]), ("mouse", reference("Mouse")),
        ("focus", optional("boolean")),
    ])

    private static let mouse: JSONNode = [
        "type": "object",
        "properties": [
            "button": words(MouseJSON.Button.allCases.map(\.rawValue)),
            "action": words(MouseJSON.Action.allCases.map(\.rawValue)), "row": count, "col": count,
            "modifiers": ["type": ["array", "null"], "items": words(MouseJSON.Modifier.allCases.map(\.rawValue))],
        ],
        "required": ["button", "action", "row", "col"],
    ]

    private static let screen = answer([
        ("size", answer([("rows", size), ("cols", size)])),
        (
            "cursor",
            answer([
                ("row", count), ("col", count), ("visible", flag), ("shape", words(["block", "underline", "bar"])),
                ("blinks", flag),
            ])
        ),
        ("modes", list(words(ScreenJSON.modes.map(\.1)))), ("keyboard_flags", count),
        (
            "progress",
            answer([("state", words(["none", "normal", "error", "indeterminate", "paused"])), ("percent", count)])
        ),
        ("title", text), ("offset", count), ("rows", list(reference("ScreenRow"))),
        ("history", list(reference("ScreenRow"))),
    ])

    private static let screenRow = answer([("text", text), ("wrapped", flag), ("runs", list(reference("ScreenRun")))])

    private static let screenRun: JSONNode = [
        "type": "object",
        "properties": [
            "col": count, "cols": size, "text": text, "fg": text, "bg": text,
            "attrs": list(words(ScreenJSON.attributes.map(\.1))),
            "underline": words(["single", "double", "curly", "dotted", "dashed"]), "underline_color": text,
            "link": text,
        ],
        "required": ["col", "cols", "text"],
    ]

    private static let status = answer([
        ("status", words(StatusJSON.Status.allCases.map(\.rawValue))), ("pid", count), ("keeper_pid", count),
        ("version", text), ("socket", text), ("sessions", count), ("started_at", time), ("problems", list(text)),
    ])

    private static let event = answer(
        [
            ("id", count), ("time", time), ("topic", words(EventJSON.topics)), ("session", reference("Session")),
            ("data", ["type": "object", "additionalProperties": text]), ("attention", reference("Attention")),
        ], optional: ["session", "attention"])
}
