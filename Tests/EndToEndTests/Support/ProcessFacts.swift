import Foundation

/// What the kernel tells of a process.
enum ProcessFacts {
    /// The program and its arguments; empty when there is no such process.
    static func commandLine(of pid: Int32) -> [String] {
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// As `ps` shows it, `S` or `T` for instance; nil when there is no such process.
    static func state(of pid: Int32) -> Character? {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        return text.range(of: ") ").flatMap { text[$0.upperBound...].first }
    }
}
