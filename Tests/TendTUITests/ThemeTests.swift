import TendData
import TendScreen
import TendTUI
import Testing

struct ThemeTests {
    private func load(_ text: String, name: String = "mine", isDark: Bool? = nil) -> Loaded<Theme> {
        let file = DataFile(name: name, path: "themes/\(name).yaml", text: text, isShipped: false)
        return Theme.load(file, from: Shelf([file] + ShippedFiles.themes.files), isDark: isDark)
    }

    @Test(arguments: ["red: green, green: red", "red: green, green: red, ink: '#fff'", "red: red"])
    func `a palette that leads round in a circle leaves a name what the terminal makes of it`(palette: String) {
        let theme = load("palette: {\(palette)}\nroles: {status: {fg: red, bg: '#123'}}").value
        #expect(theme[.status].foreground == .palette(1))
    }

    @Test func `a colour is a name of the palette, of ANSI, a number or red, green, blue`() {
        let theme = load(
            """
            palette: {sea: "#0af", deep: sea, blue: "#0000ff", green: green}
            roles:
              text: sea
              border: {fg: deep, bg: 208}
              title: blue
              tab: green
              status: {fg: bright-cyan, bg: default}
            """)
        #expect(theme.diagnostics == [])
        #expect(theme.value[.text].foreground == .rgb(0, 0xAA, 0xFF))
        #expect(theme.value[.border] == Style(foreground: .rgb(0, 0xAA, 0xFF), background: .palette(208)))
        #expect(theme.value[.title].foreground == .rgb(0, 0, 255))
        #expect(theme.value[.tab].foreground == .palette(2))
        #expect(theme.value[.status].foreground == .palette(14))
    }

    @Test func `a theme that has lost its base stands on the default one, and tells the mistake`() {
        func look(_ name: String, _ role: Role) -> Style? {
            Theme.load(name, from: ShippedFiles.themes)?.value[role]
        }
        for text in ["inherits: tend-drak", "inherits: mine", "pair: {dark: mine, light: mine}"] {
            let theme = load(text)
            #expect(!theme.diagnostics.isEmpty)
            for role in [Role.text, .selection, .popupCurrent] {
                #expect(theme.value[role] == look("tend-dark", role), "\(text) \(role)")
            }
            #expect(load(text, isDark: false).value[.selection] == look("tend-light", .selection), "\(text)")
        }
        let own = load("inherits: x\ndark: false\nroles: {tab: {fg: 3}}")
        #expect(own.value[.tab].foreground == .palette(3))
        #expect(own.value[.selection] == look("tend-light", .selection))
        #expect(!own.value.isDark)
    }

    @Test func `a pair of pairs is told`() {
        func told(_ name: String) -> String {
            "'\(name)' is a pair and has no looks of its own — name a theme that has (the default is used)"
        }
        #expect(load("pair: {dark: mine, light: mine}").diagnostics.map(\.message) == [told("mine"), told("mine")])
        #expect(load("pair: {dark: nord, light: auto}").diagnostics.map(\.message) == [told("auto")])
        #expect(load("pair: {dark: nord, light: auto}").value.name == "nord")
        // For the first picture only the half that is used is read.
        let file = DataFile(name: "mine", path: "mine.yaml", text: "pair: {dark: auto, light: nord}", isShipped: false)
        let shelf = Shelf([file] + ShippedFiles.themes.files)
        func quick(isDark: Bool) -> [String] {
            Theme.load(file, from: shelf, isDark: isDark, isThorough: false).diagnostics.map(\.message)
        }
        #expect(quick(isDark: true) == [told("auto")])
        #expect(quick(isDark: false) == [])
    }

    @Test func `what a role does not say comes from the role above, in the end from text`() {
        let theme = load(
            """
            roles:
              text: {fg: 1, bg: 2, italic: true}
              tab: {fg: 3, bold: true}
              tab.current: {bg: 4, italic: false}
              match: {underline: curly, underline-color: 5}
            """
        ).value
        #expect(theme[.border] == Style(foreground: .palette(1), background: .palette(2), attributes: .italic))
        #expect(theme[.tab] == Style(foreground: .palette(3), background: .palette(2), attributes: [.bold, .italic]))
        #expect(theme[.tabCurrent] == Style(foreground: .palette(3), background: .palette(4), attributes: .bold))
        #expect(theme[.tabBell] == theme[.tab])
        #expect(theme[.matchCurrent].underline == .curly)
        #expect(theme[.matchCurrent].underlineColor == .palette(5))
        for role in Role.allCases {
            #expect(Role(named: role.name) == role)
            // `tabCurrent` is `tab.current`.
            let words = "\(role)".replacing(/[A-Z]/) { ".\($0.output.lowercased())" }
            #expect(role.name == words)
            guard let parent = role.parent, let place = Role.allCases.firstIndex(of: role) else { continue }
            #expect(Role.allCases[..<place].contains(parent), "a role stands behind the one it falls back to")
        }
    }

