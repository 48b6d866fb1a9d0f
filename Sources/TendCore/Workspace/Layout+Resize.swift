extension Layout {
    /// Moves the border of `pane` on that side outwards by so many cells, or inwards if they are negative, pushing the borders beyond
    /// it if need be.
    ///
    /// - Returns: by how many cells it moved; nil: the pane has no border there.
    mutating func moveBorder(of pane: PaneID, at side: Direction, by cells: Int, in area: Area) -> Int? {
        guard case .split(let axis, var parts) = self,
            let index = parts.firstIndex(where: { $0.layout.contains(pane) })
        else { return nil }
        let areas = Layout.areas(of: parts, axis, in: area)
        if let own = areas.first(where: { $0.index == index })?.area,
            let moved = parts[index].layout.moveBorder(of: pane, at: side, by: cells, in: own)
        {
            self = .split(axis, parts)
            return moved
        }
        guard axis == side.axis, parts.indices.contains(side.isForward ? index + 1 : index - 1) else { return nil }
        // Weights become cells, which they cannot while a part has none.
        guard areas.count == parts.count else { return 0 }
        var shares = areas.map { axis == .columns ? $0.area.columns : $0.area.rows }
        let floors = parts.enumerated().map { min($1.layout.least(axis, isComfortable: true), shares[$0]) }
        // The border is the one after `first`; forward is towards the end.
        let first = side.isForward ? index : index - 1
        let isForward = side.isForward == (cells > 0)
        let gaining = isForward ? first : first + 1
        let losing = isForward ? Array(first + 1..<parts.count) : Array((0...first).reversed())
        var left = abs(cells)
        for index in losing {
            let moved = min(left, shares[index] - floors[index])
            shares[index] -= moved
            shares[gaining] += moved
            left -= moved
        }
        for index in parts.indices { parts[index].weight = Double(shares[index]) }
        self = .split(axis, parts)
        return abs(cells) - left
    }
}
