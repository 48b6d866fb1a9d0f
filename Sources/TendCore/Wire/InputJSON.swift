package import TendScreen

/// Body of `POST /sessions/{id}/input`. Several fields are sent in the order in which they stand here.
package struct InputJSON: RequestJSON, Hashable {
    /// Characters as they are, control characters included.
    package var data: String?
    /// Typed text; line feeds are sent as Enter.
    package var text: String?
    /// Pasted text: bracketed if the program asked for it.
    package var paste: String?
    /// Names of keys: `C-c`, `Up`, `S-Enter`, `M-x`, `F5`, `a`.
    package var keys: [String]?
    package var mouse: MouseJSON?
    /// The viewer gained (true) or lost the focus.
    package var focus: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable { case data, text, paste, keys, mouse, focus }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(
        data: String? = nil, text: String? = nil, paste: String? = nil, keys: [String]? = nil,
        mouse: MouseJSON? = nil, focus: Bool? = nil
    ) {
        self.data = data
        self.text = text
        self.paste = paste
        self.keys = keys
        self.mouse = mouse
        self.focus = focus
    }
}

/// A mouse event in cells of the session's screen, from 0.
package struct MouseJSON: Hashable, Sendable, Codable {
    package enum Button: String, Hashable, Sendable, Codable, CaseIterable {
        case left, middle, right, none
        case wheelUp = "wheel_up"
        case wheelDown = "wheel_down"
        case wheelLeft = "wheel_left"
        case wheelRight = "wheel_right"
        case back, forward
    }
    package enum Action: String, Hashable, Sendable, Codable, CaseIterable { case press, release, motion }
    package enum Modifier: String, Hashable, Sendable, Codable, CaseIterable { case shift, alt, control }

    package var button: Button
    package var action: Action
    package var row: Int
    package var col: Int
    package var modifiers: [Modifier]?

    package init(button: Button, action: Action, row: Int, col: Int, modifiers: [Modifier]? = nil) {
        self.button = button
        self.action = action
        self.row = row
        self.col = col
        self.modifiers = modifiers
    }

    package init(_ input: MouseInput) {
        button =
            switch input.button {
            case .left: .left
            case .middle: .middle
            case .right: .right
            case .none: .none
            case .wheelUp: .wheelUp
            case .wheelDown: .wheelDown
            case .wheelLeft: .wheelLeft
            case .wheelRight: .wheelRight
            case .back: .back
            case .forward: .forward
            }
        action =
            switch input.action {
            case .press: .press
            case .release: .release
            case .motion: .motion
            }
        (row, col) = (input.point.row, input.point.column)
        let all: [(Key.Modifiers, Modifier)] = [(.shift, .shift), (.alt, .alt), (.control, .control)]
        let held = all.filter { input.modifiers.contains($0.0) }.map(\.1)
        modifiers = held.isEmpty ? nil : held
    }

    package var input: MouseInput {
        let button: MouseInput.Button =
            switch self.button {
            case .left: .left
            case .middle: .middle
            case .right: .right
            case .none: .none
            case .wheelUp: .wheelUp
            case .wheelDown: .wheelDown
            case .wheelLeft: .wheelLeft
            case .wheelRight: .wheelRight
            case .back: .back
            case .forward: .forward
            }
        let action: MouseInput.Action =
            switch self.action {
            case .press: .press
            case .release: .release
            case .motion: .motion
            }
        var held: Key.Modifiers = []
        for modifier in modifiers ?? [] {
            switch modifier {
            case .shift: held.insert(.shift)
            case .alt: held.insert(.alt)
            case .control: held.insert(.control)
            }
        }
        return MouseInput(button, action, at: Point(row: row, column: col), held)
    }
}
