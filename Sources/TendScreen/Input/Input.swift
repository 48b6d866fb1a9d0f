/// Something a person or a program sends to a session. The emulator turns it into bytes, because only it knows the modes.
package enum Input: Hashable, Sendable {
    /// Bytes as they are.
    case bytes([UInt8])
    /// Typed text; line feeds are sent as Enter.
    case text(String)
    /// Pasted text: bracketed if the program asked for it, and stripped of escape characters.
    case paste(String)
    case key(Key)
    case mouse(MouseInput)
    /// The viewer gained or lost the focus.
    case focus(Bool)
}

/// A key with its modifiers, as a keyboard has them.
package struct Key: Hashable, Sendable {
    package struct Modifiers: OptionSet, Hashable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Bits as in the kitty protocol and, less one, in xterm's modifier parameter.
        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
        package static let `super` = Modifiers(rawValue: 8)
        package static let hyper = Modifiers(rawValue: 16)
        package static let meta = Modifiers(rawValue: 32)
    }

    package enum Code: Hashable, Sendable {
        case character(Unicode.Scalar)
        case enter, tab, backspace, escape
        case up, down, left, right, home, end, pageUp, pageDown, insert, delete
        /// F1…F35.
        case function(Int)
        case menu
    }

    package enum Phase: UInt8, Hashable, Sendable { case press = 1, `repeat`, release }

    package var code: Code
    package var modifiers: Modifiers
    package var phase: Phase

    package init(_ code: Code, _ modifiers: Modifiers = [], phase: Phase = .press) {
        self.code = code
        self.modifiers = modifiers
        self.phase = phase
    }
}

/// A mouse event in cells of the session's screen.
package struct MouseInput: Hashable, Sendable {
    package enum Button: UInt8, Hashable, Sendable {
        case left = 0, middle, right, none
        case wheelUp = 64, wheelDown, wheelLeft, wheelRight
        case back = 128, forward
    }
    package enum Action: Hashable, Sendable { case press, release, motion }

    package var button: Button
    package var action: Action
    package var point: Point
    package var modifiers: Key.Modifiers

    package init(_ button: Button, _ action: Action, at point: Point, _ modifiers: Key.Modifiers = []) {
        self.button = button
        self.action = action
        self.point = point
        self.modifiers = modifiers
    }
}
