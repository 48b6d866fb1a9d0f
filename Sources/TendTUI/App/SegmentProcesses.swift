import CLinux
import Glibc
import TendCore

/// The status bar's own commands while they run. Nothing here waits: who waits polls ``files``.
final class SegmentProcesses {
    private struct Process {
        var command: String
        var pid: pid_t
        /// Readable when the shell has ended.
        var ending: Int32
        /// -1 when all or enough has come.
        var output: Int32
        var bytes: [UInt8] = []
        /// There was more to read than a status bar can show.
        var isCut = false
        var deadline: ContinuousClock.Instant
        var isOutOfTime = false
    }

    private static let byteLimit = 4096

    private let environment: [String: String]
    private let patience: Duration
    private var processes: [Process] = []

    /// - Parameter patience: a command that takes longer is killed.
    init(environment: [String: String], patience: Duration = .seconds(10)) {
        self.environment = environment
        self.patience = patience
    }

    deinit { endAll() }

    /// Kills them with all that they started.
    func endAll() {
        for process in processes {
            kill(-process.pid, SIGKILL)
            Glibc.close(process.ending)
            if process.output >= 0 { Glibc.close(process.output) }
        }
        processes = []
    }

    /// Starts a command of the shell.
    func start(_ command: String) throws(ServiceError) {
        var ends: [Int32] = [-1, -1]
        let result = tend_pipe(&ends)
        guard result == 0 else { throw SegmentProcesses.failure("cannot make a pipe", -result) }
        defer { Glibc.close(ends[1]) }
        _ = tend_set_nonblocking(ends[0], true)
        do throws(ServiceError) {
            let pid = try Child.start(["/bin/sh", "-c", command], environment: environment, output: ends[1])
            let ending = tend_pidfd_open(pid)
            guard ending >= 0 else {
                kill(-pid, SIGKILL)
                throw SegmentProcesses.failure("cannot watch it", -ending)
            }
            processes.append(
                Process(command: command, pid: pid, ending: ending, output: ends[0], deadline: .now + patience))
        } catch {
            Glibc.close(ends[0])
            throw error
        }
    }

    private static func failure(_ what: String, _ number: Int32) -> ServiceError {
        ServiceError(.unavailable, "\(what): \(String(cString: strerror(number)))")
    }

    /// What tells that ``take()`` has something to do.
    var files: [pollfd] {
        processes.flatMap { process in
            [process.ending, process.output].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
        }
    }

    /// When ``take()`` has something to do although nothing has come.
    var deadline: ContinuousClock.Instant? { processes.filter { !$0.isOutOfTime }.map(\.deadline).min() }

    /// Those that have ended.
    func take() -> [(command: String, outcome: SegmentRun.Outcome)] {
        var ended: [(command: String, outcome: SegmentRun.Outcome)] = []
        for index in processes.indices.reversed() {
            read(&processes[index])
            if !processes[index].isOutOfTime, processes[index].deadline <= .now {
                processes[index].isOutOfTime = true
                kill(-processes[index].pid, SIGKILL)
            }
            var status: Int32 = 0
            guard waitpid(processes[index].pid, &status, WNOHANG) != 0 else { continue }
            // What was printed last may have come after the look at the pipe.
            read(&processes[index])
            let process = processes[index]
            ended.append((process.command, outcome(of: process, status)))
            Glibc.close(process.ending)
            if process.output >= 0 { Glibc.close(process.output) }
            processes.remove(at: index)
        }
        return ended
    }

    /// Takes what there is. A command that prints without end finds nobody who reads, as before `head`.
    private func read(_ process: inout Process) {
        var buffer = [UInt8](repeating: 0, count: SegmentProcesses.byteLimit)
        while process.output >= 0 {
            let count = Glibc.read(process.output, &buffer, buffer.count)
            if count < 0 { return }
            process.bytes += buffer[..<count]
            process.isCut = process.bytes.count >= SegmentProcesses.byteLimit
            guard count == 0 || process.isCut else { continue }
            Glibc.close(process.output)
            process.output = -1
        }
    }

    private func outcome(of process: Process, _ status: Int32) -> SegmentRun.Outcome {
        let line = SegmentRun.line(of: process.bytes)
        if process.isOutOfTime { return .failed("took longer than \(patience)", printed: line) }
        if status == 0 || process.isCut { return .printed(line) }
        let signal = status & 0x7F
        return .failed(
            signal == 0 ? "exited with \(status >> 8 & 0xFF)" : "ended by \(SignalName.name(Int(signal)))",
            printed: line)
    }
}
