import TendScreen

// The generic operations of `OptionSet`, `RawRepresentable` and the synthesised `==` of types of another module are not
// inlined and cost more than the loops they stand in (measured: a third of the time of an agent's redraw). These are.

extension Modes {
    @inline(__always)
    func has(_ mode: Modes) -> Bool { rawValue & mode.rawValue == mode.rawValue }

    @inline(__always)
    mutating func set(_ mode: Modes, _ isOn: Bool) {
        if isOn { rawValue |= mode.rawValue } else { rawValue &= ~mode.rawValue }
    }
}

extension Attributes {
    @inline(__always)
    func has(_ attribute: Attributes) -> Bool { rawValue & attribute.rawValue == attribute.rawValue }

    @inline(__always)
    mutating func set(_ attribute: Attributes, _ isOn: Bool) {
        if isOn { rawValue |= attribute.rawValue } else { rawValue &= ~attribute.rawValue }
    }
}

extension Color {
    @inline(__always) var isDefault: Bool { rawValue == 0 }
}

extension Cell {
    /// Whether this is ``Cell/blank``.
    @inline(__always) var isBlank: Bool { glyph | foreground.rawValue | background.rawValue | look == 0 }
}
