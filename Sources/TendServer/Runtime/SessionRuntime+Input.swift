import CLinux
import Glibc
package import TendCore
package import TendScreen
import TendTerminal

/// Bytes on their way to the program, behind others.
struct PendingWrite {
    var bytes: ArraySlice<UInt8>
    var count: Int
    /// Nil for replies and typed keys, which nobody waits for.
    var completion: CheckedContinuation<Int, Never>?
    /// Whether the bytes count against the room for typing.
    var isTyped = false
    var serial: UInt64
}

extension SessionRuntime {
    /// What may wait for a program that does not read. More is refused, so that nobody can fill the memory.
    static let pendingInputLimit = 16 << 20
    static let pendingReplyLimit = 64 << 10
    /// How long input may wait for a program that does not read it.
    static let inputPatience: LaneTime.Span = .seconds(10)

    /// Encodes and writes; returns when the terminal has taken every byte.
    package func send(_ inputs: [Input]) async throws(ServiceError) {
        guard master >= 0, !isExpectingEnd else {
            throw ServiceError(.conflict, "the session has ended — `tend restart` runs its command again")
        }
        var bytes: [UInt8] = []
        for input in inputs {
            let code = terminal.encode(input)
            if code.isEmpty, case .key(let key) = input, key.phase == .press {
                throw ServiceError(
                    .invalid, "the program's terminal has no code for \(key) as it is set now — nothing was sent")
            }
            bytes += code
        }
        pace.lastInput = .now
        try await write(bytes)
    }

    private func write(_ bytes: [UInt8]) async throws(ServiceError) {
        guard pendingByteCount + bytes.count <= SessionRuntime.pendingInputLimit else {
            throw ServiceError(.limit, "the program has not yet read \(pendingByteCount) bytes of earlier input")
        }
        var taken = 0
        if pending.isEmpty { taken = writeNow(bytes[...]) }
        if taken == bytes.count { return }

        let left = bytes.count - taken
        if isInputAbandoned {
            throw ServiceError(.unavailable, "the server stops; the program took \(taken) of \(bytes.count) bytes")
        }
        inputSerial &+= 1
        let serial = inputSerial
        pendingByteCount += left
        lane.schedule(at: .now + SessionRuntime.inputPatience) { [weak self] in
            self?.onLane { $0.withdraw(serial) }
        }
        let takenLater = await withCheckedContinuation { continuation in
            pending.append(
                PendingWrite(bytes: bytes[taken...], count: left, completion: continuation, serial: serial))
            watchForOutput()
        }
        guard takenLater == left else {
            throw ServiceError(
                .unavailable,
                "the program took \(taken + takenLater) of \(bytes.count) bytes and does not read on; the rest was dropped"
            )
        }
    }

    /// Writes what was just typed; what the program does not take at once waits its turn.
    func type(_ bytes: [UInt8]) {
        guard master >= 0, !isExpectingEnd else { return facts.releaseTyping(bytes.count) }
        pace.lastInput = .now
        let taken = pending.isEmpty ? writeNow(bytes[...]) : 0
        facts.releaseTyping(taken)
        guard taken < bytes.count else { return }
        inputSerial &+= 1
        pendingByteCount += bytes.count - taken
        pending.append(
            PendingWrite(
                bytes: bytes[taken...], count: bytes.count - taken, completion: nil, isTyped: true, serial: inputSerial)
        )
        watchForOutput()
    }

    /// Sends the emulator's answers. They wait behind input that waits.
    func reply(_ replies: [UInt8]) {
        guard master >= 0 else { return }
        let taken = pending.isEmpty ? writeNow(replies[...]) : 0
        guard taken < replies.count, pendingByteCount < SessionRuntime.pendingReplyLimit else { return }
        inputSerial &+= 1
        pendingByteCount += replies.count - taken
        pending.append(
            PendingWrite(
                bytes: replies[taken...], count: replies.count - taken, completion: nil, serial: inputSerial))
        watchForOutput()
    }

    /// Writes what waits, as far as the terminal takes it.
    func flushInput() {
        while let first = pending.first {
            let taken = writeNow(first.bytes)
            pendingByteCount -= taken
            if first.isTyped { facts.releaseTyping(taken) }
            pending[0].bytes = first.bytes.dropFirst(taken)
            if !pending[0].bytes.isEmpty { return }
            pending.removeFirst()
            first.completion?.resume(returning: first.count)
        }
        if let watch { lane.change(watch, to: .input) }
    }

    /// Gives up on input that a program did not read in time; what the terminal took stays taken.
    private func withdraw(_ serial: UInt64) {
        guard let index = pending.firstIndex(where: { $0.serial == serial }) else { return }
        let entry = pending.remove(at: index)
        pendingByteCount -= entry.bytes.count
        entry.completion?.resume(returning: entry.count - entry.bytes.count)
        if pending.isEmpty, let watch { lane.change(watch, to: .input) }
    }

    /// The server ends: nobody waits any more for a program that does not read.
    package func abandonInput() {
        isInputAbandoned = true
        failPendingInput()
    }

    func failPendingInput() {
        let entries = pending
        pending = []
        pendingByteCount = 0
        for entry in entries {
            if entry.isTyped { facts.releaseTyping(entry.bytes.count) }
            entry.completion?.resume(returning: entry.count - entry.bytes.count)
        }
    }

    private func watchForOutput() {
        if let watch { lane.change(watch, to: [.input, .output]) }
    }

    /// Bytes that the terminal took at once.
    private func writeNow(_ bytes: ArraySlice<UInt8>) -> Int {
        master >= 0 ? SessionRuntime.write(bytes, to: master) : 0
    }

    /// Not isolated: a closure that is asks the runtime for the current executor whenever it is called.
    private nonisolated static func write(_ bytes: ArraySlice<UInt8>, to master: Int32) -> Int {
        bytes.withUnsafeBytes { buffer in
            var taken = 0
            while taken < buffer.count {
                let count = Glibc.write(master, buffer.baseAddress! + taken, buffer.count - taken)
                if count > 0 {
                    taken += count
                } else if errno != EINTR {
                    break
                }
            }
            return taken
        }
    }
}
