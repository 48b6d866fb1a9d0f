import TendCore
import TendScreen
import Testing

@testable import TendServer

@Suite struct TextWatchTests {
    /// What a watch says that has no time to wait.
    private func found(_ pattern: String, from start: Int? = nil, in runtime: SessionRuntime) async throws -> String {
        let matcher = try LineMatcher(pattern, isPattern: true, ignoresCase: false)
        return switch await TextWatch(runtime: runtime, matcher: matcher).firstMatch(from: start, until: .now) {
        case .match(let line): line
        case .timedOut: "nothing"
        case .ended: "the end"
        }
    }

    @Test func `a flood between two looks hides nothing`() async throws {
        try await withRig { rig in
            let count = 5 * LineReader.sliceLineCount
            await rig.print((0..<count).map { "line \($0)\r\n" }.joined() + "all said")
            for line in ["line 0", "line \(count / 2)", "line \(count - 2)", "all said"] {
                let found = try await found("^\(line)$", from: 0, in: rig.runtime)
                #expect(found == line)
            }
            let late = try await found("^line 5$", in: rig.runtime)
            #expect(late == "the end")
        }
    }

    @Test func `a line whose beginning has scrolled away is seen whole`() async throws {
        try await withRig(rows: 2, columns: 5) { rig in
            await rig.print("abcdefghijkl\r\nend")
            let line = try await found("l$", in: rig.runtime)
            #expect(line == "abcdefghijkl")
        }
    }
}
