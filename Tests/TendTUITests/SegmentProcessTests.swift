import Glibc
import TestSupport
import Testing

@testable import TendTUI

@Suite struct SegmentProcessTests {
    /// Runs a command to its end.
    private func outcome(
        of command: String, _ environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        patience: Duration = patience
    ) throws -> SegmentRun.Outcome {
        let processes = SegmentProcesses(environment: environment, patience: patience)
        try processes.start(command)
        while true {
            var files = processes.files
            let left = processes.deadline.map { max(.zero, $0 - .now) / .milliseconds(1) }
            _ = poll(&files, nfds_t(files.count), left.map { Int32($0.rounded(.up)) } ?? -1)
            if let ended = processes.take().first {
                #expect(ended.command == command)
                #expect(processes.files.isEmpty)
                return ended.outcome
            }
        }
    }

    @Test func `the first line that a shell command prints is its outcome`() throws {
        #expect(try outcome(of: "printf 'a  b\\nc'") == .printed("a  b"))
        #expect(try outcome(of: "true") == .printed(""))
        #expect(try outcome(of: "echo $WHAT", ["WHAT": "x"]) == .printed("x"))
    }

    @Test func `a failure is told with its status`() throws {
        #expect(try outcome(of: "echo no; exit 3") == .failed("exited with 3", printed: "no"))
        #expect(try outcome(of: "kill -9 $$") == .failed("ended by SIGKILL", printed: ""))
        #expect(try outcome(of: "no-such-program") == .failed("exited with 127", printed: ""))
    }

    @Test func `one that takes too long is killed with all that it started`() throws {
        let outcome = try outcome(of: "echo begun; sleep 1000 & sleep 1000", patience: .milliseconds(200))
        // How far it got is up to the machine.
        guard case .failed("took longer than 0.2 seconds", printed: _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `one that prints without end is cut off, and one that leaves something behind is not waited for`() throws
    {
        #expect(try outcome(of: "exec yes") == .printed("y"))
        #expect(try outcome(of: "sleep 1000 > /dev/null & echo $!; kill $!") != .printed(""))
        #expect(try outcome(of: "exec 1>&-; exit 0") == .printed(""))
    }

    @Test func `it has neither the terminal nor the ignored signals of the client`() throws {
        signal(SIGPIPE, SIG_IGN)
        #expect(try outcome(of: "cat; kill -PIPE $$; echo survived") == .failed("ended by SIGPIPE", printed: ""))
        #expect(try outcome(of: "test -t 0 || ps -o tty= -p $$ | tr -d ' '") == .printed("?"))
    }
}
