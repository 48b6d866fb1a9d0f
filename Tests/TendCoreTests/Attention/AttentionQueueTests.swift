import Testing

@testable import TendCore

struct AttentionQueueTests {
    var queue = AttentionQueue()
    let id = AttentionID(rawValue: "itemaa")

    @Test mutating func `one key of a session is one item, whatever became of it`() {
        #expect(queue.insert(makeItem(key: "k")) == true)
        #expect(queue.insert(makeItem("itembb", key: "k")) == false)
        #expect(queue.insert(makeItem("itemcc", session: "bbbbbbbb", key: "k")) == true)
        _ = queue.end(id, .answered(makeAnswer()))
        #expect(queue.insert(makeItem("itemdd", key: "k")) == false)
        #expect(queue.item(of: SessionID(rawValue: "aaaaaaaa"), key: "k")?.id == id)
        #expect(queue.openItems.map(\.id.rawValue) == ["itemcc"])
        #expect(queue.allItems.map(\.id.rawValue) == ["itemaa", "itemcc"])
    }

    @Test mutating func `what is asked again is the same, however it was cut, and nothing else is`() throws {
        var item = makeItem(key: "k")
        item.title = "run\n  a\tline"
        item.diff = String(repeating: "+ line\n", count: 20_000)
        item.path = "/" + String(repeating: "x", count: 5000)
        _ = queue.insert(item)
        let known = try #require(queue[id])
        #expect(known.diff != item.diff && known.title != item.title)
        #expect(known.asksTheSame(as: item))
        for change in [
            { $0.command = "rm -rf ~" }, { $0.tool = "Other" }, { $0.path = "/etc/passwd" }, { $0.diff = nil },
            { $0.title = "run" }, { $0.kind = .plan },
        ] as [(inout AttentionItem) -> Void] {
            var other = item
            change(&other)
            #expect(!known.asksTheSame(as: other))
        }
    }

    @Test func `what is decided about is shown with what hides in it`() {
        var item = makeItem()
        item.command = "ls\u{1B}[2K\rfoo\u{202E}\r\n\tx"
        item.path = "/a\u{200B}b"
        item.diff = "+a\r\n-\u{9B}b"
        item.title = "run\u{1B}[m"
        let shown = AttentionJSON(item, sessionName: "s")
        #expect(shown.command == "ls<U+1B>[2K<U+D>foo<U+202E>\n\tx")
        #expect(shown.path == "/a<U+200B>b" && shown.diff == "+a\n-<U+9B>b" && shown.title == "run[m")
        item.command = String(repeating: "\u{1B}", count: 70_000)
        #expect(AttentionJSON(item, sessionName: "s").command?.hasPrefix("<U+1B><U+1B>") == true)
    }

    @Test mutating func `the first answer holds`() {
        _ = queue.insert(makeItem())
        #expect(queue.end(id, .answered(makeAnswer(by: "first")))?.state == .answered(makeAnswer(by: "first")))
        #expect(queue.end(id, .answered(makeAnswer(.deny, by: "second"))) == nil)
        #expect(queue.end(id, .withdrawn(reason: "late", at: 2000)) == nil)
        #expect(queue[id]?.state == .answered(makeAnswer(by: "first")))
    }

    @Test mutating func `an outcome is noted once, and what was applied stays so`() {
        _ = queue.insert(makeItem())
        #expect(queue.settle(id, .applied) == nil)
        _ = queue.end(id, .answered(makeAnswer()))
        #expect(queue.settle(id, .unconfirmed) != nil)
        #expect(queue.settle(id, .unconfirmed) == nil)
        #expect(queue.settle(id, .applied) != nil)
        #expect(queue.settle(id, .unconfirmed) == nil)
        #expect(queue.settle(id, .pending) == nil)
    }

    @Test mutating func `an item expires at its deadline and approves nothing`() {
        _ = queue.insert(makeItem(deadline: 1300))
        _ = queue.insert(makeItem("itembb"))
        #expect(queue.nextDeadline == 1300)
        #expect(queue.expire(at: 1299.9).isEmpty)
        #expect(queue.expire(at: 1300).map(\.state) == [.expired(at: 1300)])
        #expect(queue.nextDeadline == nil)
        #expect(queue.end(id, .answered(makeAnswer())) == nil)
    }

