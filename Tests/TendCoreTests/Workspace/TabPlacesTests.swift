import Testing

@testable import TendCore

struct TabPlacesTests {
    @Test func `a lone pane has the whole area and no title`() throws {
        #expect(picture(of: try Workspace.made().tabs[0], rows: 2, columns: 5) == "aaaaa\naaaaa")
    }

    @Test func `panes side by side share the columns, with a border between them`() throws {
        let tab = try Workspace.made(.split(1, .right, new: 2), .split(2, .down, new: 3)).tabs[0]
        #expect(
            picture(of: tab, rows: 6, columns: 11) == """
                AAAAA|BBBBB
                aaaaa|bbbbb
                aaaaa|bbbbb
                aaaaa|CCCCC
                aaaaa|ccccc
                aaaaa|ccccc
                """)
        #expect(tab.order == [pane(1), pane(2), pane(3)])
    }

    @Test func `a split to the left or upwards puts the new pane first`() throws {
        let tab = try Workspace.made(.split(1, .left, new: 2), .split(1, .up, new: 3)).tabs[0]
        #expect(
            picture(of: tab, rows: 4, columns: 7) == """
                BBB|CCC
                bbb|ccc
                bbb|AAA
                bbb|aaa
                """)
        #expect(tab.order == [pane(2), pane(3), pane(1)])
    }

    @Test func `the zoomed pane is alone, and the floating one is over all`() throws {
        var workspace = try Workspace.made(.split(1, .right, new: 2), .zoom(tab: firstTab, pane(2)))
        #expect(picture(of: workspace.tabs[0], rows: 2, columns: 4) == "bbbb\nbbbb")
        #expect(workspace.tabs[0].shown == [pane(2)])
        _ = try workspace.apply(.float(tab: firstTab, session: "s3"))
        _ = try workspace.apply(.zoom(tab: firstTab, pane(1)))
        #expect(workspace.tabs[0].shown == [pane(1), pane(3)])
        _ = try workspace.apply(.zoom(tab: firstTab, nil))
        #expect(workspace.tabs[0].shown == [pane(1), pane(2), pane(3)])
        #expect(
            picture(of: workspace.tabs[0], rows: 8, columns: 30) == """
                AAAAAAAAAAAAAAA|BBBBBBBBBBBBBB
                aaa########################bbb
                aaa#cccccccccccccccccccccc#bbb
                aaa#cccccccccccccccccccccc#bbb
                aaa#cccccccccccccccccccccc#bbb
                aaa#cccccccccccccccccccccc#bbb
                aaa########################bbb
                aaaaaaaaaaaaaaa|bbbbbbbbbbbbbb
                """)
        #expect(workspace.tabs[0].order == [pane(1), pane(2), pane(3)])
        _ = try workspace.apply(.showFloating(tab: firstTab, false))
        #expect(workspace.tabs[0].order == [pane(1), pane(2)])
        #expect(workspace.tabs[0].places(in: Area(row: 0, column: 0, rows: 8, columns: 30)).count == 2)
    }

    @Test func `where there is no room, titles go first, then the last panes`() throws {
        let tab = try Workspace.made(.split(1, .right, new: 2), .split(2, .down, new: 3)).tabs[0]
        #expect(picture(of: tab, rows: 3, columns: 3) == "A|B\na|b\na|c")
        #expect(picture(of: tab, rows: 2, columns: 3) == "A|b\na|c")
        #expect(picture(of: tab, rows: 1, columns: 3) == "a|b")
        #expect(picture(of: tab, rows: 1, columns: 2) == "aa")
        #expect(tab.places(in: Area(row: 0, column: 0, rows: 0, columns: 5)).isEmpty)
        #expect(tab.places(in: Area(row: .max, column: .min, rows: -3, columns: .max)).isEmpty)
    }

    @Test func `arrangements`() throws {
        var workspace = try Workspace.made(
            .split(1, .right, new: 2), .split(2, .down, new: 3), .split(3, .right, new: 4), .split(4, .down, new: 5))
        let pictures: [WorkspaceAction.Arrangement: String] = [
            .tiled: "AAA|BBB|CCC\naaa|bbb|ccc\nDDDDD|EEEEE\nddddd|eeeee",
            .columns: "AA|BB|C|DD|EE\naa|bb|c|dd|ee\naa|bb|c|dd|ee",
            .rows: "AA\naa\nBB\nbb\nCC\ncc\nDD\ndd\nEE\nee",
            .mainTop: "AAAAAAAAAAA\naaaaaaaaaaa\naaaaaaaaaaa\nBB|CC|DD|EE\nbb|cc|dd|ee",
            .mainLeft: "AAAA|BBB\naaaa|bbb\naaaa|CCC\naaaa|ccc\naaaa|DDD\naaaa|ddd\naaaa|EEE\naaaa|eee",
        ]
        for arrangement in WorkspaceAction.Arrangement.allCases {
            _ = try workspace.apply(.arrange(tab: firstTab, arrangement))
            let expected = try #require(pictures[arrangement])
            let lines = expected.split(separator: "\n")
            #expect(
                picture(of: workspace.tabs[0], rows: lines.count, columns: lines[0].count) == expected, "\(arrangement)"
            )
        }
    }

    @Test func `neighbours are those with the longest common border`() throws {
        // 1 | 2
        //   | 3 | 4
        let tab = try Workspace.made(.split(1, .right, new: 2), .split(2, .down, new: 3), .split(3, .right, new: 4))
            .tabs[0]
        let area = Area(row: 5, column: 7, rows: 11, columns: 40)
        func neighbour(_ number: Int, _ side: Direction) -> Int? {
            tab.neighbour(of: pane(number), side, in: area)?.rawValue
        }
        #expect(neighbour(1, .right) == 2)
        #expect(neighbour(1, .left) == nil)
        #expect(neighbour(1, .down) == nil)
        #expect(neighbour(2, .left) == 1)
        #expect(neighbour(2, .down) == 3)
        #expect(neighbour(3, .right) == 4)
        #expect(neighbour(3, .left) == 1)
        #expect(neighbour(4, .up) == 2)
        #expect(neighbour(4, .left) == 3)
        #expect(neighbour(9, .left) == nil)
    }

    @Test func `of equal neighbours the uppermost is taken`() throws {
        let tab = try Workspace.made(.split(1, .right, new: 2), .split(2, .down, new: 3)).tabs[0]
        let area = Area(row: 0, column: 0, rows: 10, columns: 40)
        #expect(tab.neighbour(of: pane(1), .right, in: area) == pane(2))
    }

    @Test func `below a border column is a neighbour, too`() throws {
        // Pane 3 has one column, exactly below the border between 1 and 2.
        var tab = try Workspace.made(.split(1, .down, new: 2), .split(1, .right, new: 3)).tabs[0]
        tab.layout = .split(
            .rows,
            [
                .init(layout: .split(.columns, [.init(layout: .pane(pane(1))), .init(layout: .pane(pane(3)))])),
                .init(
                    layout: .split(
                        .columns,
                        [.init(weight: 0.1, layout: .pane(pane(4))), .init(weight: 1, layout: .pane(pane(2)))])),
            ])
        for columns in 5...30 {
            let area = Area(row: 0, column: 0, rows: 8, columns: columns)
            for number in 1...4 {
                let side: Direction = number == 1 || number == 3 ? .down : .up
                #expect(tab.neighbour(of: pane(number), side, in: area) != nil, "pane \(number) in \(columns) columns")
            }
        }
    }
}
