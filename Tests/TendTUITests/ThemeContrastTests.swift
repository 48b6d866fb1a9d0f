import Foundation
import TendData
import TendScreen
import TendTUI
import Testing

/// Can every text be read? Contrast as WCAG 2.2 defines it: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
struct ThemeContrastTests {
    /// The backgrounds that a terminal with such a theme has, from the darkest to the lightest.
    private static let grounds: [(theme: String, grounds: [Color])] = [
        ("tend-dark", [.rgb(0, 0, 0), .rgb(0x1E, 0x1E, 0x1E)]),
        ("tend-light", [.rgb(0xFF, 0xFF, 0xFF), .rgb(0xF5, 0xF5, 0xF5)]),
        ("gruvbox-dark", [.rgb(0x1D, 0x20, 0x21), .rgb(0x28, 0x28, 0x28)]),
        ("solarized-light", [.rgb(0xFD, 0xF6, 0xE3)]),
        ("nord", [.rgb(0x2E, 0x34, 0x40)]),
        ("catppuccin-mocha", [.rgb(0x1E, 0x1E, 0x2E)]),
        ("okabe-ito", [.rgb(0, 0, 0), .rgb(0x1E, 0x1E, 0x1E)]),
        ("high-contrast", [.rgb(0, 0, 0)]),
        ("high-contrast-light", [.rgb(0xFF, 0xFF, 0xFF)]),
    ]

    @Test(arguments: grounds.map(\.theme))
    func `every text of the theme can be read`(name: String) throws {
        let theme = try #require(Theme.load(name, from: ShippedFiles.themes)).value
        let grounds = try #require(ThemeContrastTests.grounds.first { $0.theme == name }).grounds
        let needed = name.hasPrefix("high-contrast") ? 7.0 : 4.5
        var tooLow: [String] = []
        // Lines between panes are not text, and may be faint.
        for role in Role.allCases where role != .border {
            for ground in grounds {
                let background = theme[role].background == .default ? ground : theme[role].background
                guard theme[role].foreground != .default else {
                    // The terminal's own text on the terminal's own background is its own affair.
                    if theme[role].background != .default { tooLow.append("\(role) has only a background") }
                    continue
                }
                let contrast = ThemeContrastTests.contrast(theme[role].foreground, background)
                if contrast < needed { tooLow.append("\(role) \((contrast * 100).rounded() / 100)") }
            }
        }
        #expect(tooLow == [])
    }

    @Test func `every theme with colours of its own is looked at`() {
        let own = Set(ShippedFiles.themes.names).subtracting(["auto", "terminal", "ascii"])
        #expect(own == Set(ThemeContrastTests.grounds.map(\.theme)))
    }

    private static func contrast(_ one: Color, _ other: Color) -> Double {
        let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)
    }

    private static func luminance(_ color: Color) -> Double {
        guard let (red, green, blue) = color.components else { return 0 }
        func linear(_ byte: UInt8) -> Double {
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
