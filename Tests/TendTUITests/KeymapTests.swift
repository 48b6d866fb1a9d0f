import TendCore
import TendData
import TendScreen
import Testing

@testable import TendTUI

struct KeymapTests {
    private static let base = DataFile(
        name: "base", path: "keymaps/base.yaml",
        text: """
            name: base
            description: a base
            prefix: C-b
            tables:
              prefix:
                x: pane.close
                "%": pane.split right
                r: {table: resize, label: "resize…"}
              resize:
                h: {do: pane.resize left, repeat: true}
            """, isShipped: true)

    private func load(_ text: String, name: String = "mine", with others: [DataFile] = [base]) -> Loaded<Keymap> {
        let file = DataFile(name: name, path: "keymaps/\(name).yaml", text: text, isShipped: false)
        return Keymap.load(file, from: Shelf([file] + others))
    }

    private func mistakes(_ text: String) -> [String] { load(text).diagnostics.map(\.description) }

    @Test func `a keymap can have a word for the status bar, and its heirs have it, too`() {
        #expect(load("mode: locked").value.mode == "locked")
        let base = DataFile(name: "base", path: "keymaps/base.yaml", text: "mode: locked", isShipped: true)
        #expect(load("inherits: base", with: [base]).value.mode == "locked")
        #expect(load("inherits: base").value.mode == nil)
    }

