package import TendScreen

/// Tells a program that asked for it (mode 1004) whether somebody looks at it.
package enum FocusEncoder {
    package static func encode(_ hasFocus: Bool, modes: Modes) -> [UInt8] {
        modes.contains(.focusEvents) ? Array((hasFocus ? "\u{1B}[I" : "\u{1B}[O").utf8) : []
    }
}
