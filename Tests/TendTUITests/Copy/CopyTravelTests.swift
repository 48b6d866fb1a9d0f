import TendCore
import TendScreen
import Testing

@testable import TendTUI

struct CopyTravelTests {
    private func rig(_ pictures: [String], now: String) -> CopyRig {
        var rig = CopyRig((1...20).map { "line \($0)" } + [now, "", "", "", ""])
        for (index, picture) in pictures.enumerated() {
            var screen = Screen(size: Size(rows: 5, columns: 20))
            screen.rows[0] = Row.wrapped(picture, width: 20)[0]
            let moment = CopyMode.Moment(offset: UInt64(index + 1) * 100, time: Int64(index) * 1000)
            rig.moments.append((moment, screen))
        }
        return rig
    }

    @Test func `back, forward and home again`() {
        var rig = rig(["one", "two"], now: "three")
        rig.perform("copy.move up")
        let cursor = rig.mode.cursor
        rig.perform("copy.travel back")
        expectPane(rig, "two\n~▮")
        #expect(rig.mode.position == "[moment 2/2]")
        #expect(rig.mode.travelTime == 1000)
        rig.perform("copy.travel back")
        expectPane(rig, "one\n~▮")
        rig.perform("copy.travel back")
        #expect(rig.refusals == ["no earlier moment is held"])
        expectPane(rig, "one\n~▮")
        rig.perform("copy.travel forward")
        expectPane(rig, "two\n~▮")
        rig.perform("copy.travel forward")
        #expect(!rig.mode.isTravelling)
        #expect(rig.mode.cursor == cursor)
        rig.perform("copy.travel forward")
        #expect(rig.refusals.last == "this is the newest screen")
        rig.perform("copy.travel back\ncopy.travel back\ncopy.travel live")
        #expect(rig.mode.cursor == cursor)
        #expect(rig.mode.travel == nil)
    }

    @Test func `a moment that looks like what is shown is passed over`() {
        var rig = rig(["one", "two", "two", "now"], now: "now")
        rig.perform("copy.travel back")
        expectPane(rig, "two\n~▮")
        rig.perform("copy.travel back")
        expectPane(rig, "one\n~▮")
    }

    @Test func `text of an earlier screen can be selected and searched`() {
        var rig = rig(["the old text"], now: "new")
        rig.perform("copy.travel back\ncopy.search forward old\ncopy.select characters\ncopy.move word-end\ncopy.yank")
        #expect(rig.copied == ["old"])
    }

    @Test func `a session without moments says so`() {
        var rig = rig([], now: "now")
        rig.perform("copy.travel back")
        #expect(rig.refusals == ["no earlier moment is held"])
        #expect(rig.mode.travel == nil)
    }

    @Test func `keys that come faster than screens are steps, too`() {
        var rig = rig(["one", "two", "three"], now: "four")
        rig.isSlow = true
        rig.perform("copy.travel back\ncopy.travel back\ncopy.travel back\ncopy.travel forward")
        rig.serve()
        expectPane(rig, "two\n~▮")
        rig.perform("copy.travel back\ncopy.travel back\ncopy.travel back")
        rig.serve()
        expectPane(rig, "one\n~▮")
        #expect(rig.refusals == ["no earlier moment is held"])
        rig.perform("copy.travel forward\ncopy.travel forward")
        rig.serve()
        expectPane(rig, "three\n~▮")
        #expect(rig.refusals.count == 1)
    }

    @Test func `a number before a step goes so many moments`() {
        var rig = rig(["one", "two", "three"], now: "four")
        rig.perform("copy.count 3\ncopy.travel back")
        expectPane(rig, "one\n~▮")
        rig.perform("copy.count 2\ncopy.travel forward")
        expectPane(rig, "three\n~▮")
        rig.perform("copy.count 9\ncopy.travel forward")
        #expect(!rig.mode.isTravelling)
    }

    @Test func `what is done before an earlier screen has come is done on that`() {
        var rig = rig(["the old text"], now: "new")
        rig.isSlow = true
        rig.perform("copy.travel back\ncopy.move start\ncopy.select lines\ncopy.yank")
        rig.serve()
        #expect(rig.copied == ["the old text\n"])
    }
}
