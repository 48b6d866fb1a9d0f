internal import CLinux

extension Recording {
    /// When the output from an offset on was seen, and the size the terminal had then.
    package struct Mark: Hashable, Sendable {
        package var offset: UInt64
        /// Since 1970, in milliseconds.
        package var time: Duration
        package var rows: Int
        package var columns: Int
    }

    /// Notes that what is recorded next comes at a time (since 1970) to a terminal of this size.
    ///
    /// To be called before a turn of reads and at a change of size. Costs nothing when 10 ms have not passed and the size is the
    /// same. A ring of 4 MiB keeps the last 16,320 marks, in the same file.
    package func mark(milliseconds: Int64, rows: Int, columns: Int) {
        let milliseconds = UInt64(max(milliseconds, 0))
        let moment = milliseconds & Recording.low48 | UInt64(UInt16(clamping: columns)) << 48
        let place = end & Recording.low48 | UInt64(UInt16(clamping: rows)) << 48
        guard let last = lastMark else {
            return tend_ring_mark_add(&ring, tend_ring_mark(place: place, moment: moment), 0)
        }
        let hasSameSize = last.place >> 48 == place >> 48 && last.moment >> 48 == moment >> 48
        if hasSameSize, milliseconds < last.moment & Recording.low48 + 10 { return }
        // Nothing was recorded since the last mark: it only gets later.
        tend_ring_mark_add(&ring, tend_ring_mark(place: place, moment: moment), last.place == place ? 1 : 0)
    }

    /// The same with the size of the last mark.
    package func mark(milliseconds: Int64) {
        let last = lastMark
        mark(milliseconds: milliseconds, rows: Int((last?.place ?? 0) >> 48), columns: Int((last?.moment ?? 0) >> 48))
    }

    /// The marks within a range of offsets, oldest first, and before them the one that was in force at `from`.
    package func marks(from: UInt64, to: UInt64) -> [Mark] {
        let count = tend_load(&header.pointee.mark_count)
        let end = self.end
        var marks: [Mark] = []
        for number in count - min(count, ring.mark_slots)..<count {
            let entry = ring.marks![Int(number % ring.mark_slots)]
            let mark = Mark(
                offset: entry.place & Recording.low48, time: .milliseconds(entry.moment & Recording.low48),
                rows: Int(entry.place >> 48), columns: Int(entry.moment >> 48)
            )
            // After a power cut anything may stand here.
            guard mark.offset <= end, mark.offset >= marks.last?.offset ?? 0 else { continue }
            if mark.offset >= to { break }
            if mark.offset <= from { marks.removeAll(keepingCapacity: true) }
            marks.append(mark)
        }
        return marks
    }

    private static let low48: UInt64 = 1 << 48 - 1

    private var lastMark: tend_ring_mark? {
        let count = tend_load(&header.pointee.mark_count)
        return count == 0 ? nil : ring.marks![Int((count - 1) % ring.mark_slots)]
    }
}
