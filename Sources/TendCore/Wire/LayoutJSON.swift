// A layout as JSON: the number of a pane, or `{"axis": "columns", "parts": [{"weight": 1, "layout": …}, …]}`.
extension Layout: Codable {
    enum Key: String, CodingKey { case axis, parts }

    /// What shares no cells would be lost, and what nobody shares with is no split.
    static func canShare(_ parts: [Part]) -> Bool {
        parts.count > 1 && parts.allSatisfy { $0.weight >= 1e-9 && $0.weight <= 1e9 }
    }

    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer(), let pane = try? container.decode(PaneID.self) {
            self = .pane(pane)  // A number is one of two right forms.
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        let parts = try container.decode([Part].self, forKey: .parts)
        guard Layout.canShare(parts) else {
            throw DecodingError.dataCorruptedError(
                forKey: .parts, in: container, debugDescription: "A split has two parts at least, all with a weight")
        }
        self = .split(try container.decode(Axis.self, forKey: .axis), parts)
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .pane(let pane):
            var container = encoder.singleValueContainer()
            try container.encode(pane)
        case .split(let axis, let parts):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(axis, forKey: .axis)
            try container.encode(parts, forKey: .parts)
        }
    }
}

extension Tab {
    // Written out because the synthesized form leaves absent values away instead of writing null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(layout, forKey: .layout)
        try container.encode(panes, forKey: .panes)
        try container.encode(floating, forKey: .floating)
        try container.encode(isFloatingShown, forKey: .isFloatingShown)
        try container.encode(floatingFrame, forKey: .floatingFrame)
        try container.encode(zoomed, forKey: .zoomed)
    }
}
