import Foundation
import TendData
import TendTUI
import Testing

struct ConfigurationTests {
    private func load(_ text: String) -> Loaded<Configuration> {
        Configuration.load(
            DataFile(name: "config", path: "config.yaml", text: text, isShipped: false), themes: ShippedFiles.themes,
            keymaps: ShippedFiles.keymaps)
    }

    @Test func `the documented defaults are the defaults`() {
        let loaded = load(Configuration().yaml)
        #expect(loaded.diagnostics == [])
        #expect(loaded.value == Configuration())
        #expect(load("").value == Configuration())
    }

    @Test func `everything can be set, and is written as it is read`() {
        let loaded = load(
            """
            theme: nord
            keymap: vim
            bell: title
            attention-notify: [bell, osc99, notify-send]
            attention-quiet-when-focused: no
            status: top
            status-left: [session, {text: " | "}, {command: "uptime \\"-p\\"", every: 60}]
            status-right: [tabs, {command: date}]
            sidebar: yes
            sidebar-width: 40
            mouse: off
            paste-warning: 0
            clipboard-from-programs: focused
            keys-delay: 0
            repeat-time: 1000
            reduced-motion: true
            ask-before-closing: false
            shell: /bin/zsh
            word-separators: " :"
            """)
        #expect(loaded.diagnostics == [])
        var wanted = Configuration()
        wanted.theme = "nord"
        wanted.keymap = "vim"
        wanted.bell = .title
        wanted.attentionNotify = [.bell, .osc99, .notifySend]
        wanted.isAttentionQuiet = false
        wanted.status = .top
        wanted.statusLeft = [.session, .text(" | "), .command("uptime \"-p\"", seconds: 60)]
        wanted.statusRight = [.tabs, .command("date", seconds: 30)]
        wanted.sidebar = true
        wanted.sidebarWidth = 40
        wanted.mouse = false
        wanted.pasteWarning = 0
        wanted.clipboardFromPrograms = .focused
        wanted.keysDelay = 0
        wanted.repeatTime = 1000
        wanted.reducedMotion = true
        wanted.asksBeforeClosing = false
        wanted.shell = "/bin/zsh"
        wanted.wordSeparators = " :"
        #expect(loaded.value == wanted)
        #expect(load(wanted.yaml).value == wanted)
        // A new field without a line here would be one that cannot be set.
        #expect(Mirror(reflecting: wanted).children.count == 19)
    }

    @Test func `a text that looks like something else comes back as it was`() {
        for text in ["null", "true", "~", "", "#x", "a: b", "- a", "\t\u{1}\u{7F}\"\\", "é€", "0x1"] {
            var configuration = Configuration()
            configuration.shell = text
            configuration.statusLeft = [.text(text), .command(text, seconds: 1)]
            #expect(load(configuration.yaml).value == configuration, "\(configuration.yaml)")
        }
    }

    @Test func `a mistake keeps the default and is told with its place`() {
        let loaded = load(
            """
            theme: nrod
            keymap: [tend]
            bell: loud
            status: botom
            status-left: workspace
            status-right: [mode, clok, {text: a, command: b}, {every: 5}, {command: c, every: 0}]
            sidebar: maybe
            sidebar-width: 5
            mose: true
            paste-warning: many
            shell: [a]
            attention-notify: [bel, osc9, [title]]
            attention-quiet-when-focused: never
            """)
        #expect(
            loaded.diagnostics.map(\.description) == [
                "config.yaml:1:8: there is no theme 'nrod' — did you mean 'nord'? (ignored)",
                "config.yaml:2:9: 'keymap' must be a text (ignored)",
                "config.yaml:3:7: 'bell' must be one of visual, title, pass, off (ignored)",
                "config.yaml:4:9: 'status' must be one of top, bottom, off — did you mean 'bottom'? (ignored)",
                "config.yaml:5:14: 'status-left' must be a list, as in [workspace, tabs] (ignored)",
                "config.yaml:6:22: unknown segment 'clok' — did you mean 'clock'? (ignored)",
                "config.yaml:6:38: a segment has either 'text' or 'command' (ignored)",
                "config.yaml:6:51: a segment needs 'text' or 'command' (ignored)",
                "config.yaml:6:83: 'every' must be a number from 1 to 86400 (ignored)",
                "config.yaml:7:10: 'sidebar' must be true or false (ignored)",
                "config.yaml:8:16: 'sidebar-width' must be a number from 10 to 200 (ignored)",
                "config.yaml:9:1: unknown name 'mose' — did you mean 'mouse'? (ignored)",
                "config.yaml:10:16: 'paste-warning' must be a number from 0 to 100000 (ignored)",
                "config.yaml:11:8: 'shell' must be a text (ignored)",
                "config.yaml:12:20: each of 'attention-notify' must be one of title, bell, osc9, osc777, osc99, "
                    + "notify-send — did you mean 'bell'? (ignored)",
                "config.yaml:12:31: each of 'attention-notify' must be one of title, bell, osc9, osc777, osc99, "
                    + "notify-send (ignored)",
                "config.yaml:13:31: 'attention-quiet-when-focused' must be true or false (ignored)",
            ])
        var wanted = Configuration()
        wanted.attentionNotify = [.osc9]
        wanted.statusRight = [.mode, .text("a"), .command("c", seconds: 30)]
        #expect(loaded.value == wanted)
    }

    @Test func `the schema knows every setting and its default`() throws {
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(Configuration.schema.utf8)) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: [String: Any]])
        let names = Configuration().yaml.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: ":").first.map(String.init) }
        #expect(Set(properties.keys) == Set(names))
        #expect(names.count == 19)
        #expect(properties["sidebar-width"]?["default"] as? Int == 28)
        #expect(properties["bell"]?["enum"] as? [String] == ["visual", "title", "pass", "off"])
        #expect(properties["attention-notify"]?["default"] as? [String] == ["title", "osc9"])
        #expect(properties["status-left"]?["default"] as? [String] == ["workspace", "tabs"])
        #expect(properties.values.allSatisfy { $0["description"] != nil })
    }
}
