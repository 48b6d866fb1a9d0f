import Foundation
import TendCore
import TendScreen
import TendTerminal
import Testing

@testable import TendServer

/// A session without a program: its output is what the test says, at the times the test says.
final class Rig {
    let runtime: SessionRuntime
    let directory: String
    private let lane: Lane

    init(rows: Int = 4, columns: Int = 20, historyByteCount: Int = 8 << 20) async throws {
        directory = NSTemporaryDirectory() + "tend-back-\(UUID().uuidString.prefix(8))"
        lane = try Lane(name: "test")
        var limits = SessionRuntime.Limits()
        limits.recordingByteCount = 256 << 10
        limits.historyByteCount = historyByteCount
        let id = SessionID(rawValue: "a")
        runtime = try SessionRuntime.create(
            id: id, size: Size(rows: rows, columns: columns), lane: lane,
            folder: SessionFolder(sessionsDirectory: directory, id: id), limits: limits,
            budget: HistoryBudget(limit: 1 << 30), version: "0", report: { _ in })
    }

    func end() async {
        await runtime.shutDown(saving: false)
        lane.stop()
        // What is left in a temporary directory is no reason to fail.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Returns when all that was to happen on the session's lane until then has happened.
    func pass(_ time: Duration) async throws { try await lane.sleep(until: .now + time) }

    func print(_ text: String, at time: Duration = .zero) async { await runtime.print(text, at: time) }
}

extension SessionRuntime {
    func print(_ text: String, at time: Duration) {
        let milliseconds = Int64(time / .milliseconds(1))
        recording.mark(milliseconds: milliseconds, rows: terminal.size.rows, columns: terminal.size.columns)
        Array(text.utf8).withUnsafeBytes { recording.append($0) }
        feedRecorded()
    }

    var offsets: (start: UInt64, end: UInt64, fed: UInt64, answered: UInt64) {
        (recording.start, recording.end, recording.fedThrough, recording.answeredThrough)
    }

    var shown: Screen { terminal.screen() }

    func noteSkipped(_ output: Range<UInt64>) throws { try folder.skip([output]) }
}

func withRig(
    rows: Int = 4, columns: Int = 20, historyByteCount: Int = 8 << 20, _ body: (Rig) async throws -> Void
) async throws {
    let rig = try await Rig(rows: rows, columns: columns, historyByteCount: historyByteCount)
    do {
        try await body(rig)
    } catch {
        await rig.end()
        throw error
    }
    await rig.end()
}
