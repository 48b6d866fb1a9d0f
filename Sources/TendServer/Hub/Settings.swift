package import Logging
package import TendCore

/// What the owner may set, by variables of the environment that the server is started in.
package struct Settings: Sendable {
    package var quietAfter = Duration.seconds(8)
    package var hints = AgentHint.Limits()
    package var limits = SessionRuntime.Limits()
    package var historyTotalByteCount = 1 << 30
    package var logLevel = Logger.Level.info
    /// What was wrong with the variables; the defaults hold in place of those.
    package var problems: [String] = []

    package init() {}

    /// Reads `TEND_IDLE_AFTER` (like `8s`); `TEND_LOOP_AFTER` (a number of calls) and `TEND_STALL_AFTER` (like `10m`), where 0 is never;
    /// `TEND_RECORDING_SIZE`, `TEND_HISTORY_SIZE` and `TEND_HISTORY_TOTAL` (like `64M`); `TEND_LOG` (like `debug`).
    package init(environment: [String: String]) {
        if let text = environment["TEND_IDLE_AFTER"] {
            do {
                let duration = try Duration(parsing: text)
                if duration > .zero {
                    quietAfter = duration
                } else {
                    problems.append("TEND_IDLE_AFTER has to be positive")
                }
            } catch {
                problems.append("TEND_IDLE_AFTER: \(error.message) — 8s holds")
            }
        }
        if let text = environment["TEND_LOOP_AFTER"] {
            if let number = Int(text), number >= 0, number != 1 {
                hints.repetitions = number == 0 ? nil : number
            } else {
                problems.append("TEND_LOOP_AFTER: '\(text)' is no number of calls from 2, or 0 for never — 5 holds")
            }
        }
        if let text = environment["TEND_STALL_AFTER"] {
            do {
                let duration = text == "0" ? .zero : try Duration(parsing: text)
                hints.silence = duration > .zero ? duration : nil
            } catch {
                problems.append("TEND_STALL_AFTER: \(error.message) — 10m holds")
            }
        }
        if let text = environment["TEND_LOG"] {
            if let level = Logger.Level(rawValue: text.lowercased()) {
                logLevel = level
            } else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append("TEND_LOG: '\(text)' is none of \(levels) — info holds")
            }
        }
        read("TEND_RECORDING_SIZE", in: 64 << 10...1 << 30, environment, \.limits.recordingByteCount)
        read("TEND_HISTORY_SIZE", in: 64 << 10...64 << 30, environment, \.limits.historyByteCount)
        read("TEND_HISTORY_TOTAL", in: 1 << 20...1 << 40, environment, \.historyTotalByteCount)
        // The ring is mapped twice, so it has to be of whole 64 KiB.
        limits.recordingByteCount = (limits.recordingByteCount + 0xFFFF) & ~0xFFFF
    }

    private mutating func read(
        _ name: String, in range: ClosedRange<Int>, _ environment: [String: String],
        _ value: WritableKeyPath<Settings, Int>
    ) {
        guard let text = environment[name] else { return }
        guard let bytes = Settings.byteCount(text), range.contains(bytes) else {
            problems.append(
                "\(name): '\(text)' is no size from \(range.lowerBound) to \(range.upperBound) bytes, like 4M or 65536 — "
                    + "\(self[keyPath: value]) holds")
            return
        }
        self[keyPath: value] = bytes
    }

    /// A number of bytes with an optional `K`, `M` or `G`.
    static func byteCount(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.uppercased().last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())) else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit ?? 1)
        return overflows || bytes < 0 ? nil : bytes
    }
}
