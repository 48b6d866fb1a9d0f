import TendScreen

extension CopyMode {
    /// vi's `f`, `F`, `t` and `T`: to a character of the line, or to the place before it.
    package struct Jump: Hashable, Sendable {
        package enum Way: String, Hashable, Sendable {
            case to, till
            case backTo = "back-to"
            case backTill = "back-till"

            var isForward: Bool { self == .to || self == .till }

            var opposite: Way {
                switch self {
                case .to: .backTo
                case .till: .backTill
                case .backTo: .to
                case .backTill: .till
                }
            }
        }

        var way: Way
        var character: Character
    }

    /// `copy.jump`; with `same` and `opposite` to the next one of the last jump's characters.
    mutating func jump(_ how: String, _ character: Character?, _ times: Int) -> [CopyEffect] {
        if let way = Jump.Way(rawValue: how), let character {
            let jump = Jump(way: way, character: character)
            lastJump = jump
            return go(jump, times, isAgain: false)
        }
        guard how == "same" || how == "opposite" else { return [.refuse("copy.jump does not know '\(how)'")] }
        guard var jump = lastJump else { return [.refuse("no character to go to")] }
        if how == "opposite" { jump.way = jump.way.opposite }
        return go(jump, times, isAgain: true)
    }

    private mutating func go(_ jump: Jump, _ times: Int, isAgain: Bool) -> [CopyEffect] {
        let isForward = jump.way.isForward
        let isTill = jump.way == .till || jump.way == .backTill
        let here = (cursor.row, cursor.column)
        var places = places(of: jump.character).filter {
            isForward ? ($0.row, $0.column) > here : ($0.row, $0.column) < here
        }
        if !isForward { places.reverse() }
        // It stands before one already: the next one is meant.
        if isTill, isAgain, places.first.flatMap({ isForward ? before($0) : after($0) }) == cursor {
            places.removeFirst()
        }
        guard places.indices.contains(times - 1) else {
            return [.refuse("no \(times > 1 ? "\(times) times " : "")'\(jump.character)' in the line that way")]
        }
        let place = places[times - 1]
        wantedColumn = nil
        cursor = isTill ? (isForward ? before(place) : after(place)) ?? place : place
        return []
    }

    /// In the line of the cursor, as far as it goes on in other rows.
    private func places(of character: Character) -> [Point] {
        rows.line(around: cursor.row).flatMap { number in
            let row = rows[number] ?? .blank
            return row.cells.indices.filter { !row.cells[$0].isTail && row.character(at: $0) == character }
                .map { Point(row: number, column: $0) }
        }
    }

    // MARK: What is typed before a command

    /// More would not be meant.
    private static let mostTimes = 99_999

    /// A number that goes on with what was typed of it.
    package mutating func type(digits: Int) {
        let text = (count.map(String.init) ?? "") + String(digits)
        count = min(Int(text) ?? CopyMode.mostTimes, CopyMode.mostTimes)
        if count == 0 { count = nil }
    }

    /// Whether a number or the beginning of a jump waits for what follows.
    package var isInCommand: Bool { count != nil || openJump != nil }

    package mutating func dropTyped() {
        count = nil
        openJump = nil
    }

    /// What waits, for the border: `12`, `to…`.
    package var commandText: String? {
        let parts = [count.map(String.init), openJump.map { "\($0.rawValue)…" }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
