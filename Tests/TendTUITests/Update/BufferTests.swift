import TendCore
import TendScreen
import Testing

@testable import TendTUI

/// What was copied, which the server keeps, and what programs want to copy.
@Suite struct BufferTests {
    private func clip(_ desk: inout Desk, _ index: Int = 0, size: Int = 5) {
        let session = desk.model.sessions[index]
        var record = Desk.record(index + 1, name: "x")
        record.id = SessionID(rawValue: session.id)
        record.name = session.name
        desk.happen(.event(EventJSON(Event(id: 9, time: 1, session: record, kind: .clipboard(byteCount: size)))))
    }

    @Test func `what is copied goes to the server and to the terminal, and comes back by the paste key`() {
        var desk = Desk(rows: 12)
        desk.history = ["alpha beta"]
        desk.type("C-b [")
        desk.run("copy.move start; copy.select characters; copy.move word-end; copy.yank")
        #expect(desk.buffers.map(\.text) == ["alpha"])
        #expect(desk.effects.contains(.copyToClipboard("alpha")))
        #expect(desk.model.message?.text == "copied 5 characters")
        desk.effects = []
        desk.type("C-b ]")
        #expect(desk.sent() == ["bash1 paste 5"])
    }

    @Test func `what is typed behind a paste is for behind it`() {
        var desk = Desk()
        desk.buffers = [("buffer0001", "text")]
        desk.isSlow = true
        desk.type("C-b ] x")
        #expect(desk.sent() == [])
        desk.serve()
        #expect(desk.sent() == ["bash1 paste 4", "bash1 x"])
    }

    @Test func `what is copied meanwhile is not pasted instead of what was selected`() {
        var desk = Desk()
        desk.buffers = [("buffer0001", "echo one")]
        desk.run("paste.choose")
        desk.buffers.insert(("buffer0002", "rm -rf important"), at: 0)
        desk.happen(.event(EventJSON(Event(id: 9, time: 1, session: nil, kind: .buffers(name: "b", byteCount: 3)))))
        desk.type("Enter")
        #expect(desk.sent() == ["bash1 paste 8"])
    }

    @Test func `one of the list is pasted, and the list follows what happens`() {
        var desk = Desk()
        desk.buffers = [("buffer0002", "two\nlines"), ("buffer0001", "one")]
        desk.run("paste.choose")
        desk.write("one")
        guard case .palette(let palette) = desk.model.overlays.last else {
            Issue.record("no list")
            return
        }
        #expect(palette.items.map(\.text) == ["two⏎lines", "one"])
        #expect(palette.items.map(\.detail) == ["buffer0002  9 bytes", "buffer0001  3 bytes"])
        desk.buffers.insert(("buffer0003", "another one"), at: 0)
        desk.happen(.event(EventJSON(Event(id: 9, time: 1, session: nil, kind: .buffers(name: "b", byteCount: 3)))))
        guard case .palette(let longer) = desk.model.overlays.last else {
            Issue.record("the list has gone")
            return
        }
        #expect(longer.items.count == 3 && longer.field.string == "one")
        desk.type("Down Enter")
        #expect(desk.sent().count == 1)
        desk.run("paste.buffer buffer0002")
        #expect(desk.sent().contains("bash1 paste 9"))
        desk.run("paste.delete buffer0002; paste.delete")
        #expect(desk.buffers.map(\.name) == ["buffer0001"])
    }

    @Test func `nothing is pasted when nothing was copied`() {
        var desk = Desk()
        desk.run("paste.buffer")
        #expect(desk.refusal == "nothing has been copied yet")
        desk.run("paste.choose")
        #expect(desk.model.message?.text == "nothing has been copied yet")
    }

    // MARK: Programs

    @Test func `a program that wants to copy is told of, and one command does it`() {
        var desk = Desk()
        clip(&desk)
        #expect(desk.model.message?.text == "bash1 wants to copy 5 bytes — :clipboard.take does")
        #expect(desk.effects == [])
        desk.run("clipboard.take")
        let session = desk.model.sessions[0].id
        #expect(desk.effects.contains(.takeClipboard(session: session)))
        desk.happen(.clipboard(session: session, "from it"))
        #expect(desk.buffers.map(\.text) == ["from it"])
        #expect(desk.effects.contains(.copyToClipboard("from it")))
        #expect(desk.model.message?.text == "bash1 copied 7 characters")
    }

    @Test func `as the configuration says it is copied at once, or nothing happens`() {
        var desk = Desk()
        desk.model.configuration.clipboardFromPrograms = .focused
        clip(&desk)
        #expect(desk.effects == [.takeClipboard(session: desk.model.sessions[0].id)])
        desk.effects = []
        desk.model.message = nil
        desk.model.configuration.clipboardFromPrograms = .off
        clip(&desk)
        #expect(desk.effects == [] && desk.model.message == nil)
    }

    @Test func `only the program in the pane with the focus can, while the terminal has it`() {
        var desk = Desk()
        desk.model.configuration.clipboardFromPrograms = .focused
        desk.type("C-b %")
        desk.effects = []
        clip(&desk, 0)
        #expect(desk.effects == [])
        clip(&desk, 1)
        #expect(desk.effects.count == 1)
        desk.happen(.input(.focus(false)))
        desk.effects = []
        clip(&desk, 1)
        #expect(desk.effects == [])
    }

    @Test func `many lines into a shell are asked about, also from a buffer; a script means what it says`() {
        var desk = Desk()
        desk.buffers = [("buffer0001", String(repeating: "line\n", count: 9))]
        desk.type("C-b ]")
        #expect(desk.sent() == [])
        guard case .confirm(let confirm) = desk.model.overlays.last else {
            Issue.record("no question")
            return
        }
        #expect(confirm.question == "paste 9 lines into a shell?")
        desk.type("y")
        #expect(desk.sent() == ["bash1 paste 45"])
        desk.run("paste.buffer")
        #expect(desk.sent() == ["bash1 paste 45"])
        #expect(desk.model.overlays.isEmpty)
    }

    @Test func `who asks for a buffer that is not there to go is told so`() {
        var desk = Desk()
        desk.run("paste.delete nosuch")
        #expect(desk.refusal == "there is no buffer 'nosuch'")
        desk.effects = []
        desk.run("clipboard.take")
        #expect(desk.refusals == [])
        desk.happen(.refused("bash1 wants nothing to be copied"))
        #expect(desk.refusal == "bash1 wants nothing to be copied")
    }
}
