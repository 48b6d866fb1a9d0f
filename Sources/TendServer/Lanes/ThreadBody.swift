import CLinux
import Glibc

/// A closure as the start of a POSIX thread. Foundation's `Thread` would do, but nothing else here needs Foundation.
final class ThreadBody: @unchecked Sendable {
    // Safe because the closure is handed to exactly one thread, and only read there.
    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    /// Starts a detached thread with 1 MiB of stack. Returns 0 or an errno.
    func start() -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 1 << 20)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, retained.toOpaque())
        if result != 0 { retained.release() }
        return result
    }
}

/// A one-shot semaphore; Dispatch would start a thread pool for it.
final class DispatchlessSemaphore: @unchecked Sendable {
    // Safe because `sem_t` is made for this.
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    func signal() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 && errno == EINTR {} }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }
}
