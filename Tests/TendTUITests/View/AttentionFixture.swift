import TendCore
import TendScreen

@testable import TendTUI

/// An item as the server tells it; `session` is one of those of ``sessions`` or of a ``Desk``.
func makeItem(
    _ id: String, _ kind: AttentionItem.Kind = .permission, session: String = "s1", name: String = "claude",
    title: String = "Run a command", minutes: Double = 3, openedAt: Double? = nil,
    verdicts: [Decision.Verdict] = [.allow, .deny], state: AttentionItem.State = .open,
    change: (inout AttentionItem) -> Void = { _ in }
) -> AttentionJSON {
    var item = AttentionItem(
        id: AttentionID(rawValue: id), session: SessionID(rawValue: session), key: id, kind: kind, way: .asker,
        title: title, verdicts: verdicts, openedAt: openedAt ?? Double(noon) / 1000 - minutes * 60, state: state)
    change(&item)
    return AttentionJSON(item, sessionName: name)
}

/// Somebody said something at 14:04 UTC.
func ended(
    _ verdict: Decision.Verdict, by name: String = "you in the terminal", at time: Double = Double(noon) / 1000 - 60
) -> AttentionItem.State {
    .answered(Answer(Decision(verdict), by: Origin(.localUser, name: name), at: time, outcome: .applied))
}

enum Asked {
    static let command = makeItem(
        "cmd234", title: "Remove what the build left", verdicts: [.allow, .allowSession, .allowAlways, .deny]
    ) { item in
        item.tool = "Bash"
        item.command = "rm -rf build/cache && make -j4 check \\\n  TESTS='dates and times'"
        item.directory = "/home/ann/src/api"
        item.detail = "The cache holds objects of another compiler, so the tests do not link."
        item.risk = .deletes
        item.deadline = Double(noon) / 1000 + 42
    }

    static let edit = makeItem("edt234", title: "Update Sources/Dates.swift") { item in
        item.tool = "Edit"
        item.path = "/home/ann/src/api/Sources/Dates.swift"
        item.risk = .writes
        item.diff = """
            --- a/Sources/Dates.swift
            +++ b/Sources/Dates.swift
            @@ -10,6 +10,7 @@ struct Dates {
                 /// Reads a date of ISO 8601.
                 static func read(_ text: String) -> Dates? {
            -        let year = text.prefix(2)
            +        // Four digits, also before the year 1000.
            +        let year = text.prefix(4)
                     let rest = text.dropFirst(5)
                     guard let month = Int(rest.prefix(2)), let day = Int(rest.suffix(2)) else { return nil }

            """
    }

    static let network = makeItem("net234", session: "s2", name: "build", title: "Fetch a page", minutes: 1) { item in
        item.tool = "WebFetch"
        item.command = "https://example.org/日本語/manual.html"
        item.risk = .network
    }

    static let choice = makeItem(
        "qst234", .question, title: "Which calendar shall dates have?", minutes: 0, verdicts: [.answer, .deny]
    ) { item in
        item.questions = [
            .init(
                text: "Which calendar shall dates have?", header: "Calendar",
                choices: [
                    .init(label: "Gregorian", detail: "as ISO 8601 has it, also before 1582"),
                    .init(label: "Julian before 1582", detail: "as historians write it; conversions become slower"),
                    .init(label: "Both"),
                ])
        ]
    }

    static let several = makeItem(
        "qsm234", .question, title: "Before I begin", verdicts: [.answer]
    ) { item in
        item.questions = [
            .init(
                text: "Which platforms shall be tested?", header: "Platforms",
                choices: [.init(label: "Linux"), .init(label: "macOS"), .init(label: "FreeBSD", detail: "slow")],
                isMultiple: true, takesText: false),
            .init(text: "How is the branch called?", header: "Branch", choices: [.init(label: "dates")]),
        ]
    }

    static let plan = makeItem("pln234", .plan, title: "Ready to begin?", minutes: 12) { item in
        item.detail = """
            ## Dates before the year 1000

            1. Read four digits in `Dates.read`, and refuse less.
            2. Add tests:
               - years 0001, 0999 and 1000, each with and without a time of the day, as the standard has them
               - what is too short
            3. Say so in the change log.
            """
    }

    static let idle = makeItem("idl234", .idle, session: "s2", name: "build", title: "Everything passes", verdicts: [])
}

extension Model {
    /// The model with items that the server has told.
    mutating func waits(_ items: AttentionJSON...) { _ = attention.take(items) }

    /// The same with the card of the first one.
    mutating func shows(_ items: AttentionJSON..., change: (inout Card) -> Void = { _ in }) {
        _ = attention.take(items)
        var card = Card(item: items[0].id)
        change(&card)
        overlays = [.card(card)]
    }
}
