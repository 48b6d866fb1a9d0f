import Foundation
import TendCore
import Testing

@testable import tend

struct DoctorTests {
    @Test func `a line has a verdict, a fact and a remedy`() {
        #expect(Finding.ok("disk", "much").line(colored: false) == "ok    disk       much")
        #expect(Finding.fail("disk", "full", "make room").line(colored: false) == "fail  disk       full — make room")
        #expect(
            Finding.warn("disk", "little", "make room").line(colored: true).hasPrefix("\u{1B}[33mwarn\u{1B}[m  disk"))
    }

    @Test(arguments: [(20_000, .ok), (1024, .ok), (512, .warn), (100, .fail)] as [(UInt64, Finding.Verdict)])
    func `few open files are a fault`(_ limit: UInt64, _ verdict: Finding.Verdict) {
        #expect(SystemChecks.descriptors(limit, of: "a server").verdict == verdict)
    }

    @Test func `typing into one's own terminal is a warning where the kernel allows it`() {
        #expect(SystemChecks.injection(isAllowed: true).verdict == .warn)
        #expect(SystemChecks.injection(isAllowed: false).verdict == .ok)
    }

    @Test func `the limit of another process is found in the kernel's table`() {
        let table = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             63000                63000                processes
            Max open files            1024                 524288               files
            """
        #expect(SystemChecks.descriptorLimit(in: table) == 1024)
        #expect(SystemChecks.descriptorLimit(in: "Max open files            unlimited            unlimited") == .max)
        #expect(SystemChecks.descriptorLimit(in: "") == nil)
    }

    @Test(arguments: [
        (1 << 30, 1000, Finding.Verdict.ok), (100 << 20, 1000, .warn), (1 << 20, 1000, .fail), (1 << 30, 3, .fail),
    ])
    func `a full disk is a fault`(_ free: UInt64, _ inodes: UInt64, _ verdict: Finding.Verdict) {
        #expect(SystemChecks.space(free: free, inodes: inodes, at: "/").verdict == verdict)
    }

    @Test func `a directory that others may write to is a fault`() throws {
        let path = NSTemporaryDirectory() + "tend-doctor-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }  // It is left for the system to sweep otherwise.
        let home = Home(runtimeDirectory: path, stateDirectory: path + "/state", configDirectory: path + "/config")
        func verdicts(mode: Int) throws -> [Finding.Verdict] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            return HomeChecks(home: home, userID: getuid()).run().map(\.verdict)
        }
        #expect(try verdicts(mode: 0o700) == [.ok, .ok, .ok])
        #expect(try verdicts(mode: 0o755).first == .warn)
        #expect(try verdicts(mode: 0o777).first == .fail)
        #expect(HomeChecks(home: home, userID: getuid() + 1).run().first?.verdict == .fail)
    }

    @Test func `a terminal without colours or UTF-8 is worth a warning`() {
        func verdicts(_ environment: [String: String]) -> [String: Finding.Verdict] {
            let findings = TerminalChecks(environment: environment, isTerminal: true).run()
            return Dictionary(uniqueKeysWithValues: findings.map { ($0.check, $0.verdict) })
        }
        #expect(
            verdicts(["TERM": "xterm-256color", "LANG": "en_US.UTF-8"])
                == ["terminal": .ok, "colour": .ok, "locale": .ok])
        #expect(
            verdicts(["TERM": "xterm", "LC_ALL": "C", "LANG": "C.UTF-8"])
                == ["terminal": .ok, "colour": .warn, "locale": .warn])
        #expect(verdicts(["TERM": "dumb"])["terminal"] == .fail)
    }

    @Test func `what the server tells becomes findings`() {
        var status = StatusJSON(
            ServerStatus(
                pid: 1, keeperPid: 2, version: "0.1.0", socket: "/run/tend.sock", sessionCount: 1, startedAt: 0,
                problems: []))
        func verdicts(isAlive: Bool = true) -> [Finding.Verdict] {
            ServerChecks.findings(status, own: "0.1.0", isAlive: { _ in isAlive }).map(\.verdict)
        }
        #expect(verdicts() == [.ok, .ok, .ok])
        #expect(verdicts(isAlive: false) == [.ok, .fail, .ok])
        status.version = "0.0.9"
        status.problems = ["the database is full"]
        #expect(verdicts() == [.ok, .ok, .warn, .fail])
    }
}
