internal import CLinux

/// Notes in the recording which bytes killed the server when they were fed to the emulator.
///
/// Without it a chunk that crashes the emulator would crash every server that comes after.
package enum FeedGuard {
    /// Installs the handlers, once per process. Threads join with their first ``Recording/beginFeeding(_:)``.
    ///
    /// - Parameter stallInterval: CPU time. A feed that is seen running at two ticks of this interval counts as stalled, and the
    ///   process aborts.
    /// - Returns: 0, or the errno for which there is no guard.
    package static func install(stallInterval: Duration = .seconds(2)) -> Int32 {
        tend_guard_install(Int64(max(stallInterval / .milliseconds(1), 1)))
    }
}
