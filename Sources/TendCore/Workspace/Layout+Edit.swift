extension Direction {
    /// Along which a step in this direction goes.
    package var axis: Layout.Axis { self == .left || self == .right ? .columns : .rows }
    /// Towards the end of the parts of a split.
    package var isForward: Bool { self == .right || self == .down }

    package var opposite: Direction {
        switch self {
        case .left: .right
        case .right: .left
        case .up: .down
        case .down: .up
        }
    }
}

// A split has at least two parts, none of which is a split along the same axis: `tidied` keeps it so.
extension Layout {
    func contains(_ pane: PaneID) -> Bool {
        switch self {
        case .pane(let id): id == pane
        case .split(_, let parts): parts.contains { $0.layout.contains(pane) }
        }
    }

    /// With `new` beside `pane`; each gets half of what `pane` had.
    func inserting(_ new: PaneID, at side: Direction, of pane: PaneID) -> Layout {
        replacing(pane, with: .beside(.pane(pane), .pane(new), at: side)).tidied
    }

    /// Without `pane`, whose cells its neighbour in the split gets; nil if nothing is left.
    func removing(_ pane: PaneID) -> Layout? { pruned(of: pane)?.tidied }

    /// With the panes of `names` under other numbers.
    package func renaming(_ names: [PaneID: PaneID]) -> Layout {
        switch self {
        case .pane(let id): .pane(names[id] ?? id)
        case .split(let axis, let parts):
            .split(axis, parts.map { Part(weight: $0.weight, layout: $0.layout.renaming(names)) })
        }
    }

    /// With all panes of the same size, as far as the tree allows.
    var equalised: Layout {
        guard case .split(let axis, let parts) = self else { return self }
        return .split(axis, parts.map { Part(weight: $0.layout.count(along: axis), layout: $0.layout.equalised) })
    }

    private static func beside(_ layout: Layout, _ new: Layout, at side: Direction) -> Layout {
        .split(side.axis, (side.isForward ? [layout, new] : [new, layout]).map { Part(layout: $0) })
    }

    private func replacing(_ pane: PaneID, with layout: Layout) -> Layout {
        switch self {
        case .pane(let id): id == pane ? layout : self
        case .split(let axis, let parts):
            .split(axis, parts.map { Part(weight: $0.weight, layout: $0.layout.replacing(pane, with: layout)) })
        }
    }

    private func pruned(of pane: PaneID) -> Layout? {
        switch self {
        case .pane(let id): return id == pane ? nil : self
        case .split(let axis, let parts):
            var kept: [Part] = []
            var inherited = 0.0
            for part in parts {
                if let layout = part.layout.pruned(of: pane) {
                    kept.append(Part(weight: part.weight + inherited, layout: layout))
                    inherited = 0
                } else if kept.isEmpty {
                    inherited = part.weight
                } else {
                    kept[kept.count - 1].weight += part.weight
                }
            }
            return kept.isEmpty ? nil : .split(axis, kept)
        }
    }

    var tidied: Layout {
        guard case .split(let axis, let parts) = self else { return self }
        var tidy: [Part] = []
        for part in parts {
            let layout = part.layout.tidied
            guard case .split(axis, let inner) = layout else {
                tidy.append(Part(weight: part.weight, layout: layout))
                continue
            }
            let sum = inner.reduce(0) { $0 + $1.weight }
            tidy += inner.map { Part(weight: $0.weight / sum * part.weight, layout: $0.layout) }
        }
        if tidy.count == 1 { return tidy[0].layout }
        // A pane that is split again and again halves its weight each time: it must not come to nothing.
        let floor = tidy.reduce(0) { $0 + $1.weight } / 100_000
        for index in tidy.indices where tidy[index].weight < floor { tidy[index].weight = floor }
        return .split(axis, tidy)
    }

    /// How many panes there are at most in a line along `axis`.
    private func count(along axis: Axis) -> Double {
        guard case .split(let own, let parts) = self else { return 1 }
        let counts = parts.map { $0.layout.count(along: axis) }
        return own == axis ? counts.reduce(0, +) : counts.max() ?? 1
    }
}
