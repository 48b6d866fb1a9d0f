import TendData
import TendScreen
import TendTUI
import Testing

@testable import tend

struct DataFileListTests {
    @Test func `files are listed, the one in use with a star`() {
        #expect(
            DataFiles.lines([
                DataFiles.Entry(name: "auto", description: "follows", file: nil, isCurrent: true),
                DataFiles.Entry(name: "mine", description: "", file: "/home/u/mine.yaml", isCurrent: false),
            ]) == [
                "   NAME  DESCRIPTION  FILE", "*  auto  follows      -", "   mine               /home/u/mine.yaml",
            ])
    }

    @Test func `a name that is not there is told with the nearest one`() {
        #expect(
            DataFiles.missing("theme", "nrod", on: ShippedFiles.themes).message
                == "there is no theme 'nrod' — did you mean 'nord'?")
        #expect(
            DataFiles.missing("keymap", "rubbish", on: ShippedFiles.keymaps).message
                == "there is no keymap 'rubbish' — 'tend keymap ls' lists them")
    }

    @Test func `a theme is shown role by role, with samples where there are colours`() throws {
        let theme = try #require(Theme.load("terminal", from: ShippedFiles.themes)).value
        let plain = ThemeCommand.lines(theme, depth: nil)
        #expect(plain.count == Role.allCases.count + 1)
        #expect(plain.contains("text.error       fg red, bold"))
        #expect(!plain.joined().contains("\u{1B}"))
        let colored = ThemeCommand.lines(theme, depth: .palette256)
        #expect(colored.contains { $0.hasPrefix("text.error ") && $0.hasSuffix("\u{1B}[1;31m sample \u{1B}[m") })
    }

    @Test func `a keymap is shown key by key`() throws {
        let keymap = try #require(Keymap.load("tend", from: ShippedFiles.keymaps)).value
        let lines = KeymapCommand.lines(keymap)
        #expect(lines.contains("prefix     %           pane.split right"))
        #expect(lines.contains("prefix     C-Left      pane.resize left  (repeats)"))
        #expect(lines.contains("prefix     r           table resize"))
    }
}
