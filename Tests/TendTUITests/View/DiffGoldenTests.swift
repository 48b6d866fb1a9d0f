import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// Pictures of the changes of a session.
struct DiffGoldenTests {
    private func expect(
        _ name: String, theme: Theme = .roles, _ location: SourceLocation = #_sourceLocation,
        change: (inout Model, inout DiffReview) -> Void
    ) throws {
        let screens = [Size(rows: 24, columns: 80), Size(rows: 10, columns: 40), Size(rows: 5, columns: 20)].map {
            size in
            var model = makeModel(size, theme: theme)
            var review = DiffReview(session: "s1")
            review.diff = DiffTests.diff
            change(&model, &review)
            model.overlays = [.diff(review)]
            return View.compose(model)
        }
        try expectGolden("diff-" + name, screens, location)
    }

    @Test func `files, hunks and a comment`() throws {
        try expect("comment") { model, review in
            review.selected = 8
            model.comments["s1"] = [
                DiffComment(path: "Dates.swift", place: "11", lines: ["+let year = text.prefix(4)"], text: "why not 8?")
            ]
        }
    }
    @Test func `several lines are selected, in ASCII`() throws {
        try expect("selection-ascii", theme: .roles.ascii()) { model, review in
            model.isReadOnly = true
            review.selected = 6
            review.anchor = 7
            review.offset = 4
        }
    }
    @Test func `what git does not tell`() throws {
        try expect("problem") { _, review in
            review.diff = nil
            review.problem = "/tmp is in no git repository"
        }
    }
}
