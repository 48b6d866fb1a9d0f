import Testing

@testable import TendTUI

@Suite struct EditorPlaceTests {
    @Test(arguments: [
        ("vi", "+12|a.c"), ("vim", "+12|+silent! call cursor(12,5)|a.c"),
        ("/usr/bin/nvim -R", "+12|+silent! call cursor(12,5)|a.c"), ("nano", "+12,5|a.c"),
        ("emacsclient -t", "+12:5|a.c"), ("micro", "+12:5|a.c"), ("kak", "+12:5|a.c"), ("hx", "a.c:12:5"),
        ("code --wait", "--goto|a.c:12:5"), ("kate", "--line|12|--column|5|a.c"), ("ed", "+12|a.c"),
    ])
    func `an editor is told line and column in the way it knows`(editor: String, arguments: String) {
        let place = EditorPlace(path: "a.c", line: 12, column: 5)
        #expect(place.arguments(for: editor).joined(separator: "|") == arguments)
    }

    @Test(arguments: [
        ("vim", "+12|a.c"), ("nano", "+12|a.c"), ("emacs", "+12|a.c"), ("hx", "a.c:12"), ("code", "--goto|a.c:12"),
        ("kate", "--line|12|a.c"), ("", "+12|a.c"),
    ])
    func `a line alone is told as well`(editor: String, arguments: String) {
        let place = EditorPlace(path: "a.c", line: 12)
        #expect(place.arguments(for: editor).joined(separator: "|") == arguments)
        #expect(EditorPlace(path: "a.c").arguments(for: editor) == ["a.c"])
    }
}
