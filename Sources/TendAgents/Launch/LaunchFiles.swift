import Foundation
package import TendCore

/// The files of launch plans: a folder for each session under the runtime directory, 0700 with files of 0600 (programs: 0700), gone with the session.
package struct LaunchFiles: Sendable {
    package var directory: String

    package init(home: Home) { self.init(runtimeDirectory: home.runtimeDirectory) }

    /// - Parameter socket: of the server, as its sessions know it.
    package init(socket: String) {
        self.init(runtimeDirectory: socket.split(separator: "/").dropLast().map { "/" + $0 }.joined())
    }

    private init(runtimeDirectory: String) { directory = runtimeDirectory + "/launch" }

    package func folder(of id: SessionID) -> String { directory + "/" + id.rawValue }

    /// Puts the files in place of what the session had before.
    ///
    /// - Throws: ``ServiceError`` with code `unavailable`; then none of them is left.
    package func write(_ files: [LaunchPlan.File], for id: SessionID) throws(ServiceError) {
        try remove(id)
        if files.isEmpty { return }
        do throws(ServiceError) {
            try make(directory)
            try make(folder(of: id))
            for file in files { try write(file) }
        } catch {
            try remove(id)
            throw error
        }
    }

    package func remove(_ id: SessionID) throws(ServiceError) { try remove(folder(of: id)) }

    /// Removes what sessions left that do not run: the server that should have removed it was killed.
    package func sweep(except running: Set<SessionID>) throws(ServiceError) {
        // No directory, nothing left.
        let names = Folder.names(in: directory)
        for name in names where !running.contains(SessionID(rawValue: name)) { try remove(directory + "/" + name) }
    }

    private func remove(_ path: String) throws(ServiceError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            // What should be gone is gone.
        } catch {
            throw ServiceError(.unavailable, "cannot remove \(path): \(error.localizedDescription)")
        }
    }

    private func make(_ path: String) throws(ServiceError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure("make", path) }
        if chmod(path, 0o700) != 0 { throw failure("make", path) }
    }

    private func write(_ file: LaunchPlan.File) throws(ServiceError) {
        // Secret from birth, and not through a link that somebody put there.
        let mode: mode_t = file.isProgram ? 0o700 : 0o600
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw failure("write", file.path) }
        defer { close(descriptor) }
        var rest = Array(file.contents.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw failure("write", file.path)
            }
        }
    }

    private func failure(_ verb: String, _ path: String) -> ServiceError {
        ServiceError(.unavailable, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
