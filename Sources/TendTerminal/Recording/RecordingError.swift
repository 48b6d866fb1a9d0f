internal import Glibc

/// Why a recording could not be opened or removed.
package struct RecordingError: Error, Hashable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        /// A system call failed with this errno.
        case system(errno: Int32)
        /// The disk has not as many bytes left as the recording needs.
        case diskFull(byteCount: Int)
        /// The file is something else.
        case notARecording
        case otherVersion(found: Int, expected: Int)
        /// The header contradicts itself.
        case damaged
        case badCapacity(Int)
    }

    package var path: String
    package var cause: Cause

    package init(path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    package var description: String {
        let what = "cannot open the recording \(path): "
        return switch cause {
        case .system(let errno):
            what + String(cString: strerror(errno))
        case .diskFull(let byteCount):
            what
                + "no space left on the disk for its \(byteCount >> 10) KiB — free some space or configure a smaller recording"
        case .notARecording:
            what + "the file is not a recording — move it away"
        case .otherVersion(let found, let expected):
            what
                + "it has format \(found), this tend reads format \(expected) — use the tend that wrote it, or remove the file"
        case .damaged:
            what + "its header is damaged — move the file away; the session goes on with a new one"
        case .badCapacity(let capacity):
            what + "\(capacity) bytes is no capacity — use a multiple of 64 KiB between 64 KiB and 1 GiB"
        }
    }
}
