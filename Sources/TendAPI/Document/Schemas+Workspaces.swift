import TendCore

extension Schemas {
    /// What belongs to workspaces and clients.
    static let workspaces: [(String, JSONNode)] = [
        (
            "Workspace",
            answer([
                ("name", text), ("tabs", list(reference("Tab"))), ("focused", list(count)), ("version", count),
                ("next_pane", count), ("next_tab", count),
            ])
        ),
        (
            "Tab",
            answer([
                ("id", count), ("name", optional("string")),
                ("layout", ["anyOf": [reference("Layout"), ["type": "null"]]]), ("panes", list(reference("Pane"))),
                ("floating", optional("integer")), ("is_floating_shown", flag),
                (
                    "floating_frame",
                    [
                        "anyOf": [
                            answer([("frame", reference("Area")), ("tab_rows", count), ("tab_cols", count)]),
                            ["type": "null"],
                        ]
                    ]
                ), ("zoomed", optional("integer")),
            ])
        ),
        ("Pane", answer([("id", count), ("session", text), ("is_marked", flag)])),
        (
            "Layout",
            [
                "description": "The id of a pane, or a split",
                "anyOf": [
                    ["type": "integer"],
                    answer([
                        ("axis", words(["columns", "rows"])),
                        ("parts", list(answer([("weight", ["type": "number"]), ("layout", reference("Layout"))]))),
                    ]),
                ],
            ]
        ),
        ("Area", answer([("row", integer), ("col", integer), ("rows", integer), ("cols", integer)])),
        ("Action", action),
        ("Actions", body([("actions", list(reference("Action")))], required: ["actions"])),
        (
            "Changed",
            answer([("workspace", reference("Workspace")), ("panes", list(optional("integer")))])
        ),
        ("WorkspaceName", body([("name", text)], required: ["name"])),
        (
            "WorkspaceList",
            answer([
                (
                    "workspaces",
                    list(
                        answer([
                            ("name", text), ("tabs", count), ("panes", count), ("clients", count), ("version", count),
                        ]))
                )
            ])
        ),
        ("ClientList", answer([("clients", list(reference("Client")))])),
        (
            "Client",
            answer([
                ("id", text), ("workspace", optional("string")), ("terminal", text), ("rows", size), ("cols", size),
                ("since", time), ("is_focused", flag),
            ])
        ),
        ("Do", body([("command", text)], required: ["command"])),
    ]

    private static let integer: JSONNode = ["type": "integer"]

    /// Which fields an action has hangs on `do`.
    private static let action: JSONNode = [
        "type": "object",
        "properties": [
            "do": words(WorkspaceAction.Verb.allCases.map(\.rawValue)), "pane": count, "tab": count, "other": count,
            "session": text, "sessions": list(text), "layout": reference("Layout"), "name": optional("string"),
            "index": integer,
            "side": words(Direction.allCases.map(\.rawValue)), "cells": integer, "area": reference("Area"),
            "frame": reference("Area"),
            "on": flag, "arrangement": words(WorkspaceAction.Arrangement.allCases.map(\.rawValue)),
        ],
        "required": ["do"],
    ]
}
