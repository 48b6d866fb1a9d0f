/// How many columns text takes: the one width table of server, client and browser.
///
/// Facts are those of Unicode 17 as `wcwidth` 0.7 reads them (`Tests/Tools/widths.py` writes the table): East Asian wide and
/// fullwidth and emoji presentation are 2, combining marks and format characters 0, ambiguous ones 1, everything
/// unassigned 1. Control characters count 0 because they are never drawn.
package enum Width {
    /// Columns of a scalar that stands alone: 0, 1 or 2.
    @inline(__always)
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value &- 0x20 < 0x5F { return 1 }
        return Marks(of: scalar).width
    }

    /// Columns of a cell that holds these scalars, 1 or 2; 0 when nothing of it would be drawn.
    ///
    /// Meant for one cluster, as ``ClusterBreaker`` puts them together; of several only the first is measured.
    package static func of(cluster: some StringProtocol) -> Int {
        var breaker = ClusterBreaker()
        var width = 0
        for scalar in cluster.unicodeScalars {
            switch breaker.step(scalar) {
            case .starts(let columns):
                if width > 0 { return width }
                width = columns
            case .joins(let columns): width = columns
            case .dropped: break
            }
        }
        return width
    }

    /// Columns of a text of any length in one line.
    package static func of(text: some StringProtocol) -> Int {
        if let count = plainCount(of: text) { return count }
        var breaker = ClusterBreaker()
        var before = 0
        var current = 0
        for scalar in text.unicodeScalars {
            switch breaker.step(scalar) {
            case .starts(let columns):
                before += current
                current = columns
            case .joins(let columns): current = columns
            case .dropped: break
            }
        }
        return before + current
    }

    /// How many characters a text of printable ASCII has; nil for any other.
    @inline(__always)
    package static func plainCount(of text: some StringProtocol) -> Int? {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 &- 0x20 < 0x5F } ? bytes.count : nil
        } ?? nil
    }

    /// Ranges of scalars that are alike in all that is known of them here, in order; together they hold every scalar.
    package static var uniformRuns: some Sequence<Range<UInt32>> {
        runs.indices.lazy.map { runs[$0] >> 8..<UInt32(end(of: $0)) }
    }

    /// The first scalar after a run.
    private static func end(of run: Int) -> Int { run + 1 < runs.count ? Int(runs[run + 1] >> 8) : 0x110000 }

    /// What the table knows of a scalar, in one byte.
    struct Marks: Hashable {
        /// What a scalar does to the cluster before it.
        enum Kind: UInt8 {
            /// Starts a cluster of its own.
            case base = 0
            /// Joins and adds no width: combining marks, Hangul vowels and finals, tags.
            case extend
            /// Is never drawn: controls, bidirectional overrides, zero width space.
            case ignored
            /// Joins and takes a column: Indic vowel signs.
            case spacing
            case zeroWidthJoiner, variationSelector16, regional, modifier
        }

        var bits: UInt8

        init(bits: UInt8) { self.bits = bits }

        @inline(__always)
        init(of scalar: Unicode.Scalar) {
            let value = Int(scalar.value)
            let block = Int(table[value >> Marks.shift])
            bits = table[Marks.stageOneCount + block << Marks.shift + value & (1 << Marks.shift - 1)]
        }

        @inline(__always) var width: Int { Int(bits & 3) }
        @inline(__always) var kind: Kind { Kind(rawValue: bits >> 2 & 0xF) ?? .base }
        /// Extended_Pictographic: may be joined by ZWJ and take a skin tone.
        @inline(__always) var isPictographic: Bool { bits & 0x40 != 0 }
        /// Narrow, but wide when U+FE0F follows.
        @inline(__always) var isEmojiCapable: Bool { bits & 0x80 != 0 }

        static let none = Marks(bits: 0)
        static let shift = 7
        static let stageOneCount = 0x110000 >> shift
    }

    /// Two stages, expanded from ``runs`` at first use (31 kB): block numbers of 128 scalars each, then the blocks.
    // Safe because it is written once, before anybody can see it, and never freed.
    nonisolated(unsafe) private static let table: UnsafePointer<UInt8> = {
        let length = 1 << Marks.shift
        // There are at most 256 blocks; of memory that is not written to none is taken.
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: Marks.stageOneCount + 256 * length)
        let blocks = table + Marks.stageOneCount
        var (blockCount, run, start) = (0, 0, 0)
        /// The blocks in which all scalars have the same marks.
        var uniform = [Int](repeating: -1, count: 256)
        while start < 0x110000 {
            while end(of: run) <= start { run += 1 }
            let marks = UInt8(truncatingIfNeeded: runs[run])
            // Most runs are long: all of their whole blocks at once.
            let wholeCount = (end(of: run) - start) >> Marks.shift
            let number = wholeCount > 0 && uniform[Int(marks)] >= 0 ? uniform[Int(marks)] : blockCount
            (table + (start >> Marks.shift)).update(repeating: UInt8(number), count: max(wholeCount, 1))
            if number == blockCount {
                blockCount += 1
                if wholeCount > 0 { uniform[Int(marks)] = number }
                var (inside, value) = (run, start)
                while value < start + length {
                    let next = min(end(of: inside), start + length)
                    (blocks + number * length + value - start)
                        .update(repeating: UInt8(truncatingIfNeeded: runs[inside]), count: next - value)
                    (inside, value) = (inside + 1, next)
                }
            }
            start += max(wholeCount, 1) * length
        }
        return UnsafePointer(table)
    }()
}
