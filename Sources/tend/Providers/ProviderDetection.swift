import Glibc
import TendAgents
import TendCore
import TendTUI

/// Whether programs are installed, and which versions, asked of all of them at once.
struct ProviderDetection {
    struct Found: Hashable {
        /// Nil: it is not there.
        var path: String?
        var version: String?
        /// It did not say its version in time.
        var isSlow = false
    }

    private struct Question {
        var index: Int
        var pid: pid_t
        var output: Int32
        var bytes: [UInt8] = []
    }

    /// Long enough for a program in Python on a busy machine.
    static let limit = Duration.seconds(10)

    /// - Returns: what is known of each, in the same order.
    static func ask(
        _ providers: [ProviderJSON], environment: [String: String], directory: String, limit: Duration = limit
    ) -> [Found] {
        var found = look(providers, environment: environment, directory: directory)
        var questions: [Question] = []
        for (index, provider) in providers.enumerated() {
            guard let path = found[index].path, let line = line(provider, path) else { continue }
            if let question = start(line, index, environment) { questions.append(question) }
        }
        let deadline = ContinuousClock.now + limit
        while !questions.isEmpty, ContinuousClock.now < deadline {
            listen(to: &questions, until: deadline)
            questions.removeAll { question in
                guard question.output < 0 else { return false }
                if Child.status(of: question.pid) == 0 {
                    found[question.index].version = version(in: String(decoding: question.bytes, as: UTF8.self))
                }
                return true
            }
        }
        for question in questions {
            found[question.index].isSlow = true
            // With what it started: it leads a group of its own.
            kill(-question.pid, SIGKILL)
            close(question.output)
            _ = Child.status(of: question.pid)
        }
        return found
    }

    /// Where they are, without asking them.
    static func look(_ providers: [ProviderJSON], environment: [String: String], directory: String) -> [Found] {
        providers.map { provider in
            let command = provider.command.isEmpty ? environment["SHELL"] ?? "/bin/sh" : provider.command
            return Found(path: ProgramSearch.find(command, search: environment["PATH"], from: directory))
        }
    }

    /// The first thing that looks like a version: `2.1.329` of `2.1.329 (Claude Code)`.
    static func version(in text: String) -> String? {
        for word in text.prefix(4096).split(whereSeparator: { $0.isWhitespace || "(),;:\"'".contains($0) }) {
            let number = word.first == "v" ? word.dropFirst() : word
            if number.first?.isNumber == true, number.contains("."), number.utf8.count <= 40 {
                return DisplayText.cleaned(String(number), limit: 40)
            }
        }
        return nil
    }

    /// What is asked. Another program than the manifest names is asked itself.
    private static func line(_ provider: ProviderJSON, _ path: String) -> String? {
        let isOwn = provider.fields.contains { $0.key == "command" && $0.value != nil }
        return isOwn ? ShellWords.quoted(path) + " --version" : provider.detect
    }

    private static func start(_ line: String, _ index: Int, _ environment: [String: String]) -> Question? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // The other programs must not hold this one's output open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        do {
            let pid = try Child.start(["/bin/sh", "-c", line], environment: environment, output: ends[1])
            return Question(index: index, pid: pid, output: ends[0])
        } catch {
            Console.say("tend: \(error.message)")
            close(ends[0])
            return nil
        }
    }

    /// Reads what has come; a question whose answer is at its end has no output any more.
    private static func listen(to questions: inout [Question], until deadline: ContinuousClock.Instant) {
        var waits = questions.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        guard poll(&waits, nfds_t(waits.count), Int32(max(0, min(left, 60_000)))) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        for index in questions.indices where waits[index].revents != 0 {
            let count = read(questions[index].output, &buffer, buffer.count)
            if count > 0 {
                // More is not needed; it is read all the same, lest the program waits for us.
                if questions[index].bytes.count < 65536 { questions[index].bytes += buffer[..<count] }
            } else if count == 0 || errno != EINTR {
                close(questions[index].output)
                questions[index].output = -1
            }
        }
    }
}
