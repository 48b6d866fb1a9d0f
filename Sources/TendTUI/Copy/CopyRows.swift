package import TendScreen

/// The rows that copy mode looks at: all of the screen, and of the history those that have been fetched.
///
/// History is held in chunks counted from its end, since there it never changes; at the other end the server may drop rows meanwhile.
package struct CopyRows: Hashable, Sendable {
    /// Columns of the session.
    package let width: Int
    package private(set) var screen: [Row]
    package private(set) var historyCount: Int
    private(set) var anchor: CopyMode.Anchor?
    /// Rows of each chunk, oldest first.
    private var chunks: [Int: [Row]] = [:]
    /// Chunks that were asked for and have not come.
    private var requested: Set<Int> = []
    /// Chunks that cannot be had: they are shown as blank, but they are no text.
    private var refused: Set<Int> = []
    /// Raised with every change.
    private(set) var version = 0

    static let chunkSize = 250
    /// Some 5,000 rows.
    private static let chunkLimit = 20
    /// Chunks of a long range that are asked for at a time: each takes a connection and some of the server's time.
    static let requestLimit = 4

    init(
        screen: [Row], width: Int, history: [Row] = [], historyCount: Int = 0, anchor: CopyMode.Anchor? = nil
    ) {
        self.screen = screen
        self.width = width
        self.historyCount = max(historyCount, 0)
        self.anchor = anchor
        // Only whole chunks are kept; the oldest one may be short.
        var end = history.count
        var number = 0
        while end > 0, number * CopyRows.chunkSize < self.historyCount {
            let wanted = min(CopyRows.chunkSize, self.historyCount - number * CopyRows.chunkSize)
            guard end >= wanted else { break }
            chunks[number] = Array(history[end - wanted..<end])
            end -= wanted
            number += 1
        }
    }

    package var count: Int { historyCount + screen.count }

    /// Nil if it has not been fetched, or there is none.
    package subscript(_ row: Int) -> Row? {
        if row >= historyCount { return row < count ? screen[row - historyCount] : nil }
        guard row >= 0 else { return nil }
        let distance = historyCount - 1 - row
        guard let chunk = chunks[distance / CopyRows.chunkSize] else { return nil }
        let index = chunk.count - 1 - distance % CopyRows.chunkSize
        // The server has dropped it.
        return index >= 0 ? chunk[index] : .blank
    }

    /// Rows of history between a row and the screen.
    func skip(of row: Int) -> Int { historyCount - 1 - row }
    func row(skip: Int) -> Int { historyCount - 1 - skip }

    /// The chunks of a range of rows that are not here.
    private func missingChunks(_ range: Range<Int>) -> [Int] {
        let range = range.clamped(to: 0..<historyCount)
        guard !range.isEmpty, anchor != nil else { return [] }
        let newest = skip(of: range.upperBound - 1) / CopyRows.chunkSize
        let oldest = skip(of: range.lowerBound) / CopyRows.chunkSize
        return (newest...oldest).filter { chunks[$0] == nil }
    }

    /// Whether all rows of a range are here and are what was printed.
    func isLoaded(_ range: Range<Int>) -> Bool { missingChunks(range).isEmpty && refusedChunks(range).isEmpty }

    private func refusedChunks(_ range: Range<Int>) -> Set<Int> {
        let range = range.clamped(to: 0..<historyCount)
        guard !range.isEmpty else { return [] }
        let newest = skip(of: range.upperBound - 1) / CopyRows.chunkSize
        let oldest = skip(of: range.lowerBound) / CopyRows.chunkSize
        return refused.filter { newest...oldest ~= $0 }
    }

    /// What could not be had in a range may be asked for once more.
    mutating func retry(_ range: Range<Int>) {
        for number in refusedChunks(range) {
            refused.remove(number)
            chunks[number] = nil
        }
    }

    /// Requests for what is missing in a range and has not been asked for.
    ///
    /// - Parameter limit: how many chunks may be on their way then.
    mutating func requests(for range: Range<Int>, limit: Int = .max) -> [CopyMode.Request] {
        guard let anchor else { return [] }
        let wanted = missingChunks(range).filter { !requested.contains($0) }.prefix(max(limit - requested.count, 0))
        requested.formUnion(wanted)
        return wanted.map { number in
            let skip = number * CopyRows.chunkSize
            return .rows(anchor, skip: skip, count: min(CopyRows.chunkSize, historyCount - skip))
        }
    }

    /// - Parameter rows: nil if the server refused.
    mutating func take(_ rows: [Row]?, skip: Int) {
        let number = skip / CopyRows.chunkSize
        requested.remove(number)
        // A chunk that cannot be had is blank, or it would be asked for again and again.
        chunks[number] = rows ?? []
        if rows == nil { refused.insert(number) } else { refused.remove(number) }
        version += 1
    }

    /// Drops the chunks farthest from a range when there are many.
    mutating func trim(keeping range: Range<Int>) {
        guard chunks.count > CopyRows.chunkLimit else { return }
        let middle = skip(of: (range.lowerBound + range.upperBound) / 2) / CopyRows.chunkSize
        let sorted = chunks.keys.sorted { abs($0 - middle) < abs($1 - middle) }
        for number in sorted[CopyRows.chunkLimit...] {
            chunks[number] = nil
            refused.remove(number)
        }
    }

    /// The rows that are one line with this one because it was wrapped, as far as they are here.
    ///
    /// - Parameter limit: of rows on either side.
    func line(around row: Int, limit: Int = 512) -> Range<Int> {
        var first = row
        while first > 0, row - first < limit, self[first - 1]?.isWrapped == true { first -= 1 }
        var last = row
        while last + 1 < count, last - row < limit, self[last]?.isWrapped == true, self[last + 1] != nil { last += 1 }
        return first..<last + 1
    }

    func text(of line: Range<Int>) -> RowText { RowText(line.map { self[$0] ?? .blank }, width: width) }
}
