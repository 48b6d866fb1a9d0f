extension History {
    /// Calls `body` with the number and the text of each line from number `from` on, oldest first, until it returns false.
    ///
    /// Numbers count from the session's first line; those below ``firstLine`` are not held any more. Text is without blanks at its end.
    package func forEachLine(from: Int = 0, _ body: (_ number: Int, _ text: String) -> Bool) {
        var number = max(from, firstLine)
        guard var position = position(ofLine: number) else { return }
        var text: [UInt8] = []
        var isFirst = true
        while normalize(&position) {
            let record = record(at: position)
            if !isFirst, record?.startsLine ?? false {
                guard body(number, History.string(&text)) else { return }
                number += 1
            }
            isFirst = false
            if let record { History.append(record, to: &text) }
            position.row += 1
        }
        if !isFirst { _ = body(number, History.string(&text)) }
    }

    /// The same, newest first, beginning with line `from` (nil: the last one).
    package func forEachLineReversed(from: Int? = nil, _ body: (_ number: Int, _ text: String) -> Bool) {
        let first = firstLine
        let last = first + lineCount - 1
        var number = min(from ?? last, last)
        var end = self.end
        if number < last { end = position(ofLine: number + 1) ?? end }
        var text: [UInt8] = []
        while number >= first, let start = lineStart(before: end) {
            var position = start
            while position != end, normalize(&position), position != end {
                if let record = record(at: position) { History.append(record, to: &text) }
                position.row += 1
            }
            guard body(number, History.string(&text)) else { return }
            number -= 1
            end = start
        }
    }

    /// Where a line that is held begins, by way of the line numbers of the blocks.
    private func position(ofLine number: Int) -> Position? {
        guard let first = chain.first, number < firstLine + lineCount else { return nil }
        // The oldest line has lost its beginning.
        if number < Int(first.firstLine) { return Position(block: 0, row: 0) }
        var low = 0
        var high = chain.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(chain[middle].firstLine) <= number { low = middle } else { high = middle }
        }
        var left = number - Int(chain[low].firstLine)
        for row in 0..<chain[low].rows where record(of: chain[low], row)?.startsLine == true {
            if left == 0 { return Position(block: low, row: row) }
            left -= 1
        }
        return nil
    }

    static func append(_ record: HistoryRecord, to text: inout [UInt8]) {
        let start = text.count
        if record.isPlain {
            text.append(contentsOf: record.text)
        } else {
            text.append(contentsOf: record.text.lazy.filter { $0 < HistoryRecord.clusterEnd })
        }
        for index in start..<text.count where text[index] == 0 { text[index] = 0x20 }
    }

    static func string(_ text: inout [UInt8]) -> String {
        while text.last == 0x20 { text.removeLast() }
        defer { text.removeAll(keepingCapacity: true) }
        return String(decoding: text, as: UTF8.self)
    }
}
