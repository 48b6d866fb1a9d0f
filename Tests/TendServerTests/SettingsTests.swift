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
            "TEND_HISTORY_TOTAL": "3G",
        ])
        #expect(settings.quietAfter == .milliseconds(500))
        #expect(settings.limits.recordingByteCount == 128 << 10, "whole pages of 64 KiB")
        #expect(settings.limits.historyByteCount == 2 << 20)
        #expect(settings.historyTotalByteCount == 3 << 30)
        #expect(settings.problems.isEmpty)
    }

    @Test(arguments: ["", "lots", "-1", "1", "99999999999999999999", "9999999999G"])
    func `what makes no sense is told and the default holds`(text: String) {
        let settings = Settings(environment: ["TEND_RECORDING_SIZE": text])
        #expect(settings.limits.recordingByteCount == 4 << 20)
        #expect(settings.problems.count == 1)
        #expect(settings.problems.first?.contains("TEND_RECORDING_SIZE") == true)
    }
}
