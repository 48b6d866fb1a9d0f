import Glibc

/// A process and those that come from it, as `/proc` tells.
package enum ProcessTree {
    /// The paths of files that they hold open: its own first, then those of its children, and so on.
    package static func openFiles(of pid: Int32) async -> [String] {
        var paths: [String] = []
        for process in descendants(of: pid) {
            for descriptor in Folder.names(in: "/proc/\(process)/fd") {
                // It may have been closed meanwhile.
                guard let path = target(of: "/proc/\(process)/fd/\(descriptor)"), path.hasPrefix("/") else { continue }
                paths.append(path)
            }
        }
        return paths
    }

    /// The process and all that were started from it, but those whose parent has ended.
    package static func descendants(of pid: Int32) -> [Int32] {
        var found = [pid]
        var next = 0
        while next < found.count {
            let process = found[next]
            next += 1
            // Each thread has the children that it started.
            for thread in Folder.names(in: "/proc/\(process)/task") {
                let list = bytes(of: "/proc/\(process)/task/\(thread)/children")
                found += list.split(separator: UInt8(ascii: " ")).compactMap {
                    Int32(String(decoding: $0, as: UTF8.self))
                }
            }
        }
        return found
    }

    /// The processes of sessions, as setsid(2) makes them, by the pids of their leaders.
    package static func members(of leaders: Set<Int32>) -> [Int32] {
        Folder.names(in: "/proc").compactMap { Int32($0) }.filter { pid in
            // The name, in parentheses, may hold anything; state, parent, group and session follow.
            let fields = bytes(of: "/proc/\(pid)/stat").split(separator: UInt8(ascii: ")")).last?
                .split(separator: UInt8(ascii: " "))
            guard let fields, fields.count > 3 else { return false }
            return Int32(String(decoding: fields[3], as: UTF8.self)).map(leaders.contains) ?? false
        }
    }

    private static func target(of link: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { raw in
            readlink(link, raw.baseAddress!.assumingMemoryBound(to: CChar.self), raw.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    private static func bytes(of path: String) -> [UInt8] {
        guard let stream = fopen(path, "re") else { return [] }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
