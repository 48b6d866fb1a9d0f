/// The flags of the kitty keyboard protocol, for one of the two screens.
///
/// - SeeAlso: <https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement>
package struct KeyboardStack: Hashable, Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let disambiguate = Flags(rawValue: 1)
        package static let eventTypes = Flags(rawValue: 2)
        package static let alternateKeys = Flags(rawValue: 4)
        package static let allKeys = Flags(rawValue: 8)
        package static let associatedText = Flags(rawValue: 16)
        package static let all = Flags(rawValue: 31)
    }

    package static let depthLimit = 16

    /// The flags in force.
    package private(set) var flags: Flags
    /// What is under them, the oldest first.
    package private(set) var saved: [Flags]

    package init(flags: Flags = [], saved: [Flags] = []) {
        self.flags = flags
        self.saved = saved.suffix(KeyboardStack.depthLimit)
    }

    /// `CSI > flags u`. On a full stack the oldest entry is forgotten.
    package mutating func push(_ number: Int) {
        if saved.count == KeyboardStack.depthLimit { saved.removeFirst() }
        saved.append(flags)
        flags = KeyboardStack.flags(number)
    }

    /// `CSI < count u`. Below the bottom there are no flags.
    package mutating func pop(_ count: Int = 1) {
        for _ in 0..<min(max(count, 1), KeyboardStack.depthLimit + 1) { flags = saved.popLast() ?? [] }
    }

    /// `CSI = flags ; mode u`: 1 replaces, 2 adds, 3 takes away. Other modes do nothing.
    package mutating func set(_ number: Int, mode: Int = 1) {
        let change = KeyboardStack.flags(number)
        switch mode {
        case 1: flags = change
        case 2: flags.formUnion(change)
        case 3: flags.subtract(change)
        default: break
        }
    }

    /// The answer to `CSI ? u`.
    package var report: String { "\u{1B}[?\(flags.rawValue)u" }

    private static func flags(_ number: Int) -> Flags {
        Flags(rawValue: UInt8(truncatingIfNeeded: number & Int(Flags.all.rawValue)))
    }
}
