/// Decides, scalar by scalar, which ones share a cell: combining marks, Hangul syllables from jamo, emoji joined by ZWJ or
/// with a skin tone, flags from two regional indicators, keycaps.
///
/// The rules are those of Unicode's extended grapheme clusters as far as terminals need them, with the widths that
/// `wcwidth` 0.7 computes for whole strings, so that programs and screen agree on columns:
/// - U+FE0F after a narrow base that has an emoji form widens the cell to 2, as does a skin tone and a spacing vowel sign.
/// - U+FE0E (text form) joins and changes no width: a base that is wide stays wide.
/// - Regional indicators pair up; a single one is wide as well.
/// - A cell holds at most ``limit`` scalars; more that would join are dropped.
/// - Conjuncts are not joined: each Indic consonant has its own cell.
///
/// A value of a few bytes without references: cheap to copy and to keep in a snapshot. ASCII never joins, so that text without
/// other scalars needs no breaker; tell it by ``init(after:)`` what stands before the first scalar that is not ASCII.
package struct ClusterBreaker: Hashable, Sendable {
    /// Most scalars in one cell.
    package static let limit = 16

    package enum Step: Hashable, Sendable {
        /// The scalar begins a cell of that many columns, 1 or 2.
        case starts(width: Int)
        /// The scalar belongs to the cell before, which has that many columns now.
        case joins(width: Int)
        /// The scalar is not shown: a control, a mark without a base, or one too many.
        case dropped
    }

    /// Scalars of the cell so far; 0 when there is none to join.
    private var count: UInt8 = 0
    private var width: UInt8 = 0
    private var base = Width.Marks.none
    private var last = Width.Marks.Kind.base

    /// Nothing stands before: the start of a line, or the cursor was moved.
    package init() {}

    /// One scalar stands in the cell before.
    package init(after scalar: Unicode.Scalar) {
        _ = step(scalar)
    }

    /// The cell before holds this cluster.
    package init(continuing cluster: some StringProtocol) {
        for scalar in cluster.unicodeScalars { _ = step(scalar) }
    }

    /// Forgets the cell before, because the cursor was moved or the cell erased.
    package mutating func reset() {
        self = ClusterBreaker()
    }

    package mutating func step(_ scalar: Unicode.Scalar) -> Step {
        let marks = Width.Marks(of: scalar)
        let kind = marks.kind
        switch kind {
        case .ignored where marks.width == 0: return .dropped
        case .base, .ignored:
            let joins = last == .zeroWidthJoiner && marks.isPictographic && base.isPictographic
            return joins ? join(kind) : start(marks, kind)
        case .extend, .zeroWidthJoiner: return join(kind)
        case .spacing:
            if count > 0 { width = 2 }
            return join(kind)
        case .variationSelector16:
            if base.isEmojiCapable, count == 1 { width = 2 }
            return join(kind)
        case .regional:
            return last == .regional && count == 1 ? join(kind) : start(marks, kind)
        case .modifier:
            guard count > 0, base.isPictographic, last != .modifier else { return start(marks, kind) }
            width = 2
            return join(kind)
        }
    }

    private mutating func start(_ marks: Width.Marks, _ kind: Width.Marks.Kind) -> Step {
        count = 1
        width = UInt8(truncatingIfNeeded: marks.width)
        base = marks
        last = kind
        return .starts(width: marks.width)
    }

    private mutating func join(_ kind: Width.Marks.Kind) -> Step {
        guard count > 0 else { return .dropped }
        last = kind
        guard count < ClusterBreaker.limit else { return .dropped }
        count += 1
        return .joins(width: Int(width))
    }
}
