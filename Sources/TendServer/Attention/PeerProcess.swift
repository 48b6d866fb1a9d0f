import Glibc
import TendCore

/// A process that asks for something over the socket, and where it comes from, as `/proc` tells it.
struct PeerProcess {
    /// The process and all above it, and the leaders of their terminal sessions: who leaves its parent behind by a double fork keeps its
    /// leader.
    var relatives: Set<Int32> = []
    /// The value of `TEND_SESSION` that it was started with.
    var hint: SessionID?

    /// Nil when there is no such process (any more).
    init?(_ pid: Int32) {
        guard pid > 0, var fact = Fact(pid) else { return nil }
        hint = PeerProcess.sessionVariable(of: pid)
        relatives = [pid, fact.leader]
        // Process ids rise to four million at most; so deep a chain is a circle of reused ids.
        for _ in 0..<10_000 where fact.parent > 1 {
            relatives.insert(fact.parent)
            guard let next = Fact(fact.parent) else { break }
            relatives.insert(next.leader)
            fact = next
        }
    }

    /// A line of `/proc/PID/stat`: see proc_pid_stat(5).
    private struct Fact {
        var parent: Int32
        var leader: Int32

        init?(_ pid: Int32) {
            // The name stands in parentheses and may hold any bytes; the state and the numbers follow it.
            guard let bytes = PeerProcess.read("/proc/\(pid)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
            else { return nil }
            let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count > 3, let parent = Int32(fields[1]), let leader = Int32(fields[3]) else { return nil }
            self.parent = parent
            self.leader = leader
        }
    }

    private static func sessionVariable(of pid: Int32) -> SessionID? {
        let name = Array("TEND_SESSION=".utf8)
        return read("/proc/\(pid)/environ")?.split(separator: 0).first { $0.starts(with: name) }
            .map { SessionID(rawValue: String(decoding: $0.dropFirst(name.count), as: UTF8.self)) }
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let stream = fopen(path, "re") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < 4 << 20 {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
