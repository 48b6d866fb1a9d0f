import Testing

@testable import TendTerminal

struct ProgramStatusTests {
    private static func report(_ text: String) -> ProgramStatusReport? { ProgramStatusReport(Array(text.utf8)[...]) }

    private static func a(_ count: Int) -> String { String(repeating: "a", count: count) }

    private static let accepted: [(String, ProgramStatusReport)] = [
        ("state=idle", .status(ProgramStatus(state: .idle))), ("state=done", .status(ProgramStatus(state: .done))),
        ("state=error:msg=T29wcw==", .status(ProgramStatus(state: .error, message: "Oops"))),
        ("state=working:progress=40:app=cargo", .status(ProgramStatus(state: .working, progress: 40, app: "cargo"))),
        (
            "msg=QXBwbHk/:title=UGxhbg==:id=tf/plan:kind=permission:state=blocked:app=terraform:progress=0",
            .status(
                ProgramStatus(
                    id: "tf/plan", state: .blocked, kind: .permission, progress: 0, app: "terraform", title: "Plan",
                    message: "Apply?"
                )
            )
        ),
        ("state=blocked:kind=question", .status(ProgramStatus(state: .blocked, kind: .question))),
        ("state=blocked:kind=auth", .status(ProgramStatus(state: .blocked, kind: .auth))),
        ("state=blocked:kind=other", .status(ProgramStatus(state: .blocked))),
        ("state=idle:kind=auth", .status(ProgramStatus(state: .idle))), ("state=clear", .clear(id: "")),
        ("state=clear:id=a/b", .clear(id: "a/b")),
        ("state=idle:state=working", .status(ProgramStatus(state: .working))),
        (" state = idle : x=1:=y:novalue::UPPER=1", .status(ProgramStatus(state: .idle))),
        ("state=idle:progress=101", .status(ProgramStatus(state: .idle))),
        ("state=idle:progress=x", .status(ProgramStatus(state: .idle))),
        ("state=idle:app=a!b", .status(ProgramStatus(state: .idle))),
        ("state=idle:msg=cGF54oCLcGFs4oCu", .status(ProgramStatus(state: .idle, message: "paypal"))),
        ("state=idle:id=\(a(32))/\(a(32))", .status(ProgramStatus(id: "\(a(32))/\(a(32))", state: .idle))),
        ("state=idle:app=\(a(32))", .status(ProgramStatus(state: .idle, app: a(32)))),
    ]

    private static let discarded: [String] = [
        "", "state=", "state=sleeping", "app=x", "state=idle:id=a//b", "state=idle:id=/a", "state=idle:id=a/",
        "state=idle:id=1/2/3/4/5/6/7/8/9", "state=idle:id=" + a(33),
        "state=idle:id=" + Array(repeating: a(32), count: 4).joined(separator: "/"),
        "state=idle:app=" + a(33), "state=idle:msg=a", "state=idle:msg=YQ=", "state=idle:msg=G1s=",
        "state=idle:title=YQpi",
        "state=idle:msg=/w==", "state=idle:msg=woU=", "state=idle:title=" + String(repeating: "YWFh", count: 65),
        "state=idle:msg=" + String(repeating: "YWFh", count: 683), "state=idle:\(a(17))=1", "state=idle:x=" + a(4096),
    ]

    @Test(arguments: accepted)
    func `reports are read`(text: String, report: ProgramStatusReport) {
        #expect(Self.report(text) == report)
    }

    @Test(arguments: discarded)
    func `what breaks a limit is discarded whole`(text: String) {
        #expect(Self.report(text) == nil)
    }

    @Test func `texts of the largest size are taken`() {
        let text =
            "state=idle:title=" + String(repeating: "YWFh", count: 64) + ":msg=" + String(repeating: "YWFh", count: 682)
        #expect(Self.report(text) == .status(ProgramStatus(state: .idle, title: Self.a(192), message: Self.a(2046))))
    }

    @Test func `a report replaces its record whole`() {
        var table = ProgramStatusTable()
        let changed1 = table.apply(.status(ProgramStatus(state: .working, progress: 4, app: "x", message: "m")))
        #expect(changed1)
        let changed2 = table.apply(.status(ProgramStatus(state: .idle)))
        #expect(changed2)
        let changed3 = table.apply(.status(ProgramStatus(state: .idle)))
        #expect(!changed3)
        #expect(table.records == [ProgramStatus(state: .idle)])
    }

    @Test func `clearing takes a record and all below it`() {
        var table = ProgramStatusTable()
        for id in ["", "a", "a/b", "a/b/c", "ab", "b"] { table.apply(.status(ProgramStatus(id: id, state: .done))) }
        table.apply(.clear(id: "a/b"))
        #expect(table.records.map(\.id) == ["", "a", "ab", "b"])
        table.apply(.clear(id: "a"))
        #expect(table.records.map(\.id) == ["", "ab", "b"])
        let changed4 = table.apply(.clear(id: "zz"))
        #expect(!changed4)
        let changed5 = table.apply(.clear(id: ""))
        #expect(changed5)
        #expect(table.records.isEmpty)
    }

    @Test func `what goes on ends with the program, results stay`() {
        var table = ProgramStatusTable()
        let states: [ProgramStatus.State] = [.idle, .working, .done, .blocked, .error]
        for state in states { table.apply(.status(ProgramStatus(id: state.rawValue, state: state))) }
        let changed6 = table.dropActive()
        #expect(changed6)
        #expect(table.records.map(\.state) == [.idle, .done, .error])
        let changed7 = table.dropActive()
        #expect(!changed7)
    }

    @Test func `the two hundred and fifty-seventh record takes the place of the oldest`() {
        var table = ProgramStatusTable()
        for number in 0..<256 { table.apply(.status(ProgramStatus(id: "\(number)", state: .idle))) }
        table.apply(.status(ProgramStatus(id: "0", state: .working)))
        table.apply(.status(ProgramStatus(id: "new", state: .idle)))
        #expect(table.records.count == 256)
        #expect(table.records.first?.id == "2")
        #expect(table.records.suffix(2).map(\.id) == ["0", "new"])
    }

    @Test func `the most urgent and newest record speaks for the session`() {
        var table = ProgramStatusTable()
        #expect(table.headline == nil)
        table.apply(.status(ProgramStatus(id: "", state: .idle, app: "root")))
        table.apply(.status(ProgramStatus(id: "a/b", state: .working, message: "1")))
        table.apply(.status(ProgramStatus(id: "c", state: .working, app: "c", message: "2")))
        #expect(table.headline?.message == "2")
        table.apply(.status(ProgramStatus(id: "a/b", state: .blocked, message: "3")))
        #expect(table.headline?.message == "3")
        #expect(table.headline?.app == "root")
    }
}
