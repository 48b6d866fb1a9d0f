import TendCore
import TendScreen

/// All bindings of the keymap, as the help shows them.
enum HelpText {
    static func lines(_ model: Model) -> [[Span]] { [] }
}
