import Foundation
import TendScreen
import Testing

@testable import TendTUI

extension Theme {
    /// Every role has a colour of its own, by which a picture tells it.
    static let roles = Theme(
        name: "roles", isDark: true,
        looks: Dictionary(
            uniqueKeysWithValues: Role.allCases.enumerated().map { index, role in
                // Low indices are colours that programs use.
                (role, Style(foreground: .palette(UInt8(index + 100))))
            }))

    func ascii() -> Theme {
        var theme = self
        theme.isASCII = true
        return theme
    }
}

/// A screen as two aligned pictures: its glyphs, and under each row the roles by letter, `.` for what a program drew.
struct Picture {
    var text = ""

    init(_ screen: Screen) {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var legend: [(role: Role, letter: Character)] = []
        var roles: [String] = []
        for row in screen.rows {
            var line = ""
            for cell in row.cells {
                let index = cell.foreground.paletteIndex.map { Int($0) - 100 } ?? -1
                guard Role.allCases.indices.contains(index), cell.glyph != 0 || !cell.attributes.isEmpty else {
                    line.append(cell.glyph == 0 ? " " : ".")
                    continue
                }
                let role = Role.allCases[index]
                if let known = legend.first(where: { $0.role == role }) {
                    line.append(known.letter)
                } else {
                    legend.append((role, letters[legend.count]))
                    line.append(letters[legend.count - 1])
                }
            }
            roles.append(Picture.trimmed(line))
        }
        let cursor =
            screen.cursor.isVisible ? "cursor \(screen.cursor.point.row),\(screen.cursor.point.column)" : "no cursor"
        text = "\(screen.size.columns)x\(screen.size.rows), \(cursor)\n"
        // Bars show where the screen ends.
        for row in screen.rows { text += "|" + row.text + "\n" }
        text += "roles\n"
        for line in roles { text += "|" + line + "\n" }
        text += legend.map { "\($0.letter) \($0.role.name)\n" }.sorted().joined()
    }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

/// Expects the pictures in `Golden/NAME.txt`. With `TEND_RECORD=1` it writes them, and fails.
func expectGolden(_ name: String, _ screens: [Screen], _ location: SourceLocation = #_sourceLocation) throws {
    let got = screens.map { Picture($0).text }.joined(separator: "\n")
    let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = directory.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["TEND_RECORD"] == "1" {
        try Data(got.utf8).write(to: file)
        Issue.record("recorded \(file.lastPathComponent)", sourceLocation: location)
        return
    }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard got != expected else { return }
    let (gotLines, expectedLines) = (
        got.split(separator: "\n", omittingEmptySubsequences: false),
        expected.split(separator: "\n", omittingEmptySubsequences: false)
    )
    var changes = ""
    for index in 0..<max(gotLines.count, expectedLines.count) {
        let (new, old) = (gotLines.dropFirst(index).first, expectedLines.dropFirst(index).first)
        if new != old {
            changes += "line \(index + 1)\n  expected \(old ?? "nothing")\n  got      \(new ?? "nothing")\n"
        }
    }
    Issue.record("\(name) looks different (TEND_RECORD=1 records it)\n\(changes)", sourceLocation: location)
}
