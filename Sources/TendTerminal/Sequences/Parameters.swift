/// The numbers of a control sequence, as the lexer finds them: `CSI 38:2::9:8:7 ; 1 m` has two parameters, the first with
/// five subparameters, one of them missing.
///
/// A value of fixed size that is filled byte by byte and never allocates. All values lie in one flat list; two bit sets say
/// which of them had digits and which followed a colon. What exceeds the limits is left out, as xterm does; a value that is
/// too large becomes ``largestValue``.
///
/// - SeeAlso: <https://vt100.net/emu/dec_ansi_parser>, ECMA-48 §5.4.2.
package struct Parameters: Sendable {
    /// As many as xterm takes (30), and some: renditions come in long lists. What goes on to libvterm, which writes outside of
    /// its memory at 17 (`reference/security.md` §2), is composed anew with two at most.
    package static let parameterLimit = 32
    /// Parameters and subparameters together. A power of two, and the bits of the sets.
    package static let valueLimit = 64
    package static let largestValue: UInt16 = .max

    /// Only entries up to `last` have a meaning.
    private var values: InlineArray<64, UInt16>
    /// Bit `i` is set if value `i` has at least one digit.
    private var present: UInt64
    /// Bit `i` is set if value `i` is a subparameter.
    private var subordinate: UInt64
    /// Index of the value that is being filled.
    private var last: Int
    /// Parameters begun, the first included.
    private var begun: Int
    /// What follows is beyond the limits and ignored.
    private var isFull: Bool

    package init() {
        values = InlineArray(repeating: 0)
        present = 0
        subordinate = 0
        last = 0
        begun = 1
        isFull = false
    }

    /// Forgets everything, for the next sequence.
    @inline(__always)
    package mutating func reset() {
        values[unchecked: 0] = 0
        present = 0
        subordinate = 0
        last = 0
        begun = 1
        isFull = false
    }

    /// Takes a digit.
    ///
    /// - Parameter byte: `0x30…0x39`; only its low four bits count.
    @inline(__always)
    package mutating func digit(_ byte: UInt8) {
        if isFull { return }
        let index = last & (Parameters.valueLimit - 1)
        let value = UInt32(values[unchecked: index]) &* 10 &+ UInt32(byte & 0x0F)
        values[unchecked: index] = UInt16(truncatingIfNeeded: min(value, UInt32(Parameters.largestValue)))
        present |= 1 << UInt64(truncatingIfNeeded: index)
    }

    /// Takes a `;`: the next parameter begins.
    @inline(__always)
    package mutating func separator() {
        if begun == Parameters.parameterLimit { isFull = true }
        begin()
        if !isFull { begun &+= 1 }
    }

    /// Takes a `:`: the next subparameter begins.
    @inline(__always)
    package mutating func subSeparator() {
        begin()
        if !isFull { subordinate |= 1 << UInt64(truncatingIfNeeded: last) }
    }

    @inline(__always)
    private mutating func begin() {
        if last == Parameters.valueLimit - 1 { isFull = true }
        if isFull { return }
        last &+= 1
        values[unchecked: last & (Parameters.valueLimit - 1)] = 0
    }
}

// MARK: - Parameters by number

extension Parameters {
    /// Whether there was nothing at all between the introducer and the final byte.
    package var isEmpty: Bool { last == 0 && present == 0 && !isFull }

    /// How many parameters there are, missing ones included; `CSI m` has none, `CSI ; m` has two.
    package var count: Int { isEmpty ? 0 : begun }

    package var hasSubparameters: Bool { subordinate != 0 }

    /// The value of a parameter, nil if it is missing or there are not so many.
    package subscript(_ index: Int) -> Int? {
        flatIndex(of: index).flatMap { number(at: $0) }
    }

    /// The value of a parameter, or `fallback` if it is missing.
    @inline(__always)
    package func value(_ index: Int, or fallback: Int) -> Int { self[index] ?? fallback }

    /// The value of a parameter that counts something: missing and 0 both mean 1, as in cursor movements.
    @inline(__always)
    package func repetitions(_ index: Int = 0) -> Int { max(self[index] ?? 1, 1) }

    /// How many subparameters a parameter has.
    package func subparameterCount(of index: Int) -> Int {
        guard let start = flatIndex(of: index) else { return 0 }
        var end = start + 1
        while isSubparameter(at: end) { end += 1 }
        return end - start - 1
    }

    /// A subparameter, nil if it is missing or there are not so many.
    package func subparameter(_ position: Int, of index: Int) -> Int? {
        guard let start = flatIndex(of: index), (0..<subparameterCount(of: index)).contains(position) else {
            return nil
        }
        return number(at: start + 1 + position)
    }

    private func flatIndex(of index: Int) -> Int? {
        guard 0 <= index, index < begun else { return nil }
        if subordinate == 0 { return index }
        var remaining = index
        for flat in 0...last where !isSubparameter(at: flat) {
            if remaining == 0 { return flat }
            remaining -= 1
        }
        return nil
    }
}

// MARK: - The flat list, for SGR

extension Parameters {
    /// Entries of the flat list: parameters, each followed by its subparameters. At least one.
    @inline(__always)
    package var valueCount: Int { last &+ 1 }

    /// An entry of the flat list; 0 if it is missing or beyond the end.
    @inline(__always)
    package func rawValue(at index: Int) -> Int {
        guard UInt(bitPattern: index) <= UInt(bitPattern: last) else { return 0 }
        return Int(values[unchecked: index & (Parameters.valueLimit - 1)])
    }

    /// An entry of the flat list; nil if it is missing or beyond the end.
    package func number(at index: Int) -> Int? {
        guard 0 <= index, index <= last, present & 1 << UInt64(index) != 0 else { return nil }
        return rawValue(at: index)
    }

    /// Whether the entry followed a colon.
    @inline(__always)
    package func isSubparameter(at index: Int) -> Bool {
        UInt(bitPattern: index) <= UInt(bitPattern: last) && subordinate & 1 << UInt64(truncatingIfNeeded: index) != 0
    }
}

extension Parameters: Equatable {
    package static func == (left: Parameters, right: Parameters) -> Bool {
        guard left.last == right.last, left.present == right.present, left.subordinate == right.subordinate else {
            return false
        }
        return (0...left.last).allSatisfy { left.rawValue(at: $0) == right.rawValue(at: $0) }
    }
}
