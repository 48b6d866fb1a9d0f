import TendScreen
import Testing

struct RowTests {
    @Test func `rows that share all they are made of are found without a look at their cells`() {
        func isShared(_ one: Row?, _ other: Row) -> Bool {
            withUnsafePointer(to: one) { one in withUnsafePointer(to: other) { Row.isShared(one, $0) } }
        }
        let row = Row(
            cells: [Cell(glyph: 0x61), Cell(glyph: Cell.clusterFlag)], clusters: ["e\u{301}"], isWrapped: true)
        #expect(isShared(row, row))
        #expect(isShared(.blank, .blank))
        #expect(!isShared(nil, row) && !isShared(nil, .blank))
        var other = row
        other.isWrapped = false
        #expect(!isShared(row, other))
        other = row
        other.isPrompt = true
        #expect(!isShared(row, other))
        other = row
        other.cells[0].glyph = 0x62
        #expect(!isShared(row, other))
        other = row
        other.clusters[0] = "o\u{308}"
        #expect(!isShared(row, other))
        // Equal, and none the wiser.
        other = Row(cells: Array(row.cells.map(\.self)), clusters: row.clusters, isWrapped: true)
        #expect(row == other)
        #expect(!isShared(row, other))
    }
}
