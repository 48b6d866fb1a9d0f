import TendScreen

/// Scalars of the basic plane that begin a cell of their own whatever stands before them: letters, ideographs, lines. The
/// ``ClusterBreaker`` need not be asked about them, only told afterwards if something comes that may join.
enum SimpleScalars {
    /// Columns of a simple scalar, 1 or 2; 0 if it is not simple.
    @inline(__always)
    static func width(of scalar: UInt32, in table: UnsafePointer<UInt8>) -> Int {
        scalar < 0x10000 ? Int(table[Int(scalar)]) : 0
    }

    /// The widths of the whole plane (64 KiB), made at first use.
    // Safe because it is written once, before anybody can see it, and never freed.
    nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let widths = UnsafeMutablePointer<UInt8>.allocate(capacity: 0x10000)
        // What a scalar that joins would join: a letter, a lone regional indicator, emoji with and without a joiner.
        let before = ["a", "\u{1F1E9}", "👩", "👩\u{200D}"].map { ClusterBreaker(continuing: $0) }
        for value in 0..<0x10000 {
            let scalar = value < 0xA0 ? nil : Unicode.Scalar(UInt32(value))
            (widths + value).initialize(to: scalar.map { width(of: $0, after: before) } ?? 0)
        }
        return UnsafePointer(widths)
    }()

    private static func width(of scalar: Unicode.Scalar, after breakers: [ClusterBreaker]) -> UInt8 {
        var width = 0
        for breaker in breakers {
            var breaker = breaker
            guard case .starts(let columns) = breaker.step(scalar) else { return 0 }
            width = columns
        }
        return UInt8(width)
    }
}
