import TendCore
import TendScreen

/// What the programs that are shown want of the terminal. It is asked for no more than that: every motion of the mouse and every
/// released key is a message, over SSH as well.
extension Scene {
    /// Every motion of the mouse, if a program that can be pointed at wants to know of it.
    var modes: Modes {
        guard model.overlays.isEmpty, !model.isReadOnly else { return [.autowrap] }
        let wantsMotion = places.contains { place in
            model.copies[place.pane] == nil && session(of: place.pane)?.state == .running
                && screen(of: place.pane)?.modes.contains(.mouseMotion) == true
        }
        return wantsMotion ? [.autowrap, .mouseMotion] : [.autowrap]
    }

    /// The kitty flags of the program that gets the keys. They stay while a table of the keymap waits for its key: asking the terminal
    /// for something else after every prefix would be noise.
    var keyboardFlags: UInt8 {
        guard model.overlays.isEmpty, !model.isReadOnly, !model.sidebar.hasFocus, let focused,
            model.copies[focused] == nil, session(of: focused)?.state == .running
        else { return 0 }
        return screen(of: focused)?.keyboardFlags ?? 0
    }
}
