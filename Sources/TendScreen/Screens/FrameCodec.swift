/// Frames as bytes, for sockets. The format is described byte by byte in the documentation, `Protocol`, section "Frames".
///
/// Any frame of a session survives exactly. The decoder is total: any bytes give a frame or a ``FrameError``.
package enum FrameCodec {
    /// First byte of every frame. Later encoders of the same version may append fields at the end.
    package static let version: UInt8 = 1

    /// Most cells in the rows of one frame, twice those of the largest session.
    static let cellLimit = 2 * Size.rowLimits.upperBound * Size.columnLimits.upperBound
    static let rowLimit = 2 * Size.rowLimits.upperBound
    static let columnLimit = 0xFFFF

    /// Markers among the text of a row. Below 8, so that a byte is a glyph of its own from 0x20 on.
    enum Marker {
        static let blank: UInt8 = 0
        /// A wide cell follows, and after it its tail, which has the same style and is not written.
        static let wide: UInt8 = 1
        /// The wide bit is set in the cell that follows.
        static let wideBit: UInt8 = 2
        static let tail: UInt8 = 3
        /// A varint follows, the index into the row's clusters.
        static let cluster: UInt8 = 4
        /// A varint follows, the glyph as ``Cell`` has it.
        static let raw: UInt8 = 5
        /// A varint follows, a number of blanks.
        static let blanks: UInt8 = 6
    }

    /// What the first number of a row says.
    enum RowFlag {
        static let wrapped: UInt64 = 1
        static let clusters: UInt64 = 2
        static let extras: UInt64 = 4
        static let prompt: UInt64 = 8
    }

    /// Bits of a run's style above ``Attributes`` and ``Underline``.
    enum StyleFlag {
        static let plainMask: UInt64 = 0xFFF
        static let foreground: UInt64 = 1 << 12
        static let background: UInt64 = 1 << 13
        static let extraShift: UInt64 = 14
    }

    /// On the wire palette entries come first, true colours after them, then what is neither.
    static let rgbBase: UInt64 = 0x100
    static let otherBase: UInt64 = 0x100_0100
}
