import Foundation
import TendAgents
import Testing

struct UnifiedDiffTests {
    private let ten = (1...10).map { "\($0)\n" }.joined()

    @Test func `equal texts differ in nothing`() {
        #expect(UnifiedDiff.text(from: "a\nb", to: "a\nb", path: "f") == "")
    }

    @Test func `far changes are two hunks and near ones are one`() {
        let far = UnifiedDiff.text(
            from: ten, to: ten.replacing("1\n2\n", with: "2\n").replacing("10\n", with: "ten\n"), path: "f", context: 1)
        #expect(far == "--- f\n+++ f\n@@ -1,2 +1 @@\n-1\n 2\n@@ -9,2 +8,2 @@\n 9\n-10\n+ten\n")
        let near = UnifiedDiff.text(
            from: ten, to: ten.replacing("4\n", with: "").replacing("6\n", with: "x\n"), path: "f", context: 1)
        #expect(near == "--- f\n+++ f\n@@ -3,5 +3,4 @@\n 3\n-4\n 5\n-6\n+x\n 7\n")
    }

    @Test func `files that come and go`() {
        #expect(UnifiedDiff.text(from: nil, to: "a\n", path: "f") == "--- /dev/null\n+++ f\n@@ -0,0 +1 @@\n+a\n")
        #expect(UnifiedDiff.text(from: "a\n", to: nil, path: "f") == "--- f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
        #expect(
            UnifiedDiff.text(from: nil, to: "", path: "f")
                == "--- /dev/null\n+++ f\n\\ an empty file\n")
    }

    @Test func `line feeds of other systems are part of the line`() {
        #expect(UnifiedDiff.text(from: "a\r\nb\r\n", to: "a\nb\r\n", path: "f").contains("-a\r\n+a\n b\r\n"))
        #expect(
            UnifiedDiff.text(from: "a", to: "a\n", path: "f").hasSuffix(
                "\\ only the line feed at the end of the file differs\n"))
    }

    @Test func `texts with nothing in common are not compared for ever`() {
        let old = (0..<20_000).map { "old \($0)\n" }.joined()
        let new = (0..<20_000).map { "new \($0)\n" }.joined()
        let diff = UnifiedDiff.text(from: old, to: new, path: "f")
        #expect(diff.utf8.count { $0 == 10 } == 40_003)
    }

    @Test(arguments: 0..<40) func `diffs of random changes are what patch understands`(seed: Int) throws {
        var random = Steps(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let old = (0..<Int.random(in: 0...40, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }
        var new = old
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let at = Int.random(in: 0...new.count, using: &random)
            if at < new.count, Bool.random(using: &random) { new.remove(at: at) } else { new.insert("new", at: at) }
        }
        let texts = [old, new].map { $0.map { $0 + "\n" }.joined() }
        let diff = UnifiedDiff.text(from: texts[0], to: texts[1], path: "f")
        #expect(try apply(diff, to: old) == new, "seed \(seed)\n\(diff)")
    }

    private struct Steps: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// What `patch` does, strictly: every line has to be where the hunk says.
    private func apply(_ diff: String, to old: [String]) throws -> [String] {
        var result: [String] = []
        var at = 0
        for line in diff.split(separator: "\n").dropFirst(2) {
            if line.hasPrefix("@@") {
                let numbers = line.split(separator: " ")[1].dropFirst().split(separator: ",").compactMap { Int($0) }
                let start = numbers.count == 2 && numbers[1] == 0 ? numbers[0] : numbers[0] - 1
                result += old[at..<start]
                at = start
            } else if line.hasPrefix("+") {
                result.append(String(line.dropFirst()))
            } else {
                try #require(old.indices.contains(at) && old[at] == line.dropFirst())
                if line.hasPrefix(" ") { result.append(old[at]) }
                at += 1
            }
        }
        return result + old[at...]
    }
}