    @Test func `bindings are commands, lists of commands, and tables`() throws {
        let keymap = Keymap.load(KeymapTests.base, from: Shelf([])).value
        #expect(keymap.prefix == Key(.character("b"), .control))
        #expect(
            keymap.binding(Key(.character("%")), in: "prefix")
                == Keymap.Binding(.commands([Command(.paneSplit, ["right"])])))
        #expect(
            keymap.binding(Key(.character("r")), in: "prefix") == Keymap.Binding(.table("resize"), label: "resize…"))
        #expect(keymap.binding(Key(.character("h")), in: "resize")?.repeats == true)
        let other = load(
            "tables: {root: {F5: 'pane.zoom; tab.new', F6: [pane.zoom, {do: x}], F7: [pane.zoom, tab.new]}}")
        #expect(other.diagnostics.map(\.message) == ["a command must be a text (binding ignored)"])
        let both = Keymap.Binding(.commands([Command(.paneZoom), Command(.tabNew)]))
        #expect(other.value.binding(Key(.function(5)), in: "root") == both)
        #expect(other.value.binding(Key(.function(6)), in: "root") == nil)
        #expect(other.value.binding(Key(.function(7)), in: "root") == both)
    }

    @Test func `an heir changes, adds and takes away`() {
        let loaded = load(
            """
            inherits: base
            prefix: C-a
            tables:
              prefix: {x: none, "%": pane.split left, y: tab.new}
            """)
        #expect(loaded.diagnostics == [])
        let keymap = loaded.value
        #expect(keymap.summary == "a base")
        #expect(keymap.binding(Key(.character("x")), in: "prefix") == nil)
        #expect(keymap.bindings(in: "prefix").map(\.key.description) == ["%", "r", "y", "C-a"])
        #expect(keymap.keys(for: Command(.paneSplit, ["left"])) == "C-a %")
        #expect(keymap.keys(for: Command(.paneResize, ["left"])) == "C-a r h")
        #expect(keymap.keys(for: Command(.inputPrefix)) == "C-a C-a")
        #expect(keymap.keys(for: Command(.paneClose)) == nil)
        #expect(keymap.bindings(in: "root").map(\.key.description) == ["C-a"])
    }

    @Test func `a user's file may inherit from the shipped one of its name`() {
        let loaded = load("inherits: base\ntables: {prefix: {y: tab.new}}", name: "base")
        #expect(loaded.diagnostics == [])
        #expect(loaded.value.keys(for: Command(.paneClose)) == "C-b x")
        #expect(loaded.value.keys(for: Command(.tabNew)) == "C-b y")
    }

    @Test func `a mistake costs one binding and is told with its place`() {
        let loaded = load(
            """
            name: other
            prefx: C-a
            prefix: C-bb
            tables:
              prefix:
                "%": pane.splt right
                x: pane.close
                "y": "pane.split rigth"
                Entr: tab.new
                z: {do: pane.zoom, repaet: true}
                r: {table: rezise}
                e: {label: nothing}
                b: {do: pane.zoom, table: resize}
                C-A: tab.go 1
                C-a: tab.go 2
                X: [1, 2]
              resize: {h: pane.resize left}
              odd: 3
            """)
        #expect(
            loaded.diagnostics.map(\.description) == [
                "keymaps/mine.yaml:1:7: the name is that of the file, 'mine', not 'other' (ignored)",
                "keymaps/mine.yaml:2:1: unknown name 'prefx' — did you mean 'prefix'? (ignored)",
                "keymaps/mine.yaml:3:9: 'C-bb' is not a key — did you mean 'C-Backspace'? (prefix ignored)",
                "keymaps/mine.yaml:6:10: unknown command 'pane.splt' — did you mean 'pane.split'? (binding ignored)",
                "keymaps/mine.yaml:8:22: 'rigth' is not one of right|down|left|up — did you mean 'right'?"
                    + " (pane.split) (binding ignored)",
                "keymaps/mine.yaml:9:5: 'Entr' is not a key — did you mean 'Enter'? (binding ignored)",
                "keymaps/mine.yaml:10:24: unknown name 'repaet' — did you mean 'repeat'? (ignored)",
                "keymaps/mine.yaml:12:8: a binding needs 'do' or 'table' (binding ignored)",
                "keymaps/mine.yaml:13:24: a binding has either 'do' or 'table' (ignored)",
                "keymaps/mine.yaml:15:5: 'C-a' is the same key as 'C-A' above, and takes its place",
                "keymaps/mine.yaml:16:9: unknown command '1' (binding ignored)",
                "keymaps/mine.yaml:18:8: table 'odd' must be names with values, as in 'name: value' (ignored)",
                "keymaps/mine.yaml:11:16: there is no table 'rezise' — did you mean 'resize'? (binding ignored)",
            ])
        #expect(loaded.value.bindings(in: "prefix").map(\.key.description) == ["x", "z", "b", "C-a"])
    }

    @Test func `a key that is written twice holds as it is written last`() {
        let loaded = load(
            "tables:\n  root:\n    'F5': pane.zoom\n    F6: tab.new\n    F5: pane.close\n    F6: tab.close\n")
        #expect(
            loaded.diagnostics.map(\.description) == [
                "keymaps/mine.yaml:3:5: 'F5' appears again below (this one ignored)",
                "keymaps/mine.yaml:4:5: 'F6' appears again below (this one ignored)",
            ])
        #expect(loaded.value.keys(for: Command(.paneClose)) == "F5")
        #expect(loaded.value.keys(for: Command(.tabClose)) == "F6")
        #expect(loaded.value.bindings(in: "root").count == 2)
    }

    @Test func `what is not YAML is told and gives an empty keymap`() {
        #expect(
            mistakes("tables: {root: {F5: pane.zoom\nx") == [
                "keymaps/mine.yaml:3:1: this is not YAML: while parsing a flow mapping: did not find expected ',' or '}'"
                    + " (file ignored)"
            ])
        #expect(
            mistakes("- a").first?.hasSuffix("the file must be names with values, as in 'name: value' (ignored)")
                == true)
        #expect(mistakes("") == [])
        #expect(mistakes("tables:\n") == [])
        #expect(
            mistakes(String(repeating: "#\n", count: 200_000)) == [
                "keymaps/mine.yaml:1:1: the file is longer than 256 KiB (file ignored)"
            ])
        #expect(mistakes("tables: {root: {%: pane.zoom}}").count == 1)
        #expect(mistakes("a: *b").count == 1)
        #expect(mistakes("? [a, b]\n: c").count == 1)
    }

    @Test func `inheriting in a circle ends`() {
        let one = DataFile(
            name: "one", path: "one.yaml", text: "inherits: two\ntables: {root: {F1: tab.new}}", isShipped: false)
        let two = DataFile(
            name: "two", path: "two.yaml", text: "inherits: one\ntables: {root: {F2: tab.new}}", isShipped: false)
        let loaded = Keymap.load("one", from: Shelf([one, two]))
        #expect(loaded?.diagnostics.map(\.description) == ["two.yaml:1:11: 'one' inherits from itself (ignored)"])
        #expect(loaded?.value.bindings(in: "root").map(\.key.description) == ["F2", "F1"])
        #expect(
            mistakes("inherits: bas") == [
                "keymaps/mine.yaml:1:11: there is no keymap 'bas' — did you mean 'base'? (ignored)"
            ])
        #expect(Keymap.load("none", from: Shelf([one])) == nil)
    }

    /// How terminals tell the same key.
    @Test(arguments: [
        ("A", Key(.character("a"), .shift)), ("A", Key(.character("A"))), ("A", Key(.character("A"), .shift)),
        ("S-a", Key(.character("A"))), ("C-a", Key(.character("A"), .control)), ("C-A", Key(.character("a"), .control)),
        ("M-A", Key(.character("a"), [.alt, .shift])), ("C-S-a", Key(.character("a"), [.control, .shift])),
        ("%", Key(.character("%"), .shift)), ("BTab", Key(.tab, .shift)), ("a", Key(.character("a"), phase: .repeat)),
        ("S-Space", Key(.character(" "), .shift)), ("ä", Key(.character("ä"))), ("Ä", Key(.character("ä"), .shift)),
    ])
    func `a key is found however the terminal tells it`(name: String, key: Key) {
        let keymap = load("tables: {root: {\"\(name)\": pane.zoom}}").value
        #expect(keymap.binding(key, in: "root") != nil)
        #expect(keymap.binding(Key(key.code, key.modifiers, phase: .release), in: "root") == nil)
        #expect(keymap.binding(Key(key.code, key.modifiers.union(.super)), in: "root") == nil)
    }

    @Test func `labels come from the binding, the table or the command`() throws {
        let keymap = Keymap.load(KeymapTests.base, from: Shelf([])).value
        #expect(
            keymap.bindings(in: "prefix").map { keymap.label(of: $0.binding) } == [
                "Close the pane, end its session and forget it",
                "Split the pane and run a command, or a shell, on that side: right", "resize…",
                "Send the prefix key to the program",
            ])
        #expect(
            keymap.bindings(in: "prefix").map { keymap.text(of: $0.binding) }.prefix(3) == [
                "pane.close", "pane.split right", "table resize",
            ])
    }

    @Test func `tables are told in the order in which they are reached`() {
        let names = load(
            "inherits: base\ntables: {copy: {q: copy.leave, g: {table: more}}, more: {g: copy.yank}, odd: {x: tab.new}}"
        ).value.tableNames
        #expect(names == ["root", "prefix", "resize", "copy", "more", "odd"])
    }

    @Test func `a keymap leaves text to the programs unless it binds some without Control and Alt`() {
        for name in ShippedFiles.keymaps.names {
            #expect(Keymap.load(name, from: ShippedFiles.keymaps)?.value.leavesText == true)
        }
        #expect(load("inherits: base").value.leavesText)
        #expect(load("tables: {root: {C-x: pane.close, M-x: pane.close, F5: pane.close}}").value.leavesText)
        for key in ["x", "X", "Enter", "Tab", "Backspace", "é"] {
            #expect(!load("tables: {root: {\(key): pane.close}}").value.leavesText, "\(key)")
        }
        #expect(!load("prefix: '`'").value.leavesText)
    }
}
