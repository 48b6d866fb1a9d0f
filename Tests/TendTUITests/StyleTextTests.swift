import TendScreen
import TendTUI
import Testing

struct StyleTextTests {
    @Test func `a look is told in the words of theme files`() {
        #expect(Style.plain.words == "default")
        let style = Style(
            foreground: .rgb(1, 2, 3), background: .palette(4), attributes: [.bold, .strike], underline: .curly,
            underlineColor: .palette(200))
        #expect(style.words == "fg #010203, bg blue, bold, strike, underline curly, underline-color 200")
        #expect(Style(underline: .single).words == "underline")
    }

    @Test func `a look is drawn and ended`() {
        let style = Style(foreground: .palette(1), attributes: .bold)
        #expect(style.ansi("a") == "\u{1B}[1;31ma\u{1B}[m")
        #expect(Style.plain.ansi("a") == "a")
        #expect(Style(foreground: .rgb(255, 0, 0)).ansi("a", depth: .palette16) == "\u{1B}[91ma\u{1B}[m")
    }
}