    @Test func `an heir that changes the palette changes every role that uses it`() {
        let theme = load("inherits: tend-dark\npalette: {accent: \"#123456\"}\nroles: {tab: {bg: accent}}")
        #expect(theme.diagnostics == [])
        #expect(theme.value[.borderFocused] == Style(foreground: .rgb(0x12, 0x34, 0x56), attributes: .bold))
        #expect(theme.value[.tab].background == .rgb(0x12, 0x34, 0x56))
        #expect(theme.value.isDark)
        // What an heir does not say of a role stays.
        #expect(theme.value[.tab].foreground == .rgb(0x8B, 0x94, 0x9E))
    }

    @Test func `auto is dark or light as the background is`() {
        #expect(Theme.load("auto", from: ShippedFiles.themes, isDark: true)?.value.name == "tend-dark")
        #expect(Theme.load("auto", from: ShippedFiles.themes, isDark: false)?.value.name == "tend-light")
        #expect(Theme.load("auto", from: ShippedFiles.themes)?.value.name == "tend-dark")
        #expect(load("pair: {dark: nord, light: mine}", isDark: false).value.name == "mine", "a pair of itself ends")
    }

    @Test func `a mistake costs one colour and is told with its place`() {
        let loaded = load(
            """
            drak: true
            dark: maybe
            palette:
              sea: "#00aaf"
              one: two
              two: one
            roles:
              text: {fg: seaa, bg: 256, bold: 1, blod: true}
              bordr: red
              border.focussed: red
              title: #ff0000
              tab: {underline: curvy}
              tab.bell: sea
              status: [1]
            """)
        #expect(
            loaded.diagnostics.map(\.description) == [
                "themes/mine.yaml:1:1: unknown name 'drak' — did you mean 'dark'? (ignored)",
                "themes/mine.yaml:2:7: 'dark' must be true or false (ignored)",
                "themes/mine.yaml:8:35: 'bold' must be true or false (ignored)",
                "themes/mine.yaml:8:38: unknown name 'blod' — did you mean 'bold'? (ignored)",
                "themes/mine.yaml:9:3: unknown role 'bordr' — did you mean 'border'? (ignored)",
                "themes/mine.yaml:10:3: unknown role 'border.focussed' — did you mean 'border.focused'? (ignored)",
                "themes/mine.yaml:12:20: 'underline' must be true, false or one of none, single, double, curly, dotted,"
                    + " dashed — did you mean 'curly'? (ignored)",
                "themes/mine.yaml:14:11: a colour must be a text (ignored)",
                "themes/mine.yaml:4:8: unknown colour '#00aaf' (ignored)",
                "themes/mine.yaml:5:8: colours of the palette name each other (ignored)",
                "themes/mine.yaml:6:8: colours of the palette name each other (ignored)",
                "themes/mine.yaml:8:14: unknown colour 'seaa' — did you mean 'sea'? (ignored)",
                "themes/mine.yaml:8:24: unknown colour '256' (ignored)",
                "themes/mine.yaml:11:3: a colour is missing — one that begins with # needs quotes (ignored)",
            ])
        #expect(
            load("inherits: nrd").diagnostics.map(\.message) == [
                "there is no theme 'nrd' — did you mean 'nord'? (ignored)"
            ])
        #expect(
            load("pair: {dark: nrd, ligth: nord}").diagnostics.map(\.message) == [
                "there is no theme 'nrd' — did you mean 'nord'? (ignored)",
                "unknown name 'ligth' — did you mean 'light'? (ignored)",
                "'pair' needs a 'dark' and a 'light' theme (ignored)",
            ])
    }

    @Test(arguments: ShippedFiles.themes.names)
    func `without colours a theme still tells what matters`(name: String) throws {
        let theme = try #require(Theme.load(name, from: ShippedFiles.themes)).value.withoutColors
        for role in Role.allCases {
            #expect(theme[role].foreground == .default && theme[role].background == .default)
            #expect(theme[role].underlineColor == .default)
        }
        let pairs: [(Role, Role)] = [
            (.border, .borderFocused), (.title, .titleFocused), (.tab, .tabCurrent), (.popup, .popupCurrent),
            (.sidebar, .sidebarCurrent), (.text, .selection), (.text, .match), (.match, .matchCurrent),
        ]
        for (one, other) in pairs { #expect(theme[one] != theme[other], "\(one) and \(other)") }
    }

    @Test func `names of colours are read as they are written`() {
        for raw in 0...255 { #expect(Color(named: Color.palette(UInt8(raw)).name) == .palette(UInt8(raw))) }
        #expect(Color.rgb(1, 2, 255).name == "#0102ff")
        for text in ["#0102ff", "default", "bright-white", "99"] { #expect(Color(named: text)?.name == text) }
        for text in ["", "#", "#12", "#12345", "#1234567", "#gggggg", "#１２３", "-1", "256", "Red", "+5"] {
            #expect(Color(named: text) == nil, "\(text)")
        }
    }
}
