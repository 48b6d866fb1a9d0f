import Testing

@testable import TendCore

struct WorldAttentionTests {
    let session = SessionID(rawValue: "aaaaaaaa")
    let id = AttentionID(rawValue: "itemaa")
    var world = World(epoch: 1000)

    init() { _ = world.reduce(.created(makeSession()), now: .at(0)) }

    @Test mutating func `an item is audited, written down and told of, in this order`() {
        let item = makeItem()
        let effects = world.reduce(.asked(item), now: .at(1))
        #expect(effects.words == ["audit asked", "persist itemaa", "attention.opened"])
        #expect(world.reduce(.asked(makeItem("itembb", key: item.key)), now: .at(2)).isEmpty)
        #expect(world.reduce(.asked(makeItem("itemcc", session: "nobody")), now: .at(2)).isEmpty)
    }

    @Test mutating func `an answer and its outcome are audited and told, and a second answer changes nothing`() {
        _ = world.reduce(.asked(makeItem()), now: .at(1))
        let effects = world.reduce(.attentionAnswered(id, makeAnswer()), now: .at(2))
        #expect(effects.words == ["audit answered", "persist itemaa", "attention.answered"])
        #expect(world.reduce(.attentionAnswered(id, makeAnswer(.deny)), now: .at(3)).isEmpty)
        let settled = world.reduce(.attentionSettled(id, .applied), now: .at(4))
        #expect(settled.words == ["audit applied", "persist itemaa", "attention.answered"])
        #expect(world.reduce(.attentionWithdrawn(id, reason: "late"), now: .at(5)).isEmpty)
    }

    @Test mutating func `what a rule has answered is told as answered, once`() {
        var item = makeItem()
        item.state = .answered(Answer(Decision(.allow), by: Origin(.rule, name: "rule 1"), at: 1001))
        let effects = world.reduce(.asked(item), now: .at(1))
        #expect(effects.words == ["audit asked", "audit answered", "persist itemaa", "attention.answered"])
        #expect(world.attention.openItems.isEmpty)
    }

    @Test mutating func `the deadline is the world's, and passes in the same turn as other time`() {
        _ = world.reduce(.asked(makeItem(deadline: 1030)), now: .at(1))
        #expect(world.nextDeadline == .at(30))
        #expect(world.reduce(.timePassed, now: .at(29)).isEmpty)
        let effects = world.reduce(.timePassed, now: .at(30))
        #expect(effects.words == ["audit expired", "persist itemaa", "attention.withdrawn"])
        #expect(world.nextDeadline == nil)
    }

    @Test(arguments: [
        (WorldEvent.exited(SessionID(rawValue: "aaaaaaaa"), .code(0)), ["note"]),
        (.interrupted(SessionID(rawValue: "aaaaaaaa")), ["note"]),
        (.removed(SessionID(rawValue: "aaaaaaaa")), []),
    ])
    mutating func `nobody is asked for an agent that is gone`(event: WorldEvent, left: [String]) {
        _ = world.reduce(.created(makeSession("bbbbbbbb", name: "other")), now: .at(0))
        _ = world.reduce(.asked(makeItem()), now: .at(1))
        _ = world.reduce(.asked(makeItem("note", kind: .exit)), now: .at(1))
        _ = world.reduce(.asked(makeItem("else", session: "bbbbbbbb")), now: .at(1))
        let effects = world.reduce(event, now: .at(2))
        #expect(effects.words.contains("audit withdrawn"))
        #expect(world.attention.openItems.map(\.id.rawValue) == left + ["else"])
    }

    @Test mutating func `an open item of an earlier server is open again, if its program runs`() {
        _ = world.reduce(.created(makeSession("bbbbbbbb", name: "ended", state: .exited)), now: .at(0))
        #expect(world.reduce(.attentionRestored(makeItem(openedAt: 500)), now: .at(1)).isEmpty)
        #expect(world.attention[id]?.isOpen == true)
        let ended = world.reduce(.attentionRestored(makeItem("itembb", session: "bbbbbbbb")), now: .at(1))
        #expect(ended.words == ["audit withdrawn", "persist itembb", "attention.withdrawn"])
        let gone = world.reduce(.attentionRestored(makeItem("itemcc", session: "nobody")), now: .at(1))
        #expect(gone.words == ["audit withdrawn", "persist itemcc"])
        var answered = makeItem("itemdd")
        answered.state = .answered(makeAnswer())
        #expect(world.reduce(.attentionRestored(answered), now: .at(1)).isEmpty)
        #expect(world.attention[answered.id]?.isOpen == false)
    }

    @Test mutating func `what is no longer kept leaves the books`() {
        for number in 0...AttentionQueue.endedLimit {
            let id = AttentionID(rawValue: "n\(number)")
            _ = world.reduce(.asked(makeItem(id.rawValue)), now: .at(1))
            let effects = world.reduce(.attentionWithdrawn(id, reason: "x"), now: .at(2))
            #expect(effects.words.contains("forget n0") == (number == AttentionQueue.endedLimit))
        }
    }
}

extension [Effect] {
    /// In a word or two each.
    fileprivate var words: [String] {
        compactMap { effect in
            switch effect {
            case .audit(let entry): "audit " + entry.happening.rawValue
            case .persistAttention(let item): "persist \(item.id)"
            case .forgetAttention(let ids): "forget " + ids.map(\.rawValue).joined(separator: " ")
            case .publish(let event): EventJSON.topic(of: event.kind).hasPrefix("attention") ? EventJSON.topic(of: event.kind) : nil
            default: nil
            }
        }
    }
}
