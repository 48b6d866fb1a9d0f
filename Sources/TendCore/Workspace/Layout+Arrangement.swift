extension Layout {
    /// The panes in a known pattern; at least one.
    static func arranged(_ panes: [PaneID], as arrangement: WorkspaceAction.Arrangement) -> Layout {
        let leaves = panes.map(Layout.pane)
        return switch arrangement {
        case .columns: line(.columns, leaves)
        case .rows: line(.rows, leaves)
        case .mainLeft: main(leaves, .columns)
        case .mainTop: main(leaves, .rows)
        case .tiled: tiled(leaves)
        }
    }

    /// The first one with three fifths of the room, the others in a line beside it.
    private static func main(_ leaves: [Layout], _ axis: Axis) -> Layout {
        guard leaves.count > 1 else { return leaves[0] }
        let others = line(axis == .columns ? .rows : .columns, Array(leaves.dropFirst()))
        return .split(axis, [Part(weight: 3, layout: leaves[0]), Part(weight: 2, layout: others)])
    }

    /// Rows of equally many; the last row may have fewer, wider ones.
    private static func tiled(_ leaves: [Layout]) -> Layout {
        var rows = 1
        var columns = 1
        while rows * columns < leaves.count {
            if columns <= rows { columns += 1 } else { rows += 1 }
        }
        return line(
            .rows,
            stride(from: 0, to: leaves.count, by: columns).map {
                line(.columns, Array(leaves[$0..<min($0 + columns, leaves.count)]))
            })
    }

    private static func line(_ axis: Axis, _ layouts: [Layout]) -> Layout {
        layouts.count == 1 ? layouts[0] : .split(axis, layouts.map { Part(layout: $0) })
    }
}
