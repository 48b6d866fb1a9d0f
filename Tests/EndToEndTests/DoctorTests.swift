import Foundation
import Testing

/// `tend doctor` finds what is wrong with a home, says what to do, and changes nothing.
@Suite struct DoctorTests {
    struct Report: Decodable {
        struct Check: Decodable {
            var check: String
            var verdict: String
            var message: String
            var remedy: String?
        }
        var checks: [Check]
    }

    private func checks(_ home: TestHome, status: Int32) async throws -> [String: Report.Check] {
        let outcome = try await home.tend("doctor", "--json")
        #expect(outcome.status == status, "\(outcome.standardOutput)")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.standardOutput.utf8))
        return Dictionary(report.checks.map { ($0.check, $0) }) { first, _ in first }
    }

    @Test func `a home in order is in order, with a server and without`() async throws {
        let home = try await TestHome()
        let before = try await checks(home, status: 0)
        #expect(before["server"]?.message.contains("none runs") == true)
        #expect(home.processes().isEmpty, "it starts nothing")
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.directory).isEmpty, "it makes nothing")

        try await home.ok("new", "-d", "--", "cat")
        let status = try await home.status()
        let after = try await checks(home, status: 0)
        #expect(after["server"]?.message.contains("pid \(status.pid)") == true)
        #expect(after["server"]?.message.contains("1 session") == true)
        #expect(after["keeper"]?.message.contains("pid \(status.keeper_pid)") == true)
        #expect(after.values.allSatisfy { $0.verdict != "fail" }, "\(after)")
        let text = try await home.ok("doctor")
        for check in after.keys { #expect(text.contains(check)) }
        try await home.close()
    }

    @Test func `a directory that others may write to fails, with the way to mend it`() async throws {
        let home = try await TestHome()
        chmod(home.directory, 0o777)
        let found = try #require(try await checks(home, status: 1)["runtime"])
        #expect(found.verdict == "fail")
        let remedy = try #require(found.remedy)
        #expect(remedy == "run: chmod go-w '\(home.directory)'")
        // The remedy is one.
        _ = try await home.run("/bin/sh", ["-c", String(remedy.dropFirst("run: ".count))])
        #expect(try await checks(home, status: 0)["runtime"]?.verdict == "warn")
        chmod(home.directory, 0o700)
        try await home.close()
    }

    @Test func `a home that is a file, a socket that is none and a damaged database fail`() async throws {
        let home = try await TestHome()
        let file = home.directory + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        let broken = try await home.tend("doctor", environment: ["TEND_HOME": file])
        #expect(broken.status == 1)
        #expect(broken.standardOutput.contains("\(file) is not a directory"), "\(broken.standardOutput)")
        try FileManager.default.removeItem(atPath: file)

        #expect(FileManager.default.createFile(atPath: home.directory + "/tend.sock", contents: nil))
        #expect(try await checks(home, status: 1)["socket"]?.verdict == "fail")
        try FileManager.default.removeItem(atPath: home.directory + "/tend.sock")

        try FileManager.default.createDirectory(
            atPath: home.directory + "/state", withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try Data(repeating: 0x5A, count: 20_000).write(to: URL(fileURLWithPath: home.directory + "/state/tend.sqlite"))
        try await home.ok("server", "start")
        let problem = try #require(try await checks(home, status: 1)["problem"])
        #expect(problem.message.contains("damaged"), "\(problem.message)")
        try await home.close()
    }

    @Test func `the open files that count are those of the server`() async throws {
        let home = try await TestHome()
        // As started by somebody with little, and looked at by somebody with much; then the other way round.
        _ = try await home.run("/bin/sh", ["-c", "ulimit -n 200; exec '\(TestHome.binary)' server start"])
        let few = try #require(try await checks(home, status: 1)["files"])
        #expect(few.message == "the server may open 200 files")
        try await home.ok("server", "stop")
        try await home.ok("server", "start")
        let outcome = try await home.run("/bin/sh", ["-c", "ulimit -n 200; exec '\(TestHome.binary)' doctor"])
        #expect(outcome.status == 0, "\(outcome.standardOutput)")
        // The keeper takes all that it may have, so the soft limit of who starts it does not matter.
        try await home.ok("server", "stop")
        _ = try await home.run("/bin/sh", ["-c", "ulimit -S -n 200; exec '\(TestHome.binary)' server start"])
        _ = try await checks(home, status: 0)
        try await home.close()
    }

    @Test func `a server that stands still and one that is gone are told apart`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let status = try await home.status()
        kill(status.pid, SIGSTOP)
        let still = try #require(try await checks(home, status: 1)["server"])
        #expect(still.message.contains("does not answer"), "\(still.message)")
        kill(status.pid, SIGCONT)
        kill(status.keeper_pid, SIGKILL)
        try await eventually("nothing of the old home runs") { home.processes().isEmpty }
        #expect(try await checks(home, status: 0)["server"]?.message.contains("none runs") == true)
        try await home.close()
    }
}
