package import TendScreen

/// The allow-list of what the emulator says to programs by itself. Nothing here repeats a byte that output has chosen: only
/// numbers, and the product's name.
///
/// - SeeAlso: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>, `reference/security.md` §4, rule 17.
package enum Reply {
    /// DA1: a VT220 (62) with selective erase (6), ANSI colour (22), rectangular editing (28) and writing to the clipboard (52).
    ///
    /// A higher level would promise macros, soft fonts or pages. 4 (sixel) would be a lie.
    package static let primaryAttributes = "\u{1B}[?62;6;22;28;52c"

    /// DA2. Vim takes a version of 277 and more for leave to ask for SGR mouse reports, which we have; numbers from 2500 on
    /// belong to VTE and kitty.
    package static let secondaryAttributes = "\u{1B}[>1;500;0c"

    /// DA3: a unit id, "tend" in hexadecimal.
    package static let tertiaryAttributes = "\u{1B}P!|74656E64\u{1B}\\"

    /// The answer to OSC 7501;? (Program Status Protocol), which must come before that to DA1.
    package static func programStatusSupport(_ terminator: StringTerminator) -> String {
        "\u{1B}]7501;?\(terminator.text)"
    }

    /// XTVERSION. `version` is the product's; anything but printable ASCII is taken out.
    package static func version(name: String, version: String) -> String {
        let text = String("\(name) \(version)".unicodeScalars.filter { (0x20...0x7E).contains($0.value) }.prefix(64))
        return "\u{1B}P>|\(text)\u{1B}\\"
    }

    /// XTGETTCAP: no capability is told.
    package static let noCapability = "\u{1B}P0+r\u{1B}\\"

    /// XTQMODKEYS for resource 4, modifyOtherKeys.
    package static func modifyOtherKeys(_ level: Int) -> String { "\u{1B}[>4;\(level)m" }

    /// DSR: `CSI number n` or `CSI ? number n`; nil if there is nothing to say.
    ///
    /// - Parameter cursor: in the coordinates of the program: relative to the margins in origin mode.
    package static func deviceStatus(
        _ number: Int, isPrivate: Bool, cursor: Point, scheme: ColorScheme
    ) -> String? {
        let place = "\(cursor.row + 1);\(cursor.column + 1)"
        return switch (isPrivate, number) {
        case (false, 5): "\u{1B}[0n"
        case (false, 6): "\u{1B}[\(place)R"
        case (true, 6): "\u{1B}[?\(place);1R"
        // No printer; user keys locked; North American keyboard, ready; no locator.
        case (true, 15): "\u{1B}[?13n"
        case (true, 25): "\u{1B}[?21n"
        case (true, 26): "\u{1B}[?27;1;0;0n"
        case (true, 53), (true, 55): "\u{1B}[?53n"
        case (true, 996): scheme.report
        default: nil
        }
    }
}

// MARK: - Window reports

extension Reply {
    /// Pixels of a cell, for programs that ask. Every viewer has its own; this one is only consistent.
    package static let cellSize = (width: 10, height: 20)

    /// XTWINOPS 11–19; nil for all other operations. Titles (20, 21) are never told: a program could have them typed.
    package static func window(_ operation: Int, size: Size) -> String? {
        let height = size.rows * cellSize.height
        let width = size.columns * cellSize.width
        return switch operation {
        case 11: "\u{1B}[1t"
        case 13: "\u{1B}[3;0;0t"
        case 14: "\u{1B}[4;\(height);\(width)t"
        case 15: "\u{1B}[5;\(height);\(width)t"
        case 16: "\u{1B}[6;\(cellSize.height);\(cellSize.width)t"
        case 18: "\u{1B}[8;\(size.rows);\(size.columns)t"
        case 19: "\u{1B}[9;\(size.rows);\(size.columns)t"
        default: nil
        }
    }
}
