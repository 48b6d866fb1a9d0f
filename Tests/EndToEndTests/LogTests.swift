import Foundation
import Testing

/// The log stays small: when it has grown to 4 MiB it becomes `server.log.1`, in place of the one before.
@Suite struct LogTests {
    private func log(of home: TestHome) -> String { home.directory + "/state/server.log" }

    /// Makes the log grow as years would.
    private func fill(_ path: String, with line: String) throws {
        let file = try #require(fopen(path, "a"))
        defer { fclose(file) }
        let text = line + "\n"
        for _ in 0...(4 << 20) / text.utf8.count { fputs(text, file) }
    }

    private func size(of path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    private func text(of path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `a large log is put aside when keeper and server start`() async throws {
        let home = try await TestHome()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/state", withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try fill(log(of: home), with: "long ago")
        try await home.ok("server", "start")
        #expect(try size(of: log(of: home) + ".1") > 4 << 20)
        #expect(try size(of: log(of: home)) < 64 << 10)
        #expect(try text(of: log(of: home)).contains("keeper["))
        try await home.close()
    }

    @Test func `server and keeper go on in a new log, and logs shows both`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let status = try await home.status()
        for round in 1...2 {
            try fill(log(of: home), with: "round \(round)")
            // The server says so, and the log is new.
            try await home.ok("new", "-d", "--name", "session \(round)", "--", "cat")
            #expect(try size(of: log(of: home)) < 64 << 10)
            #expect(try text(of: log(of: home)).contains("(session \(round)): created"))
            #expect(try text(of: log(of: home) + ".1").contains("round \(round)\n"))
        }
        #expect(try !text(of: log(of: home) + ".1").contains("round 1"), "one old log is kept")
        // The keeper writes there, too, and so does the next server.
        try await home.killServer()
        #expect(try text(of: log(of: home)).contains("keeper[\(status.keeper_pid)]: server ended with signal 9"))
        let successor = try await home.status().pid
        #expect(try text(of: log(of: home)).contains("(pid \(successor)) serves"))

        let lines = try await home.ok("server", "logs", "-n", "1000").split(separator: "\n")
        #expect(lines.count == 1000)
        let seam = try #require(lines.lastIndex { $0 == "round 2" })
        #expect(lines[...seam].allSatisfy { $0 == "round 2" })
        #expect(lines[seam...].contains { $0.contains("(session 2): created") })
        try await home.close()
    }

    @Test func `a log that somebody removed is made anew`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        try FileManager.default.removeItem(atPath: log(of: home))
        try await home.ok("new", "-d", "--name", "box", "--", "cat")
        #expect(try text(of: log(of: home)).contains("(box): created"))
        try await home.close()
    }
}
