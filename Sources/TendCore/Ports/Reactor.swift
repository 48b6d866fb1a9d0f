/// A thread that waits for descriptors. Sessions live on one, and so do the sockets of those who look at them: what is typed
/// reaches the program, and a picture the socket, without another thread being woken.
package protocol Reactor: AnyObject, Sendable {
    /// Whether the caller runs on it.
    var isCurrent: Bool { get }
    /// Runs `block` on it soon, after what was posted before.
    func post(_ block: @escaping @Sendable () -> Void)
    /// Runs `block` on it after `delay` or a little later.
    func post(after delay: Duration, _ block: @escaping @Sendable () -> Void)

    // On the reactor only:

    /// Calls `handler` whenever `descriptor` is ready, until ``unwatch(_:)`` with the token that is returned.
    ///
    /// - Throws: ``ServiceError`` when the kernel does not watch it.
    func watch(
        socket descriptor: Int32, for events: Readiness, _ handler: @escaping (Readiness) -> Void
    ) throws(ServiceError) -> UInt64
    /// Without any event nothing is reported, not even a hang-up.
    func change(_ token: UInt64, to events: Readiness)
    func unwatch(_ token: UInt64)
}

/// What a descriptor is ready for. The values are those of epoll(7).
package struct Readiness: OptionSet, Sendable {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let input = Readiness(rawValue: 0x1)
    package static let output = Readiness(rawValue: 0x4)
    /// An error or the end. Always reported while anything is watched.
    package static let hangUp = Readiness(rawValue: 0x18)
    /// Whether there is something to read, be it the end. Asked for every key: sets made of literals cost more than the key.
    package var isReadable: Bool { rawValue & 0x19 != 0 }
}
