/// A colour that OSC 4 and 10–12 set, ask for and put back.
package enum ColorTarget: Hashable, Sendable {
    case palette(UInt8)
    case foreground, background, cursor
}

/// One wish of an OSC 4 or 10–12.
package struct ColorRequest: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case set(RGB)
        case query
    }

    package var target: ColorTarget
    package var action: Action

    package init(_ target: ColorTarget, _ action: Action) {
        self.target = target
        self.action = action
    }
}

/// Whether the surfaces show light text on a dark ground or the other way round. The raw value is that of `CSI ? 997 ; n n`.
///
/// - SeeAlso: <https://contour-terminal.org/vt-extensions/color-palette-update-notifications/>
package enum ColorScheme: UInt8, Hashable, Sendable {
    case dark = 1
    case light = 2

    /// What mode 2031 and `CSI ? 996 n` report.
    package var report: String { "\u{1B}[?997;\(rawValue)n" }
}

/// The colours that palette entries and defaults stand for: a scheme, and over it what the program has set.
package struct Palette: Hashable, Sendable {
    package struct Scheme: Hashable, Sendable {
        package var foreground: RGB
        package var background: RGB
        package var cursor: RGB

        package init(foreground: RGB, background: RGB, cursor: RGB) {
            self.foreground = foreground
            self.background = background
            self.cursor = cursor
        }

        package static let dark = Scheme(
            foreground: RGB(hex: 0xE5E5E5), background: RGB(hex: 0x000000), cursor: RGB(hex: 0xE5E5E5)
        )
        package static let light = Scheme(
            foreground: RGB(hex: 0x000000), background: RGB(hex: 0xFFFFFF), cursor: RGB(hex: 0x000000)
        )
    }

    /// The default colours under a dark and a light scheme.
    package var schemes: [ColorScheme: Scheme]
    package var scheme: ColorScheme
    /// What the program has set; at most 259 entries.
    package private(set) var overrides: [ColorTarget: RGB] = [:]

    package init(scheme: ColorScheme = .dark, schemes: [ColorScheme: Scheme] = [:]) {
        self.scheme = scheme
        self.schemes = schemes
    }

    /// The colour in force.
    package subscript(target: ColorTarget) -> RGB {
        if let color = overrides[target] { return color }
        let scheme = schemes[scheme] ?? (scheme == .dark ? .dark : .light)
        return switch target {
        case .palette(let index): Palette.standard(index)
        case .foreground: scheme.foreground
        case .background: scheme.background
        case .cursor: scheme.cursor
        }
    }

    package mutating func set(_ target: ColorTarget, to color: RGB) { overrides[target] = color }

    /// OSC 104 with a number, 110, 111, 112.
    package mutating func reset(_ target: ColorTarget) { overrides[target] = nil }

    /// OSC 104 without a number: all palette entries.
    package mutating func resetEntries() {
        overrides = overrides.filter { entry in
            if case .palette = entry.key { false } else { true }
        }
    }

    /// RIS.
    package mutating func resetAll() { overrides = [:] }

    /// Carries out an OSC 4 or 10–12 and returns the answers to its questions, in order.
    ///
    /// - Parameter terminator: as the request ended.
    package mutating func apply(_ requests: [ColorRequest], terminator: StringTerminator) -> String {
        var replies = ""
        for request in requests {
            switch request.action {
            case .set(let color): set(request.target, to: color)
            case .query: replies += reply(for: request.target, terminator: terminator)
            }
        }
        return replies
    }

    /// `OSC 4;n;rgb:…`, `OSC 10;rgb:…`.
    package func reply(for target: ColorTarget, terminator: StringTerminator) -> String {
        let name =
            switch target {
            case .palette(let index): "4;\(index)"
            case .foreground: "10"
            case .background: "11"
            case .cursor: "12"
            }
        return "\u{1B}]\(name);\(self[target].specification)\(terminator.text)"
    }

    /// xterm's palette: 16 named colours, a cube of 6×6×6 and 24 greys.
    package static func standard(_ index: UInt8) -> RGB {
        switch index {
        case 0..<16: return RGB(hex: named[Int(index)])
        case 16..<232:
            let cube = index - 16
            func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + step * 40 }
            return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        default:
            let grey = 8 + (index - 232) * 10
            return RGB(grey, grey, grey)
        }
    }

    private static let named: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
}
