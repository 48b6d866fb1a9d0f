import Glibc

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
