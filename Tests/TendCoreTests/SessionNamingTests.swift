import Testing

@testable import TendCore

struct SessionNamingTests {
    @Test(arguments: ["claude", "a b", "ø", "👩‍👩‍👧‍👦", String(repeating: "x", count: 64)])
    func `a name that may be had is taken as it is`(name: String) throws {
        #expect(try SessionNaming.checked("  \(name)\t") == name)
    }

    @Test(arguments: [
        "", "  ", "-x", "a/b", "a\u{7}b", "a\nb", "a\u{202E}b", "a\u{2028}b", String(repeating: "x", count: 65),
        "e" + String(repeating: "\u{301}", count: 1000), ".", " ..",
    ])
    func `other names are refused`(name: String) {
        let error = #expect(throws: ServiceError.self) { try SessionNaming.checked(name) }
        #expect(error?.code == .invalid)
    }

    @Test(arguments: [
        ("/usr/bin/claude", "claude"), ("claude", "claude"), ("-bash", "bash"), ("/", "session"), ("", "session"),
        ("/opt/a\u{1B}b", "ab"), ("./run.sh", "run.sh"), ("..", "session"), ("...", "..."),
    ])
    func `the default name is the command's base name`(command: String, name: String) {
        #expect(SessionNaming.proposed(forCommand: command) { _ in false } == name)
        #expect((try? SessionNaming.checked(name)) == name)
    }

    @Test func `a name stays taken from its reservation until the session is removed or given up`() throws {
        var random = SystemRandomNumberGenerator()
        var world = World(epoch: 0)
        let first = try world.reserve(name: nil, command: "claude", using: &random)
        let second = try world.reserve(name: nil, command: "/bin/claude", using: &random)
        #expect(first.name == "claude" && second.name == "claude-2")
        let error = #expect(throws: ServiceError.self) {
            try world.reserve(name: "claude", command: "x", using: &random)
        }
        #expect(error?.code == .conflict)
        _ = world.reduce(.abandoned(first.id), now: .start)
        #expect(try world.reserve(name: "claude", command: "x", using: &random).name == "claude")
        _ = world.reduce(.created(makeSession(second.id.rawValue, name: second.name)), now: .start)
        #expect(throws: ServiceError.self) { try world.check(name: second.id.rawValue, for: nil) }
        #expect(try world.check(name: " claude-2 ", for: second.id) == "claude-2")
    }

    @Test func `there is a limit to the number of sessions`() throws {
        var random = SystemRandomNumberGenerator()
        var world = World(options: .init(sessionLimit: 1), epoch: 0)
        _ = try world.reserve(name: nil, command: "a", using: &random)
        let error = #expect(throws: ServiceError.self) { try world.reserve(name: nil, command: "a", using: &random) }
        #expect(error?.code == .limit)
    }

    @Test func `ids are eight letters of base 32`() {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<1000).map { _ in SessionID.random(using: &random).rawValue }
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[a-z2-7]{8}/) != nil })
        #expect(Set(ids).count == 1000)
    }
}
