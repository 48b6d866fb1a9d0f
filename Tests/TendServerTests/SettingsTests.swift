import Logging
import TendCore
import Testing

@testable import TendServer

@Suite struct SettingsTests {
    @Test func `without variables the defaults hold`() {
        let settings = Settings(environment: [:])
        #expect(settings.quietAfter == .seconds(8))
        #expect(settings.limits.recordingByteCount == 4 << 20)
        #expect(settings.problems.isEmpty)
    }

    @Test func `variables set sizes and times`() {
        let settings = Settings(environment: [
            "TEND_IDLE_AFTER": "500ms", "TEND_RECORDING_SIZE": "100K", "TEND_HISTORY_SIZE": "2m",
            "TEND_HISTORY_TOTAL": "3G", "TEND_LOOP_AFTER": "3", "TEND_STALL_AFTER": "90s",
        ])
        #expect(settings.hints == AgentHint.Limits(repetitions: 3, silence: .seconds(90)))
        #expect(settings.quietAfter == .milliseconds(500))
        #expect(settings.limits.recordingByteCount == 128 << 10, "whole pages of 64 KiB")
        #expect(settings.limits.historyByteCount == 2 << 20)
        #expect(settings.historyTotalByteCount == 3 << 30)
        #expect(settings.problems.isEmpty)
    }

    @Test func `hints are switched off with 0, and what makes no sense is told`() {
        let off = Settings(environment: ["TEND_LOOP_AFTER": "0", "TEND_STALL_AFTER": "0"])
        #expect(off.hints == AgentHint.Limits(repetitions: nil, silence: nil) && off.problems.isEmpty)
        let wrong = Settings(environment: ["TEND_LOOP_AFTER": "1", "TEND_STALL_AFTER": "soon"])
        #expect(wrong.hints == AgentHint.Limits() && wrong.problems.count == 2)
    }

    @Test func `how much the log says is set by the name of a level`() {
        #expect(Settings(environment: ["TEND_LOG": "Debug"]).logLevel == .debug)
        let wrong = Settings(environment: ["TEND_LOG": "loud"])
        #expect(wrong.logLevel == .info)
        #expect(
            wrong.problems == [
                "TEND_LOG: 'loud' is none of trace, debug, info, notice, warning, error, critical — info holds"
            ])
    }

    @Test(arguments: ["", "lots", "-1", "1", "99999999999999999999", "9999999999G"])
    func `what makes no sense is told and the default holds`(text: String) {
        let settings = Settings(environment: ["TEND_RECORDING_SIZE": text])
        #expect(settings.limits.recordingByteCount == 4 << 20)
        #expect(settings.problems.count == 1)
        #expect(settings.problems.first?.contains("TEND_RECORDING_SIZE") == true)
    }
}
