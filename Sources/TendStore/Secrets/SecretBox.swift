import CSodium
import Glibc

/// Seals secrets for the database with a key that lies beside it in a file of its own, 0600. A copy of the database alone tells nothing.
///
/// Each secret is bound to the place it is for: a sealed text that is moved to another row does not open.
package struct SecretBox: Sendable {
    /// 32 bytes. Never printed: it has no description of its own.
    private let key: [UInt8]

    /// Why there is no box, or why a secret does not open.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable(path: String, errno: Int32)
        /// Somebody else could have read or changed the key.
        case exposed(path: String)
        case malformed(path: String)
        case missing(path: String)
        /// The sealed bytes are damaged, of another key, or from another place.
        case sealed(context: String)
        case noRandomness

        package var description: String {
            switch self {
            case .unreadable(let path, let code):
                "the key file \(path) cannot be used: \(String(cString: strerror(code)))"
            case .exposed(let path):
                "the key file \(path) is not yours alone — 'chmod 600 \(path)' if nobody else has read it, else enter the secrets anew"
            case .malformed(let path):
                "the key file \(path) does not hold a key of 32 bytes — put the right one back, or remove it and enter the secrets anew"
            case .missing(let path):
                "the key file \(path) is missing, and with it the stored secrets — put it back, or enter them anew"
            case .sealed(let context):
                "the secret '\(context)' does not open with this key — enter it anew"
            case .noRandomness:
                "the system has no randomness"
            }
        }
    }

    /// Reads the key, or makes one.
    ///
    /// - Parameter mayCreate: false when sealed secrets exist: a new key would not open them, and would hide that the old one is lost.
    package init(keyFile path: String, mayCreate: Bool) throws(Problem) {
        if let key = try SecretBox.read(path) {
            self.key = key
        } else if mayCreate {
            key = try SecretBox.create(path)
        } else {
            throw .missing(path: path)
        }
    }

    /// - Parameter context: where the secret belongs, such as `provider/claude/apiKey`; needed again to open it.
    package func seal(_ secret: String, for context: String) throws(Problem) -> [UInt8] {
        let (text, place) = (Array(secret.utf8), Array(context.utf8))
        var sealed = [UInt8](repeating: 0, count: text.count + Int(TEND_SECRET_OVERHEAD))
        guard tend_secret_seal(key, text, text.count, place, place.count, &sealed) == 0 else { throw .noRandomness }
        return sealed
    }

    package func open(_ sealed: [UInt8], for context: String) throws(Problem) -> String {
        let place = Array(context.utf8)
        var text = [UInt8](repeating: 0, count: max(0, sealed.count - Int(TEND_SECRET_OVERHEAD)))
        guard sealed.count >= Int(TEND_SECRET_OVERHEAD),
            tend_secret_open(key, sealed, sealed.count, place, place.count, &text) == 0
        else { throw .sealed(context: context) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil if there is no file.
    private static func read(_ path: String) throws(Problem) -> [UInt8]? {
        let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, errno: errno) }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else { throw .exposed(path: path) }
        var bytes = [UInt8](repeating: 0, count: Int(TEND_SECRET_KEY_SIZE) + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count == Int(TEND_SECRET_KEY_SIZE) else { throw .malformed(path: path) }
        return Array(bytes.dropLast())
    }

    /// Makes the file under another name first: a crash leaves no half of a key, and of two that make one at once the first wins.
    private static func create(_ path: String) throws(Problem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(TEND_SECRET_KEY_SIZE))
        guard tend_secret_random(&bytes, bytes.count) == 0 else { throw .noRandomness }
        let fresh = "\(path).\(getpid()).new"
        let descriptor = Glibc.open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
        defer { unlink(fresh) }
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let failure = errno
        close(descriptor)
        guard isWritten else { throw .unreadable(path: path, errno: failure) }
        if link(fresh, path) != 0 {
            guard errno == EEXIST else { throw .unreadable(path: path, errno: errno) }
            return try read(path) ?? bytes
        }
        return bytes
    }
}
