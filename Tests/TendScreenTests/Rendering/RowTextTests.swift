import Testing

@testable import TendScreen

struct RowTextTests {
    private func rows(_ texts: [String], wrapped: Bool = true) -> [Row] {
        texts.enumerated().map { index, text in
            var row = Row()
            for character in text { row.put(String(character)) }
            row.isWrapped = wrapped && index + 1 < texts.count
            return row
        }
    }

    @Test func `columns of a part, over wide glyphs and the ends of rows`() throws {
        let text = RowText(rows(["ab漢", "字cd"]), width: 4)
        #expect(text.text == "ab漢字cd")
        let range = try #require(text.text.firstRange(of: "漢字c"))
        #expect(text.columns(of: range).map(\.row) == [0, 1])
        #expect(text.columns(of: range).map(\.columns) == [2..<4, 0..<3])
        #expect(text.point(of: range.lowerBound) == Point(row: 0, column: 2))
        #expect(text.index(of: Point(row: 1, column: 2)).map { text.text[$0] } == "c")
        #expect(text.index(of: Point(row: 0, column: 3)) == nil, "the right half")
        #expect(text.index(of: Point(row: 1, column: 9)) == nil)
    }

    @Test func `blanks count at the end of a wrapped row, not at the end of the line`() {
        #expect(RowText(rows(["ab", "cd  "]), width: 4).text == "ab  cd")
        #expect(RowText(rows(["abc", "漢"]), width: 4).text == "abc漢", "it did not fit")
        #expect(RowText([], width: 4).text == "")
    }

    @Test func `matches without text are none`() throws {
        let text = RowText(rows(["aab"]), width: 4)
        #expect(text.matches(of: try Regex("a*")).map { text.text[$0] } == ["aa"])
    }
}
