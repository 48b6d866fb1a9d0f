import Foundation
import Glibc
import Testing

/// A directory of its own for one test, removed with it.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/tend-test-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    func file(_ name: String) -> String { path + "/" + name }

    deinit {
        // What cannot be removed stays in /tmp.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// A `RingProbe` under test: started, killed, asked how it ended.
struct Probe {
    let pid: pid_t
    private let output: Int32

    /// Starts `RingProbe` with standard input from `input`, and waits until it says that it is ready.
    init(_ arguments: [String], input: Int32 = -1) throws {
        var link = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &link, link.count)
        let own = String(decoding: link.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // The probe lies beside the test runner, which is either our own executable or the bundle named on the command line.
        let places = ([own] + CommandLine.arguments.filter { $0.contains(".xctest") }).map {
            $0.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/RingProbe"
        }
        let executable = places.first { access($0, X_OK) == 0 } ?? ".build/debug/RingProbe"

        let ends = makePipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        if input >= 0 { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var argv = ([executable] + arguments).map { strdup($0) } + [nil]
        var pid: pid_t = 0
        let error = posix_spawn(&pid, executable, &actions, nil, &argv, environ)
        posix_spawn_file_actions_destroy(&actions)
        for argument in argv { free(argument) }
        close(ends[1])
        try #require(error == 0, "cannot start \(executable): \(String(cString: strerror(error)))")
        output = ends[0]
        self.pid = pid
        _ = line()
    }

    /// The next line the probe writes; empty at its end.
    func line() -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while Glibc.read(output, &byte, 1) == 1, byte != 10 { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func kill() { _ = Glibc.kill(pid, SIGKILL) }

    /// Waits for the end and returns the signal that brought it, or 0.
    @discardableResult
    func end() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        close(output)
        return status & 0x7F
    }
}

/// A pipe that children do not inherit: end to read, end to write.
func makePipe(_ flags: Int32 = 0) -> [Int32] {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, flags)
    }
    return ends
}

/// Numbers from a seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
