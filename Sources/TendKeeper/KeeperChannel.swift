import CKeeper
import CLinux
import Glibc
import Synchronization

/// The socket to the keeper with the thread that reads it. Requests are matched with their answers by tag; a request that finds the socket
/// full waits in a bounded queue, so that nobody blocks.
final class KeeperChannel: Sendable {
    /// All parts of an answer in order, the last one last.
    typealias Answer = Result<[Packet], KeeperError.Cause>

    private struct Waiter {
        var continuation: CheckedContinuation<Answer, Never>
        var parts: [Packet] = []
    }

    private struct State {
        var nextTag: UInt64 = 1
        var waiters: [UInt64: Waiter] = [:]
        /// Requests that the socket has had no room for yet.
        var queue: [(tag: UInt64, bytes: [UInt8])] = []
        var isEnded = false
    }

    private static let queueLimit = 1024

    private let socket: Int32
    /// Wakes the thread when there is something to send, or nothing to do any more.
    private let waker: Int32
    private let state = Mutex(State())
    private let onNotice: @Sendable (Packet) -> Void
    private let onLost: @Sendable () -> Void

    /// Takes over `descriptor`. `onLost` is called when the keeper closes its end, not after ``close()``.
    init(
        descriptor: Int32, onNotice: @escaping @Sendable (Packet) -> Void, onLost: @escaping @Sendable () -> Void
    ) {
        socket = descriptor
        waker = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(waker >= 0, "no descriptor is left for the keeper's thread")
        self.onNotice = onNotice
        self.onLost = onLost
        var room = tend_keeper_packet_limit
        setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout.size(ofValue: room)))
        _ = tend_set_close_on_exec(socket, true)
    }

    /// Starts the thread, which keeps the channel alive until either side has closed it.
    func start() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<KeeperChannel>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "no thread is left for the keeper")
        pthread_detach(thread)
    }

    func close() {
        state.withLock { $0.isEnded = true }
        wake()
    }

    func request(_ type: tend_keeper_message, _ payload: [UInt8]) async -> Answer {
        guard payload.count <= Int(tend_keeper_packet_limit) - Int(tend_keeper_header) else {
            return .failure(.tooLarge)
        }
        return await withCheckedContinuation { continuation in
            let failure: KeeperError.Cause? = state.withLock { state in
                if state.isEnded { return .lost }
                let tag = state.nextTag
                let bytes = Packet(type: type, tag: tag, payload: payload).bytes
                if !state.queue.isEmpty || send(bytes) == -Int(EAGAIN) {
                    guard state.queue.count < Self.queueLimit else { return .busy }
                    state.queue.append((tag, bytes))
                    wake()
                }
                state.nextTag += 1
                state.waiters[tag] = Waiter(continuation: continuation)
                return nil
            }
            if let failure { continuation.resume(returning: .failure(failure)) }
        }
    }

    /// A broken socket is noticed by the reading thread, which fails all that wait.
    private func send(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { tend_message_send(socket, $0.baseAddress!, $0.count, -1) }
    }

    private func wake() { eventfd_write(waker, 1) }

    // MARK: The thread

    private func run() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(tend_keeper_packet_limit), alignment: 16)
        defer { buffer.deallocate() }
        var isLost = false
        while !isLost, let wantsToSend = state.withLock({ $0.isEnded ? nil : !$0.queue.isEmpty }) {
            var polled = [
                pollfd(fd: socket, events: Int16(POLLIN | (wantsToSend ? POLLOUT : 0)), revents: 0),
                pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, -1) >= 0 || errno == EINTR else { break }
            if polled[1].revents != 0 {
                var count: eventfd_t = 0
                eventfd_read(waker, &count)
            }
            if polled[0].revents & Int16(POLLOUT) != 0 { drainQueue() }
            if polled[0].revents & ~Int16(POLLOUT) != 0 { isLost = !receive(into: buffer) }
        }
        end()
        if isLost { onLost() }
    }

    private func drainQueue() {
        state.withLock { state in
            let sent = state.queue.prefix { send($0.bytes) != -Int(EAGAIN) }.count
            state.queue.removeFirst(sent)
        }
    }

    /// Reads one packet; false if the keeper is gone.
    private func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        var descriptor: Int32 = -1
        let length = tend_message_receive(socket, buffer.baseAddress!, buffer.count, &descriptor)
        if length == -Int(EMSGSIZE) || length == -Int(EAGAIN) { return true }
        guard length > 0 else { return false }
        guard let packet = Packet(UnsafeRawBufferPointer(rebasing: buffer[..<length]), descriptor: descriptor) else {
            if descriptor >= 0 { Glibc.close(descriptor) }
            return true
        }
        if packet.tag == 0 { onNotice(packet) } else { deliver(packet) }
        return true
    }

    private func deliver(_ packet: Packet) {
        let isPart = packet.isType(tend_keeper_welcome) || packet.isType(tend_keeper_session)
        let (isExpected, complete): (Bool, Waiter?) = state.withLock { state in
            guard state.waiters[packet.tag] != nil else { return (false, nil) }
            state.waiters[packet.tag]!.parts.append(packet)
            return (true, isPart ? nil : state.waiters.removeValue(forKey: packet.tag))
        }
        if !isExpected, packet.descriptor >= 0 { Glibc.close(packet.descriptor) }
        complete?.continuation.resume(returning: .success(complete!.parts))
    }

    private func end() {
        let waiters = state.withLock { state in
            state.isEnded = true
            state.queue = []
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters {
            for part in waiter.parts where part.descriptor >= 0 { Glibc.close(part.descriptor) }
            waiter.continuation.resume(returning: .failure(.lost))
        }
    }

    deinit {
        Glibc.close(socket)
        Glibc.close(waker)
    }
}