    @Test mutating func `two hundred ended items are kept, the newest ones, and all open ones`() {
        for number in 0..<250 {
            let id = "n\(number)"
            _ = queue.insert(makeItem(id, session: "s\(number)"))
            if number != 7 { _ = queue.end(AttentionID(rawValue: id), .withdrawn(reason: "", at: 1)) }
        }
        #expect(queue.trim().count == 49)
        #expect(queue.allItems.count == 201 && queue[AttentionID(rawValue: "n7")]?.isOpen == true)
        #expect(queue[AttentionID(rawValue: "n0")] == nil)
        // Its key may be used again.
        #expect(queue.insert(makeItem("other", session: "s0", key: "key of n0")) == true)
    }

    @Test mutating func `long texts are cut and say so`() throws {
        let long = String(repeating: "é", count: 40_000)
        _ = queue.insert(makeItem(command: long))
        let command = try #require(queue[id]?.command)
        #expect(command.utf8.count < AttentionQueue.textLimit + 100)
        #expect(command.hasSuffix("é\n… (14464 more bytes are not shown)"))
        #expect(makeItem(command: long).isCut && !makeItem().isCut)
    }

    @Test mutating func `a mad asker is stopped`() throws {
        let session = SessionID(rawValue: "aaaaaaaa")
        for number in 0..<AttentionQueue.sessionLimit {
            try queue.checkRoom(for: session)
            _ = queue.insert(makeItem("n\(number)"))
        }
        let full = queue
        #expect(throws: ServiceError.self) { try full.checkRoom(for: session) }
        try queue.checkRoom(for: SessionID(rawValue: "bbbbbbbb"))
    }

    @Test mutating func `an item is found by the beginning of its id, and the nearest is told`() throws {
        _ = queue.insert(makeItem("abcdef"))
        _ = queue.insert(makeItem("abxxxx"))
        #expect(try queue.resolve("abc").id.rawValue == "abcdef")
        #expect(try queue.resolve("ABXXXX").id.rawValue == "abxxxx")
        let copy = queue
        #expect(throws: ServiceError(.ambiguous, "'ab' fits 2 items (abcdef, abxxxx)")) { try copy.resolve("ab") }
        let error = #expect(throws: ServiceError.self) { try copy.resolve("abcdeg") }
        #expect(error?.code == .notFound && error?.message.contains("did you mean 'abcdef'?") == true)
        #expect(throws: ServiceError.self) { try copy.resolve("") }
    }
}

struct AttentionCheckTests {
    private static let colour = AttentionItem.Question(
        text: "Which colour?", choices: [.init(label: "Red"), .init(label: "Blue")], takesText: false)
    private static let checks = AttentionItem.Question(
        text: "Which checks?", choices: [.init(label: "Lint"), .init(label: "Tests")], isMultiple: true)

    @Test(arguments: [
        (Decision(.allow), "'allow' is no answer to this (possible: answer, deny, dismiss)"),
        (Decision(.answer, answers: [["Red"]]), "2 questions are asked, 1 answered"),
        (Decision(.answer, answers: [["Red"], []]), "question 2: a choice is missing"),
        (Decision(.answer, answers: [["Red", "Blue"], ["Lint"]]), "question 1: one choice only"),
        (
            Decision(.answer, answers: [["Rad"], ["Lint"]]),
            "question 1: there is no choice 'Rad' — did you mean 'Red'? (possible: Red, Blue)"
        ),
        (Decision(.answer, answers: [["Red"], ["Lint", "Lint"]]), "question 2: a choice stands twice"),
        (Decision(.answer, answers: [["Red"], ["a", "b"]]), "question 2: one own text at most"),
        (Decision(.deny, answers: [["Red"]]), "choices go with the verdict 'answer' only"),
    ])
    func `a decision that is no answer is refused`(decision: Decision, message: String) {
        let item = makeItem(kind: .question, questions: [Self.colour, Self.checks])
        let error = #expect(throws: ServiceError.self) { try item.check(decision) }
        #expect(error == ServiceError(.invalid, message))
    }

    @Test(arguments: [
        Decision(.answer, answers: [["Red"], ["Lint", "Tests"]]),
        Decision(.answer, answers: [["Blue"], ["Tests", "what you like"]]),
        Decision(.deny, reason: "not now"), Decision(.dismiss),
    ])
    func `a decision that is one is taken`(decision: Decision) throws {
        try makeItem(kind: .question, questions: [Self.colour, Self.checks]).check(decision)
    }

    @Test func `what is only noted can only be dismissed`() throws {
        try makeItem(kind: .idle).check(Decision(.dismiss))
        #expect(throws: ServiceError.self) { try makeItem(kind: .idle).check(Decision(.allow)) }
    }
}
