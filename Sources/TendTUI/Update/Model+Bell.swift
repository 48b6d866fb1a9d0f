import TendCore
import TendScreen

/// Bells of programs: a flash and a mark, a mark in the title, or the terminal's own bell, as the user likes it.
extension Model {
    /// Long enough to be seen.
    private static let flashTime: Int64 = 150
    /// A flash for every bell of a program that rings on and on would harm some people's eyes.
    private static let flashPause: Int64 = 1000

    mutating func ring(_ session: String) -> [Effect] {
        guard configuration.bell != .off else { return [] }
        if watched.contains(session) { ringing.insert(session) } else { rung.insert(session) }
        switch configuration.bell {
        case .pass: return [.bell]
        case .visual where !configuration.reducedMotion:
            let last = flashes[session] ?? .min
            if last <= now - Model.flashPause { flashes[session] = now + Model.flashTime }
        case .visual, .title, .off: break
        }
        return []
    }

    /// Forgets flashes that are over and count no more.
    mutating func endFlashes() {
        flashes = flashes.filter { $0.value > now - Model.flashPause }
    }

    /// When the next flash ends.
    var flashEnd: Int64? { flashes.values.filter { $0 > now }.min() }

    package func isFlashing(_ session: String) -> Bool { flashes[session].map { $0 > now } ?? false }

    func hasBell(_ session: String) -> Bool { rung.contains(session) || ringing.contains(session) }
}
