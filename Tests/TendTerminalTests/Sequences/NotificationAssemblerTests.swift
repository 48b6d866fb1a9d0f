import Testing

@testable import TendTerminal

struct NotificationAssemblerTests {
    private func assemble(_ pieces: [String]) -> [NotificationAssembler.Notification] {
        var assembler = NotificationAssembler()
        return pieces.compactMap { piece in
            NotificationPart(Array(piece.utf8)[...]).flatMap { assembler.add($0) }
        }
    }

    private func notification(_ id: String, _ title: String, _ body: String) -> NotificationAssembler.Notification {
        NotificationAssembler.Notification(id: id, title: title, body: body)
    }

    @Test func `a single piece is a notification`() {
        #expect(assemble([";Hello world"]) == [notification("", "Hello world", "")])
        #expect(assemble(["p=body;B"]) == [notification("", "", "B")])
        #expect(assemble(["e=1;SGk="]) == [notification("", "Hi", "")])
    }

    @Test func `pieces of one id are put together`() {
        #expect(
            assemble(["i=1:d=0;Cl", "i=2:d=0;other", "i=1:d=0:p=body;needs ", "i=1:d=0;aude", "i=1:d=1:p=body;you"])
                == [notification("1", "Claude", "needs you")]
        )
        #expect(assemble(["i=1:d=0;T", "i=1:d=0:p=body;B", "i=1:d=1:a=focus;"]) == [notification("1", "T", "B")])
        #expect(assemble(["i=1:d=0;T", "i=1:p=icon;AAAA"]) == [notification("1", "T", "")])
    }

    @Test func `a character split between two pieces is whole again`() {
        #expect(assemble(["i=1:d=0:e=1;w6k=", "i=1:d=0:e=1;ww==", "i=1:e=1;qQ=="]) == [notification("1", "éé", "")])
    }

    @Test func `questions, closing, malformed and empty pieces show nothing`() {
        #expect(assemble(["i=1:p=?;", "i=1:p=alive;", "i=1:d=0;T", "i=1:p=close;", ";", "i=1", "e=1;!"]) == [])
        #expect(NotificationPart(Array("i=7:p=close;".utf8)[...])?.payload == .close)
        #expect(NotificationPart(Array("i=7:p=close;".utf8)[...])?.id == "7")
    }

    @Test func `ids are names or nothing, text is cleaned`() {
        #expect(assemble(["i=a\u{1B}b;x\u{7}y\u{202E}z"]) == [notification("", "xyz", "")])
        #expect(NotificationPart(Array("i=\(String(repeating: "a", count: 65));x".utf8)[...])?.id == "")
    }

    @Test func `unfinished notifications are bounded in number and size`() {
        let many = (0..<20).map { "i=\($0):d=0;T\($0)" } + ["i=0;!", "i=19;!"]
        #expect(assemble(many) == [notification("0", "!", ""), notification("19", "T19!", "")])
        let long = Array(repeating: "i=1:d=0:p=body;" + String(repeating: "a", count: 3000), count: 50) + ["i=1;"]
        #expect(assemble(long).first?.body.utf8.count == 4096)
    }
}
