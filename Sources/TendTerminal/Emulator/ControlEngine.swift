import CVTerm
import TendScreen

/// libvterm's state layer for one size of screen: knows what erasing, scrolling and tabulating mean, and says so in rectangles.
///
/// It is told where the cursor is before each call, so it need not see what moved it. A resize makes a new one
/// (``Terminal/resize(to:)``): libvterm's own resize is not safe.
struct ControlEngine {
    /// Owned; ``free()`` ends it.
    private let engine: OpaquePointer

    init(size: Size) {
        engine = tend_engine_new(Int32(size.rows), Int32(size.columns))
    }

    func free() { tend_engine_free(engine) }

    /// A control character, as `tend_engine_control` takes it.
    ///
    /// - Returns: how many operations are to be done, which `operation` gives.
    @inline(__always)
    func control(_ byte: UInt8, row: Int, column: Int) -> Int {
        Int(tend_engine_control(engine, Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column), byte))
    }

    /// A control sequence of the allow-list in `CVTerm`; -1 stands for a missing parameter.
    @inline(__always)
    func sequence(
        _ final: UInt8, leader: UInt8 = 0, intermediate: UInt8 = 0, _ first: Int = -1, _ second: Int = -1, row: Int,
        column: Int
    ) -> Int {
        Int(
            tend_engine_sequence(
                engine, Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column), leader, intermediate, final,
                Int32(clamping: first), Int32(clamping: second)
            )
        )
    }

    /// One of the operations of the last call.
    @inline(__always)
    func operation(_ index: Int) -> tend_operation { tend_engine_operations(engine)[index] }

    /// The cursor after the last call.
    @inline(__always) var row: Int { Int(tend_engine_row(engine)) }
    @inline(__always) var column: Int { Int(tend_engine_column(engine)) }
}

extension Rectangle {
    @inline(__always)
    init(_ operation: tend_operation) {
        self.init(
            top: Int(operation.top), bottom: Int(operation.bottom), left: Int(operation.left),
            right: Int(operation.right)
        )
    }
}
