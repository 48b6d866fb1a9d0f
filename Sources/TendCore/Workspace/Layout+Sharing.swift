extension Layout {
    /// The panes of the layout, from the upper left to the lower right.
    package var panes: [PaneID] {
        switch self {
        case .pane(let id): [id]
        case .split(_, let parts): parts.flatMap(\.layout.panes)
        }
    }

    /// How many cells each part of a split gets, in order. A part that gets none, for want of room, is not shown.
    ///
    /// - Parameter length: what the whole split has: columns, with the border columns in between, or rows.
    static func shares(of parts: [Part], _ axis: Axis, length: Int) -> [Int] {
        let gap = axis == .columns ? 1 : 0
        let free = length - gap * (parts.count - 1)
        let comfortable = parts.map { $0.layout.least(axis, isComfortable: true) }
        if comfortable.reduce(0, +) <= free { return shares(of: parts, free, floors: comfortable) }
        let least = parts.map { $0.layout.least(axis, isComfortable: false) }
        if least.reduce(0, +) <= free { return shares(of: parts, free, floors: least) }

        // Not even the least for all of them: the first ones get it, and the last of those what is left.
        var shares = Array(repeating: 0, count: parts.count)
        var left = max(length, 0)
        var last = 0
        for index in parts.indices {
            let before = index == 0 ? 0 : gap
            guard left > before else { break }
            shares[index] = min(least[index], left - before)
            left -= before + shares[index]
            last = index
        }
        shares[last] += left
        return shares
    }

    /// The least cells along `axis` that show all panes; comfortable ones hold a title above the content and a wide character.
    func least(_ axis: Axis, isComfortable: Bool) -> Int {
        switch self {
        case .pane: isComfortable ? 2 : 1
        case .split(axis, let parts):
            parts.reduce(axis == .columns ? parts.count - 1 : 0) {
                $0 + $1.layout.least(axis, isComfortable: isComfortable)
            }
        case .split(_, let parts): parts.map { $0.layout.least(axis, isComfortable: isComfortable) }.max() ?? 1
        }
    }

    /// Shares by weight. Each end is rounded by itself, so that a border does not move when those beyond it do.
    private static func shares(of parts: [Part], _ free: Int, floors: [Int]) -> [Int] {
        let total = parts.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        var end = 0
        var shares = parts.map { part in
            sum += part.weight
            let next = min(max(Int((Double(free) * sum / total).rounded()), end), free)
            defer { end = next }
            return next - end
        }
        shares[shares.count - 1] += free - end
        // Who has less than its floor takes from who has most above it.
        for index in shares.indices {
            while shares[index] < floors[index] {
                guard let richest = shares.indices.max(by: { shares[$0] - floors[$0] < shares[$1] - floors[$1] }) else {
                    break
                }
                let moved = min(floors[index] - shares[index], shares[richest] - floors[richest])
                guard moved > 0 else { break }
                shares[richest] -= moved
                shares[index] += moved
            }
        }
        return shares
    }

    /// The parts of a split that are shown in `area`, each with its place.
    static func areas(of parts: [Part], _ axis: Axis, in area: Area) -> [(index: Int, area: Area)] {
        var offset = 0
        var areas: [(index: Int, area: Area)] = []
        let shares = shares(of: parts, axis, length: axis == .columns ? area.columns : area.rows)
        for (index, share) in shares.enumerated() where share > 0 {
            switch axis {
            case .columns:
                areas.append(
                    (index, Area(row: area.row, column: area.column + offset, rows: area.rows, columns: share)))
                offset += share + 1
            case .rows:
                areas.append(
                    (index, Area(row: area.row + offset, column: area.column, rows: share, columns: area.columns)))
                offset += share
            }
        }
        return areas
    }
}
