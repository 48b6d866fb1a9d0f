import Glibc

/// Runs `body` on a detached thread of its own. Foundation's `Thread` would do, but nothing else here needs Foundation.
///
/// - Parameter stack: in bytes.
/// - Returns: 0 or an errno; then `body` does not run.
package func startThread(stack: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let start = Unmanaged.passRetained(ThreadBody(body))
    let result = pthread_create(
        &thread, &attributes,
        { argument in
            Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
            return nil
        }, start.toOpaque())
    if result != 0 { start.release() }
    return result
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
