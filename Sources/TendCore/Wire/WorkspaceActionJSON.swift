// An action as JSON: `{"do": "split", "pane": 3, "side": "right", "session": "k3x9"}`.
extension WorkspaceAction: Codable {
    package enum Verb: String, Hashable, Sendable, Codable, CaseIterable {
        case newTab = "new_tab"
        case build, split, float
        case showFloating = "show_floating"
        case placeFloating = "place_floating"
        case close
        case closeTab = "close_tab"
        case renameTab = "rename_tab"
        case moveTab = "move_tab"
        case resize, swap, rotate, move, zoom, arrange, equalise, mark, focus, show
    }

    package enum Key: String, CodingKey, CaseIterable {
        case verb = "do"
        case pane, tab, other, session, sessions, layout, name, index, side, cells, area, frame
        /// Whether something is to be so: shown, marked, forward.
        case on
        case arrangement
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        func value<T: Decodable>(_ key: Key) throws -> T { try fields.decode(T.self, forKey: key) }
        func optional<T: Decodable>(_ key: Key) throws -> T? { try fields.decodeIfPresent(T.self, forKey: key) }
        let verb: Verb = try value(.verb)
        self =
            switch verb {
            case .newTab:
                .newTab(session: try value(.session), name: try optional(.name), at: try optional(.index))
            case .build:
                .build(
                    try value(.layout), sessions: try value(.sessions), name: try optional(.name),
                    at: try optional(.index))
            case .split: .split(pane: try value(.pane), try value(.side), session: try value(.session))
            case .float: .float(tab: try value(.tab), session: try value(.session))
            case .showFloating: .showFloating(tab: try value(.tab), try value(.on))
            case .placeFloating:
                .placeFloating(pane: try value(.pane), frame: try value(.frame), area: try value(.area))
            case .close: .close(pane: try value(.pane))
            case .closeTab: .closeTab(try value(.tab))
            case .renameTab: .renameTab(try value(.tab), try optional(.name))
            case .moveTab: .moveTab(try value(.tab), to: try value(.index))
            case .resize:
                .resize(
                    pane: try value(.pane), try value(.side), cells: try value(.cells), area: try value(.area))
            case .swap: .swap(try value(.pane), try value(.other))
            case .rotate: .rotate(tab: try value(.tab), isForward: try optional(.on) ?? true)
            case .move: .move(pane: try value(.pane), to: try optional(.tab))
            case .zoom: .zoom(tab: try value(.tab), try optional(.pane))
            case .arrange: .arrange(tab: try value(.tab), try value(.arrangement))
            case .equalise: .equalise(tab: try value(.tab))
            case .mark: .mark(pane: try value(.pane), try optional(.on) ?? true)
            case .focus: .focus(pane: try value(.pane))
            case .show: .show(pane: try value(.pane), session: try value(.session))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        func encode(_ verb: Verb, pane: PaneID? = nil, tab: TabID? = nil, session: String? = nil) throws {
            try fields.encode(verb, forKey: .verb)
            try fields.encodeIfPresent(pane, forKey: .pane)
            try fields.encodeIfPresent(tab, forKey: .tab)
            try fields.encodeIfPresent(session, forKey: .session)
        }
        switch self {
        case .newTab(let session, let name, let index):
            try encode(.newTab, session: session)
            try fields.encodeIfPresent(name, forKey: .name)
            try fields.encodeIfPresent(index, forKey: .index)
        case .build(let layout, let sessions, let name, let index):
            try encode(.build)
            try fields.encode(layout, forKey: .layout)
            try fields.encode(sessions, forKey: .sessions)
            try fields.encodeIfPresent(name, forKey: .name)
            try fields.encodeIfPresent(index, forKey: .index)
        case .split(let pane, let side, let session):
            try encode(.split, pane: pane, session: session)
            try fields.encode(side, forKey: .side)
        case .float(let tab, let session): try encode(.float, tab: tab, session: session)
        case .showFloating(let tab, let isShown):
            try encode(.showFloating, tab: tab)
            try fields.encode(isShown, forKey: .on)
        case .placeFloating(let pane, let frame, let area):
            try encode(.placeFloating, pane: pane)
            try fields.encode(frame, forKey: .frame)
            try fields.encode(area, forKey: .area)
        case .close(let pane): try encode(.close, pane: pane)
        case .closeTab(let tab): try encode(.closeTab, tab: tab)
        case .renameTab(let tab, let name):
            try encode(.renameTab, tab: tab)
            try fields.encodeIfPresent(name, forKey: .name)
        case .moveTab(let tab, let index):
            try encode(.moveTab, tab: tab)
            try fields.encode(index, forKey: .index)
        case .resize(let pane, let side, let cells, let area):
            try encode(.resize, pane: pane)
            try fields.encode(side, forKey: .side)
            try fields.encode(cells, forKey: .cells)
            try fields.encode(area, forKey: .area)
        case .swap(let pane, let other):
            try encode(.swap, pane: pane)
            try fields.encode(other, forKey: .other)
        case .rotate(let tab, let isForward):
            try encode(.rotate, tab: tab)
            try fields.encode(isForward, forKey: .on)
        case .move(let pane, let tab): try encode(.move, pane: pane, tab: tab)
        case .zoom(let tab, let pane): try encode(.zoom, pane: pane, tab: tab)
        case .arrange(let tab, let arrangement):
            try encode(.arrange, tab: tab)
            try fields.encode(arrangement, forKey: .arrangement)
        case .equalise(let tab): try encode(.equalise, tab: tab)
        case .mark(let pane, let isMarked):
            try encode(.mark, pane: pane)
            try fields.encode(isMarked, forKey: .on)
        case .focus(let pane): try encode(.focus, pane: pane)
        case .show(let pane, let session): try encode(.show, pane: pane, session: session)
        }
    }

    /// The same with other names for the sessions that it puts into panes.
    package func mapSessions<E>(_ transform: (String) throws(E) -> String) throws(E) -> WorkspaceAction {
        switch self {
        case .newTab(let session, let name, let index):
            return .newTab(session: try transform(session), name: name, at: index)
        case .build(let layout, let sessions, let name, let index):
            var mapped: [String] = []
            for session in sessions { mapped.append(try transform(session)) }
            return .build(layout, sessions: mapped, name: name, at: index)
        case .split(let pane, let side, let session):
            return .split(pane: pane, side, session: try transform(session))
        case .float(let tab, let session): return .float(tab: tab, session: try transform(session))
        case .show(let pane, let session): return .show(pane: pane, session: try transform(session))
        default: return self
        }
    }
}
