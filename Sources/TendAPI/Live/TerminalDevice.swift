import Glibc
import TendCore

/// A viewer's terminal in the server's hands: bytes come from it and go to it on a reactor.
///
/// It is opened anew: what the viewer does with its own descriptor, the server never waits for it.
final class TerminalDevice: @unchecked Sendable {
    // Safe because everything mutable is touched on `reactor` only.
    private enum Phase { case open, returning, returned }

    /// How long a terminal that stands still keeps its owner waiting for the end of a sequence.
    private static let returnPatience = Duration.milliseconds(300)

    private let descriptor: Int32
    private let reactor: any Reactor
    private var phase = Phase.open
    private var token: UInt64?
    private var output: [UInt8] = []
    private var written = 0
    private var chunk = [UInt8](repeating: 0, count: 4 << 10)
    private var onInput: (ArraySlice<UInt8>) -> Void = { _ in }
    private var onDrained: () -> Void = {}
    private var onFailure: () -> Void = {}
    private var onReturn: [(_ hasTakenAll: Bool) -> Void] = []

    /// - Parameter terminal: a descriptor of it, which stays the caller's.
    /// - Throws: when it is no terminal, or none that can be opened.
    init(_ terminal: Int32, on reactor: any Reactor) throws(ServiceError) {
        guard isatty(terminal) == 1 else { throw ServiceError(.invalid, "what was lent is no terminal") }
        descriptor = open("/proc/self/fd/\(terminal)", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ServiceError(.unavailable, "the terminal cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.reactor = reactor
    }

    deinit { if phase != .returned { close(descriptor) } }

    /// Whether it has not been given back, and is not about to be.
    var isOpen: Bool { phase == .open }

    /// Whether it has not taken all that was written.
    var hasOutput: Bool { written < output.count }

    /// Begins to read. Once.
    ///
    /// - Parameters:
    ///   - onInput: takes what was typed.
    ///   - onDrained: it has taken everything, after it had not.
    ///   - onFailure: it does not take or give any more, and has been let go of.
    func begin(
        onInput: @escaping (ArraySlice<UInt8>) -> Void, onDrained: @escaping () -> Void,
        onFailure: @escaping () -> Void
    ) {
        self.onInput = onInput
        self.onDrained = onDrained
        self.onFailure = onFailure
        do {
            token = try reactor.watch(socket: descriptor, for: .input) { [self] in serve($0) }
        } catch {
            fail()
        }
    }

    func write(_ bytes: [UInt8]) {
        guard phase == .open else { return }
        if hasOutput {
            output += bytes
        } else {
            output = bytes
            written = 0
        }
        flush(isNew: true)
    }

    /// Lets go of it when it has taken what was written, or does not in time; nothing is read meanwhile.
    func giveBack(_ action: @escaping (_ hasTakenAll: Bool) -> Void) {
        onReturn.append(action)
        switch phase {
        case .returned: finish()
        case .returning: break
        case .open:
            phase = .returning
            guard hasOutput else { return finish() }
            refresh()
            reactor.post(after: TerminalDevice.returnPatience) { [self] in finish() }
        }
    }

    private func finish() {
        let hasTakenAll = !hasOutput
        if phase != .returned {
            phase = .returned
            if let token { reactor.unwatch(token) }
            token = nil
            close(descriptor)
            onInput = { _ in }
            onDrained = {}
            onFailure = {}
        }
        let waiting = onReturn
        onReturn = []
        for action in waiting { action(hasTakenAll) }
    }

    private func fail() {
        let tell = phase == .open ? onFailure : {}
        finish()
        tell()
    }

    private func serve(_ readiness: Readiness) {
        if readiness.contains(.output) { flush() }
        guard phase == .open, readiness.isReadable else { return }
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            onInput(chunk[..<count])
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
            fail()
        }
    }

    private func flush(isNew: Bool = false) {
        while hasOutput {
            let count = output[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                return refresh()
            } else if errno != EINTR {
                return fail()
            }
        }
        if isNew { return }
        refresh()
        if phase == .returning { finish() } else { onDrained() }
    }

    private func refresh() {
        guard let token else { return }
        var interest: Readiness = phase == .open ? .input : []
        if hasOutput { interest.insert(.output) }
        reactor.change(token, to: interest)
    }
}
