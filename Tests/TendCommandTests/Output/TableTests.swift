import Testing

@testable import tend

struct TableTests {
    private func table() -> Table {
        var table = Table([("ID", .left), ("AGE", .right), ("COMMAND", .left)])
        table.add(["k3x9", "5s", "make"])
        table.add(["漢字", "2h10m", "vim notes"])
        table.add(["x", "", ""])
        return table
    }

    @Test func `columns are aligned as a terminal shows them`() {
        #expect(
            table().lines(width: nil) == [
                "ID      AGE  COMMAND",
                "k3x9     5s  make",
                "漢字  2h10m  vim notes",
                "x",
            ])
    }

    @Test func `lines are cut to the terminal`() {
        #expect(table().lines(width: 12) == ["ID      AGE…", "k3x9     5s…", "漢字  2h10m…", "x"])
    }

    @Test(arguments: [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("", 1, "")])
    func `a text is cut at a column, never within a character`(_ text: String, _ limit: Int, _ cut: String) {
        #expect(Table.cut(text, to: limit) == cut)
    }
}
