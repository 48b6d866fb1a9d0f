import Foundation
import TestSupport
import Testing

/// What a run of the binary printed and how it ended.
struct Outcome: Sendable {
    var status: Int32
    var standardOutput: String
    var standardError: String

    /// Standard output without the trailing line feed.
    var line: String { standardOutput.trimmingCharacters(in: .newlines) }
}

/// A `TEND_HOME` of its own with the real binary. ``close()`` ends its server and checks that nothing is left behind.
final class TestHome: Sendable {
    let directory: String

    /// The binary that the same build made, or another, `TEND_BINARY`: a release.
    static let binary: String = {
        if let other = ProcessInfo.processInfo.environment["TEND_BINARY"] { return other }
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("tend").path
    }()

    private static let places = Places(4 * ProcessInfo.processInfo.activeProcessorCount)

    /// Waits until few enough others are there.
    init() async throws {
        await TestHome.places.enter()
        // Short: the socket's path has to fit into 108 bytes.
        let template = "/tmp/tend-e2e-XXXXXX"
        var bytes = Array(template.utf8CString)
        guard mkdtemp(&bytes) != nil else {
            TestHome.places.leave()
            throw CocoaError(.fileWriteUnknown)
        }
        directory = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A test that threw before ``close(sourceLocation:)`` leaves nothing behind either.
    deinit {
        for pid in processes() { kill(pid, SIGKILL) }
        try? FileManager.default.removeItem(atPath: directory)  // Gone already, unless the test failed.
        TestHome.places.leave()
    }

    var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        // `swift test` sets NO_COLOR; a person's terminal has colours, by which some agents show what is chosen.
        for key in environment.keys where key.hasPrefix("TEND_") || ["TMUX", "NO_COLOR"].contains(key) {
            environment[key] = nil
        }
        environment["TEND_HOME"] = directory
        environment["SHELL"] = "/bin/bash"
        environment["PS1"] = "$ "
        environment["LC_ALL"] = "C.UTF-8"
        environment["HOME"] = directory
        return environment
    }

    /// Runs `tend` with arguments to its end.
    @discardableResult
    func tend(
        _ arguments: String..., input: String? = nil, environment extra: [String: String] = [:]
    ) async throws
        -> Outcome
    {
        try await tend(arguments, input: input, environment: extra)
    }

    @discardableResult
    func tend(
        _ arguments: [String], input: String? = nil, environment extra: [String: String] = [:]
    ) async throws
        -> Outcome
    {
        try await run(TestHome.binary, arguments, input: input, environment: extra)
    }

    /// Runs `tend`, expects status 0 and gives its output without the trailing line feed.
    @discardableResult
    func ok(
        _ arguments: String..., input: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    )
        async throws -> String
    {
        let outcome = try await tend(arguments, input: input)
        #expect(
            outcome.status == 0, "tend \(arguments.joined(separator: " ")): \(outcome.standardError)",
            sourceLocation: sourceLocation)
        return outcome.line
    }

    /// Returns when `tend wait` has seen something of a session; `goal` is what its `--until` takes.
    func wait(_ session: String, until goal: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await ok(
            "wait", session, "--until", goal, "--timeout", "\(patience.components.seconds)s",
            sourceLocation: sourceLocation)
    }

    func run(
        _ program: String, _ arguments: [String], input: String? = nil, environment extra: [String: String] = [:]
    )
        async throws -> Outcome
    {
        let ending = try await TestProgram(
            [program] + arguments, environment: environment.merging(extra) { $1 }, in: directory, input: input
        ).ending()
        return Outcome(status: ending.status, standardOutput: ending.output, standardError: ending.errors)
    }

    /// Puts a script at `bin/NAME` of the home and returns its path.
    ///
    /// A process of its own writes it: a file that this one had open for writing could not be executed as long as a child that another
    /// test has just forked holds a copy of the descriptor.
    func install(_ script: String, as name: String) async throws -> String {
        let path = directory + "/bin/" + name
        let writing = try await run(
            "/bin/sh", ["-c", #"mkdir -p "${0%/*}" && cat >"$0" && chmod 755 "$0""#, path], input: script)
        #expect(writing.status == 0, "\(writing.standardError)")
        return path
    }

    /// Writes a file of the user's, by its path in the configuration directory.
    func configure(_ name: String, _ text: String) throws {
        let path = URL(filePath: directory + "/config/" + name)
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: path, atomically: true, encoding: .utf8)
    }

    // MARK: The server

    struct Status: Decodable {
        var pid: Int32
        var keeper_pid: Int32
        var socket: String
        var sessions: Int
    }

    func status() async throws -> Status {
        try JSONDecoder().decode(Status.self, from: Data(try await ok("server", "status", "--json").utf8))
    }

    /// Kills the server and returns when another one answers.
    func killServer(_ signal: Int32 = SIGKILL) async throws {
        let before = try await status().pid
        kill(before, signal)
        try await eventually("a new server answers") { try await self.status().pid != before }
    }

    /// As the end of the machine does: the keeper and, with it, the server and all programs are gone.
    func endKeeper() async throws {
        let before = try await status()
        kill(before.keeper_pid, SIGKILL)
        try await eventually("keeper and server are gone") {
            [before.keeper_pid, before.pid].allSatisfy { kill($0, 0) != 0 }
        }
    }

    /// Ends the server with all its sessions and removes the home. Fails the test if a process of the home is left.
    func close(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await tend("server", "stop", "--force")
        #expect(outcome.status == 0, "server stop: \(outcome.standardError)", sourceLocation: sourceLocation)
        try await eventually("no process of the home is left") { self.processes().isEmpty }
        try FileManager.default.removeItem(atPath: directory)
    }

    /// Processes whose environment names this home.
    func processes() -> [Int32] {
        let own = getpid()
        let needle = Data("TEND_HOME=\(directory)".utf8)
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { pid in
            guard pid != own, let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else {
                return false
            }
            return environment.range(of: needle) != nil
        }
    }
}

/// Asks again until the condition holds; fails when `patience` is at its end. The pause only spares the processor: nothing
/// depends on its length.
///
/// - Parameter remark: is added to the failure.
func eventually(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool,
    otherwise remark: () -> String = { "" }
) async throws {
    let limit = ContinuousClock.now + patience
    while ContinuousClock.now < limit {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain: \(what) \(remark())", sourceLocation: sourceLocation)
}
