import CLinux
import Glibc

/// A program beside the agent, or the agent itself.
///
/// The kernel ends it when the thread that started it ends.
struct ChildProcess: Sendable {
    let pid: Int32

    struct Failure: Error {
        var program: String
        var code: Int32
        var description: String { "\(program) cannot be run: \(String(cString: strerror(code)))" }
    }

    /// How a child ended.
    enum Ending: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)

        init(_ status: Int32) {
            self =
                tend_child_exited(status) != 0
                ? .status(tend_child_exit_status(status)) : .signal(tend_child_end_signal(status))
        }

        var text: String {
            switch self {
            case .status(let status): "status \(status)"
            case .signal(let number): "signal \(number)"
            }
        }
    }

    /// - Parameters:
    ///   - program: a path.
    ///   - deathSignal: what it gets when this thread ends.
    ///   - streams: standard input, output and error; -1 is ours.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], place: tend_child_place,
        deathSignal: Int32, streams: (Int32, Int32, Int32) = (-1, -1, -1)
    ) throws(Failure) {
        let words = CStrings([program] + arguments)
        let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
        let result = tend_child_start(
            program, words.pointers, variables.pointers, place, deathSignal, streams.0, streams.1, streams.2)
        guard result > 0 else { throw Failure(program: program, code: -result) }
        pid = result
    }

    /// The file of a program, as a shell would find it; nil if there is none.
    static func find(_ program: String, path: String?) -> String? {
        guard !program.contains("/") else { return program }
        let places = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
        for place in places {
            let file = (place.isEmpty ? "." : place) + "/" + program
            var status = stat()
            if access(file, X_OK) == 0, stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return file }
        }
        return nil
    }

    /// Words for `execve`, owned.
    private final class CStrings {
        let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        private let count: Int

        init(_ texts: [String]) {
            count = texts.count
            pointers = .allocate(capacity: count + 1)
            for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
            pointers[count] = nil
        }

        deinit {
            for index in 0..<count { free(pointers[index]) }
            pointers.deallocate()
        }
    }
}
