import Foundation
import Testing

/// What was copied outlives the client and the server.
@Suite struct BufferTests {
    @Test func `buffers are set, listed, shown, pasted and deleted, and survive kill -9`() async throws {
        let home = try await TestHome()
        #expect(try await home.ok("buffer", "set", "--name", "mine", "echo", "from a buffer").contains("mine"))
        #expect(try await home.ok("buffer", "set", "sesame").contains("buffer0001"))
        try await home.killServer()
        #expect(try await home.ok("buffer", "show") == "sesame")
        #expect(try await home.ok("buffer", "ls").contains("mine"))
        let id = try await home.ok("new", "-d", "--", "cat")
        try await home.ok("buffer", "paste", id, "mine")
        try await home.wait(id, until: "text:from a buffer")
        try await home.ok("buffer", "delete")
        #expect(try await home.ok("buffer", "ls", "--json").contains("sesame") == false)
        #expect(try await home.tend("buffer", "show", "buffer0001").status == 1)
        let log = try String(contentsOfFile: home.directory + "/state/server.log", encoding: .utf8)
        #expect(!log.contains("sesame") && !log.contains("from a buffer"))
        try await home.close()
    }

    @Test func `of several names one that is unknown keeps no other from being forgotten`() async throws {
        let home = try await TestHome()
        try await home.ok("buffer", "set", "one", input: "text")
        try await home.ok("mcp", "add", "files", "--", "cat")
        let buffers = try await home.tend("buffer", "delete", "none", "buffer0001")
        #expect(buffers.status == 1 && buffers.standardError.contains("'none'"), "\(buffers)")
        #expect(try await !home.ok("buffer", "ls").contains("buffer0001"))
        #expect(try await home.tend("mcp", "rm", "none", "files").status == 1)
        #expect(try await !home.ok("mcp", "ls").contains("files"))
        try await home.close()
    }

    @Test func `what a program copies by OSC 52 can be had, and is not told in events`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let live = try await home.events()
        // "sesame" as base64, after something that is none.
        let script = #"printf '\033]52;c;!!!\007\033]52;c;c2VzYW1l\007'; exec cat"#
        try await home.ok("new", "-d", "--name", "copier", "--", "sh", "-c", script)
        while true {
            let event = try await live.event()
            #expect(!event.text.contains("sesame"))
            guard event.topic == "session.clipboard" else { continue }
            #expect(event.text.contains(#""size":"6""#))
            break
        }
        try await home.close()
    }
}
