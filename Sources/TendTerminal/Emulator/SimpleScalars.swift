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
        widths.initialize(repeating: 0, count: 0x10000)
        // A breaker makes no difference between scalars of a run, so one of each tells: all of them would take 2 ms.
        for run in Width.uniformRuns {
            let run = run.clamped(to: 0xA0..<0x10000)
            guard let first = run.first(where: { Unicode.Scalar($0) != nil }), let scalar = Unicode.Scalar(first) else {
                continue
            }
            (widths + Int(run.lowerBound)).update(repeating: width(of: scalar, after: before), count: run.count)
        }
        // No scalars, whatever stands around them.
        (widths + 0xD800).update(repeating: 0, count: 0x800)
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
