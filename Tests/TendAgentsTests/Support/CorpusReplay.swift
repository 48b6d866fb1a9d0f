import TendAgents
import TendCore
import TendScreen
import TendTerminal

/// Plays a recording as a session would see it.
enum CorpusReplay {
    /// A run is looked at as often as a lane does, and asked every tenth of a second.
    private static let lookInterval = 350
    private static let sampleInterval = 100
    /// What was true only just now may be found a little later.
    private static let grace = 700

    enum Means: String, CaseIterable { case status = "OSC 7501 and screen", screen = "screen and title alone" }

    /// All recordings in which there are these means.
    static func all(_ means: Means) throws -> Confusion {
        var total = Confusion()
        for name in CorpusRecording.all where means == .screen || !name.hasSuffix("plain") {
            total.add(try play(try CorpusRecording(name), means))
        }
        return total
    }

    static func play(_ recording: CorpusRecording, _ means: Means) throws -> Confusion {
        let terminal = Terminal(size: recording.size, history: try History(directory: nil, byteLimit: 1 << 20))
        let reader = ScreenReader(rules: try CorpusRules.of(recording.agent))
        var assessment = Assessment(at: .start)
        var reports: [String: ProgramReport] = [:]
        var confusion = Confusion()
        var chunks = recording.chunks[...]
        var looked = -CorpusReplay.lookInterval
        var isNew = false
        var lastTitle = ""
        var titleTime = Moment.start
        for time in stride(from: 0, to: recording.labels.last?.to ?? 0, by: 50) {
            let now = Moment(sinceStart: .milliseconds(time))
            while let chunk = chunks.first, chunk.time <= time {
                chunks.removeFirst()
                chunk.bytes.withUnsafeBytes { terminal.feed($0) }
                isNew = true
            }
            for notice in terminal.takeNotices() where means == .status {
                switch notice {
                case .programStatus(let status):
                    reports[status.id] = ProgramReport(
                        id: status.id, state: status.state.rawValue, kind: status.kind?.rawValue ?? "",
                        message: status.message)
                case .programStatusCleared, .programStatusEnded: reports = [:]
                default: continue
                }
                if let evidence = Evidence(reports: Array(reports.values), at: now) {
                    assessment.take(evidence)
                } else {
                    assessment.drop(.program)
                }
            }
            if isNew, time >= looked + CorpusReplay.lookInterval, !terminal.isSynchronizing {
                looked = time
                isNew = false
                let screen = terminal.screen()
                if screen.title != lastTitle { (lastTitle, titleTime) = (screen.title, now) }
                assessment.take(reader.look(at: screen), titleTime: titleTime, at: now)
            }
            _ = assessment.settle(now)
            guard time % CorpusReplay.sampleInterval == 0,
                let label = recording.labels.first(where: { $0.from + CorpusReplay.grace <= time && time < $0.to })
            else { continue }
            confusion.count(
                label.state, as: assessment.verdict.state, where: "\(recording.name) \(label.scene)",
                because: assessment.verdict.source)
        }
        return confusion
    }
}
