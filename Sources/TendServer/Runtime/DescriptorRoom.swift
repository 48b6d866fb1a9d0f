import CLinux
import TendCore

/// What is left of the descriptors that this process may have. Without any it could neither answer nor be followed by another server.
enum DescriptorRoom {
    /// Kept for connections, for files that are read and written, and for the next server, which opens all sessions at once.
    static let reserve = 32

    /// Refuses what would take from the reserve.
    static func check() throws(ServiceError) {
        guard tend_descriptors_left() < reserve else { return }
        throw ServiceError(
            .limit,
            "the server may open hardly any more files, and keeps \(reserve) for itself — remove sessions, or end the server and start it with "
                + "a higher limit (ulimit -n)")
    }
}
