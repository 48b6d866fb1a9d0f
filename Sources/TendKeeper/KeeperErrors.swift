import Glibc

/// The system's words for an errno, as the middle of a sentence.
func errorText(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// Why a program could not be started.
package struct SpawnError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done; numbers as in the protocol.
    package enum Stage: UInt32, Sendable {
        /// Talking to the keeper.
        case keeper = 0
        case request, terminal, fork, directory, program
    }

    package var stage: Stage
    package var errno: Int32
    package var program: String
    package var directory: String

    package init(stage: Stage, errno: Int32, program: String, directory: String) {
        self.stage = stage
        self.errno = errno
        self.program = program
        self.directory = directory
    }

    package var description: String {
        switch stage {
        case .directory where errno == ENOENT:
            "cannot start '\(program)' in '\(directory)': no such directory — create it or choose another"
        case .directory:
            "cannot start '\(program)' in '\(directory)': \(errorText(errno)) — choose another directory"
        default:
            "cannot start '\(program)': \(cause)"
        }
    }

    private var cause: String {
        switch (stage, errno) {
        case (.program, ENOENT) where program.contains("/"):
            "no such file or directory — check the path, and the interpreter if it is a script"
        case (.program, ENOENT): "no such file or directory — check the name or give a full path"
        case (.program, EACCES): "permission denied — is it a program, and executable (chmod +x)?"
        case (.program, ENOEXEC): "not a program for this machine"
        case (.program, E2BIG), (.request, E2BIG), (.keeper, E2BIG):
            "arguments and environment are too long — pass large data in a file"
        case (.terminal, ENOSPC): "no terminal is free — end some sessions, or raise kernel.pty.max"
        case (.terminal, _): "no terminal: \(errorText(errno))"
        case (.fork, EAGAIN): "too many processes — end some, or raise the limit (ulimit -u)"
        case (.request, EEXIST): "a session with this id exists"
        case (.request, ENOSPC): "the keeper holds as many sessions as it can — remove some"
        case (.request, ESHUTDOWN): "the keeper is ending"
        case (.request, EINVAL): "an argument, variable or id that no program can be given"
        case (.keeper, EPIPE): "the keeper is gone"
        default: errorText(errno)
        }
    }
}

/// Why the keeper did not do something else.
package struct KeeperError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Error, Hashable {
        /// The keeper has ended, and with it the sessions.
        case lost
        case refused(errno: Int32)
        /// It answers with something unknown.
        case malformed
        /// More than a packet holds.
        case tooLarge
        /// Too many requests wait already.
        case busy
    }

    /// In the user's words, as after "cannot".
    package var attempt: String
    package var cause: Cause

    package init(attempt: String, cause: Cause) {
        self.attempt = attempt
        self.cause = cause
    }

    package var description: String { "cannot \(attempt): \(reason)" }

    private var reason: String {
        switch cause {
        case .lost: "the keeper is gone"
        case .refused(ENOENT): "no such session or file"
        case .refused(ESRCH): "the program has ended"
        case .refused(EBUSY): "the program is still running"
        case .refused(ENOSYS): "this keeper is too old for that — upgrade it"
        case .refused(ENOEXEC): "the file is not a keeper that can continue this one"
        case .refused(let code): errorText(code)
        case .malformed: "the keeper's answer makes no sense — server and keeper may be too far apart in version"
        case .tooLarge: "the request is larger than 256 KiB"
        case .busy: "the keeper is too slow"
        }
    }
}
