import Testing

@testable import TendCore

struct SessionReferenceTests {
    let sessions = [
        makeSession("abcdefgh", name: "claude"), makeSession("abxxxxxx", name: "codex"),
        makeSession("zzzzzzzz", name: "ab"), makeSession("claude22", name: "web api"),
    ]

    @Test(arguments: [
        ("abcdefgh", "abcdefgh"), ("claude", "abcdefgh"), ("ab", "zzzzzzzz"), ("abc", "abcdefgh"), ("z", "zzzzzzzz"),
        ("claude2", "claude22"), ("web api", "claude22"), (" web api ", "claude22"),
    ])
    func `id, then name, then the beginning of an id`(reference: String, id: String) throws {
        #expect(try SessionReference.resolve(reference, among: sessions).id.rawValue == id)
    }

    @Test(arguments: [
        ("cluade", "no session 'cluade' — did you mean 'claude'?"),
        ("nothing", "no session 'nothing' — 'tend ls' lists them"),
        ("we", "no session 'we' — did you mean 'web api'?"),
    ])
    func `what is not there is answered with the nearest name`(reference: String, message: String) {
        let error = #expect(throws: ServiceError.self) { try SessionReference.resolve(reference, among: sessions) }
        #expect(error == ServiceError(.notFound, message))
    }

    @Test func `a prefix of several ids names them`() {
        let error = #expect(throws: ServiceError.self) { try SessionReference.resolve("a", among: sessions) }
        #expect(
            error
                == ServiceError(
                    .ambiguous,
                    "'a' fits 2 sessions: abcdefgh (claude), abxxxxxx (codex) — write more of the id"))
    }

    @Test func `without sessions the remedy is to start one, and an empty reference is invalid`() {
        let none = #expect(throws: ServiceError.self) { try SessionReference.resolve("x", among: []) }
        #expect(none?.message == "no session 'x': there are none — 'tend new' starts one")
        let empty = #expect(throws: ServiceError.self) { try SessionReference.resolve("", among: sessions) }
        #expect(empty?.code == .invalid)
    }
}
