import Foundation
import TendCore
import Testing

@testable import TendAgents

/// Tokens in transcripts of Claude Code. `Fixtures/usage.jsonl` is a run of version 2.1.329 with a subagent, without its prompts.
struct ClaudeUsageTests {
    private func usage(_ lines: [String]) -> ClaudeUsage {
        lines.reduce(into: ClaudeUsage()) { $0.take(Array($1.utf8)) }
    }

    private func record(_ id: String, _ output: Int, model: String = "m", written: Int = 0, hour: Int = 0) -> String {
        #"{"type":"assistant","message":{"id":"\#(id)","model":"\#(model)","content":[],"usage":{"input_tokens":5,"output_tokens":\#(output),"cache_read_input_tokens":7,"cache_creation_input_tokens":\#(written),"cache_creation":{"ephemeral_1h_input_tokens":\#(hour)}}}}"#
    }

    @Test func `a message in several records counts once, with its last word`() {
        let read = usage([record("a", 1), record("b", 2), record("a", 9)])
        #expect(read.models == [ModelUsage(model: "m", tokens: TokenCount(input: 10, output: 11, cacheRead: 14))])
        // Many messages later the sum is still right.
        #expect(usage((0..<500).map { record("m\($0)", 2) }).models.total.output == 1000)
    }

    @Test func `models and kinds are told apart`() {
        let read = usage([record("a", 1, written: 30, hour: 20), record("b", 2, model: "n")])
        #expect(
            read.models == [
                ModelUsage(
                    model: "m",
                    tokens: TokenCount(input: 5, output: 1, cacheRead: 7, cacheWrite: 10, cacheWriteHour: 20)),
                ModelUsage(model: "n", tokens: TokenCount(input: 5, output: 2, cacheRead: 7)),
            ])
    }

    @Test func `what the program says of the cost holds until more is used`() {
        let cost = #"{"type":"cost-state","totalCostUSD":0.25,"hasUnknownModelCost":false}"#
        #expect(usage([record("a", 1), cost]).cost == 0.25)
        #expect(usage([record("a", 1), cost, record("a", 1)]).cost == 0.25)
        #expect(usage([record("a", 1), cost, record("b", 1)]).cost == nil)
        #expect(usage([#"{"type":"cost-state","totalCostUSD":0.25,"hasUnknownModelCost":true}"#]).cost == nil)
    }

    @Test func `the last words are those of the agent itself`() {
        func says(_ text: String, isSubagent: Bool = false) -> String {
            #"{"type":"assistant","isSidechain":\#(isSubagent),"message":{"id":"a","content":[{"type":"text","text":"\#(text)"}],"usage":{"output_tokens":1}}}"#
        }
        #expect(!usage([]).ends(with: ""))
        #expect(usage([says("One."), says("Done.\\n")]).ends(with: "Done."))
        #expect(usage([says("Done."), record("t", 1), says("psst", isSubagent: true)]).ends(with: "Done."))
        #expect(!usage([says("Done."), says("Really.")]).ends(with: "Done."))
    }

    @Test func `garbage and words about usage say nothing`() {
        let lines = [
            "", #"{"usage""#, #"{"type":"user","message":{"content":"the \"usage\" of it"}}"#, "\u{0}\"usage\"",
            #"{"type":"assistant","message":{"id":"a","model":"<synthetic>","usage":{"input_tokens":0,"output_tokens":0}}}"#,
            #"{"type":"assistant","message":{"id":"a","usage":3}}"#,
        ]
        #expect(usage(lines) == ClaudeUsage())
    }

    // MARK: Files

    /// A copy of the recorded conversation that can be written to.
    private final class Stage {
        let directory: String
        var transcript: String { directory + "/c.jsonl" }
        var notes: String { directory + "/usage.json" }

        init() throws {
            directory = FileManager.default.temporaryDirectory.path + "/tend-usage-\(UUID())"
            try FileManager.default.createDirectory(
                atPath: directory + "/c/subagents", withIntermediateDirectories: true)
            try Data(ClaudeFixture.bytes("usage.jsonl")).write(to: URL(fileURLWithPath: transcript))
            try Data(ClaudeFixture.bytes("usage-subagent.jsonl"))
                .write(to: URL(fileURLWithPath: directory + "/c/subagents/agent-a1.jsonl"))
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }  // Left in the temporary directory at worst.

        func append(_ text: String) throws {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: transcript))
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }

        func read() -> ClaudeUsage? { ClaudeUsageReader(transcript: transcript, notes: notes).read() }
        func readAnew() -> ClaudeUsage? { ClaudeUsageReader(transcript: transcript, notes: nil).read() }
    }

    @Test func `a real conversation is counted with its subagent, as the program counts it`() throws {
        let usage = try #require(try Stage().read())
        #expect(
            usage.models == [ModelUsage(model: "claude-opus-4-8", tokens: TokenCount(input: 500, output: 100))])
        // By the list the manifest has, it is what the program says itself.
        let claude = try #require(ShippedManifests.all.first { $0.name == "claude" }?.manifest)
        #expect(usage.cost == 0.005 && claude.estimate(of: usage.models) == 0.005)
    }

    @Test func `each reader goes on where the last one stopped, and sums are as if read at once`() throws {
        let stage = try Stage()
        _ = stage.read()
        let line = record("later", 40) + "\n"
        // A line that is being written counts when it is whole.
        try stage.append(String(line.prefix(60)))
        #expect(stage.read()?.models.total.output == 100)
        try stage.append(String(line.dropFirst(60)) + record("open", 3))
        #expect(stage.read()?.models.total.output == 140)
        try stage.append("\n" + record("later", 41) + "\n")
        let read = stage.read()
        #expect(read?.models.total.output == 144 && read?.ends(with: "All done.") == true)
        #expect(read?.models == stage.readAnew()?.models)
        let notes = try String(contentsOfFile: stage.notes, encoding: .utf8)
        #expect(notes.contains("later") && !notes.contains("content"))
    }

    @Test func `notes that are gone, damaged or of another conversation cost a reading and no wrong sum`() throws {
        let stage = try Stage()
        _ = stage.read()
        for damage in ["", "{", #"{"transcript":"/other","offsets":{}}"#, String(repeating: "x", count: 1 << 20)] {
            try Data(damage.utf8).write(to: URL(fileURLWithPath: stage.notes))
            #expect(stage.read()?.models.total.output == 100)
        }
        try FileManager.default.removeItem(atPath: stage.notes)
        #expect(stage.read()?.models.total.output == 100)
        // Replaced by a shorter one: read from its beginning, and nothing is doubled at the server (``AgentUsage``).
        try Data((record("x", 1) + "\n").utf8).write(to: URL(fileURLWithPath: stage.transcript))
        #expect(stage.read() != nil)
        #expect(ClaudeUsageReader(transcript: "/no/such.jsonl", notes: nil).read()?.models == [])
    }

    @Test func `while one reads, the others do not wait`() throws {
        let stage = try Stage()
        let file = open(stage.notes, O_RDWR | O_CREAT, 0o600)
        defer { close(file) }
        #expect(flock(file, LOCK_EX) == 0)
        #expect(stage.read() == nil)
        #expect(flock(file, LOCK_UN) == 0)
        #expect(stage.read() != nil)
    }
}
