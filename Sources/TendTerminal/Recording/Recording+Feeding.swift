internal import CLinux

extension Recording {
    /// The emulator is about to be fed the bytes of `range`: should that crash or stall the server, they become ``poison``.
    package func beginFeeding(_ range: Range<UInt64>) {
        tend_guard_enter(header, range.lowerBound, range.upperBound)
    }

    /// The emulator survived. To be called on the thread of ``beginFeeding(_:)``.
    package func endFeeding() { tend_guard_leave(header) }

    /// Everything before this offset has been fed to an emulator, of this server or of one before.
    package var fedThrough: UInt64 { tend_load(&header.pointee.fed_through) }

    /// The replies to the output before this offset have been written to the program.
    package var answeredThrough: UInt64 {
        get { tend_load(&header.pointee.answered_through) }
        set { tend_store(&header.pointee.answered_through, newValue) }
    }

    /// Bytes that killed a server when they were fed.
    package struct Poison: Hashable, Sendable {
        package enum Cause: Hashable, Sendable {
            case signal(Int32)
            /// The feed did not come to an end.
            case stall
        }
        package var range: Range<UInt64>
        package var cause: Cause
    }

    /// The oldest of ``poisons``.
    package var poison: Range<UInt64>? { poisons.first?.range }

    /// All bytes to skip, in the order they were found out: at most eight, until ``clearPoison()``.
    package var poisons: [Poison] {
        let count = min(Int(tend_load(&header.pointee.poison_count)), TEND_RING_POISONS)
        return withUnsafeBytes(of: &header.pointee.poisons) { raw in
            raw.bindMemory(to: tend_poison.self).prefix(count).compactMap { entry -> Poison? in
                guard entry.from < entry.to else { return nil }
                let isStall = entry.cause == UInt64(TEND_POISON_STALL)
                let cause = isStall ? Poison.Cause.stall : .signal(Int32(truncatingIfNeeded: entry.cause))
                return Poison(range: entry.from..<entry.to, cause: cause)
            }
        }
    }

    /// Forgets the poisons: a snapshot of the emulator from beyond them is stored.
    package func clearPoison() { tend_store(&header.pointee.poison_count, 0) }
}
