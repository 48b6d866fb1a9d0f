import Logging
import TendKeeper

/// Writes to the log of the home, which is standard error.
struct ServerLog: LogHandler {
    private var lines: StreamLogHandler
    private let file: LogFile

    init(path: String) {
        lines = StreamLogHandler.standardError(label: "tend")
        file = LogFile(path)
    }

    func log(event: LogEvent) {
        file.refresh()
        lines.log(event: event)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { lines[metadataKey: key] }
        set { lines[metadataKey: key] = newValue }
    }

    var metadata: Logger.Metadata {
        get { lines.metadata }
        set { lines.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { lines.metadataProvider }
        set { lines.metadataProvider = newValue }
    }

    var logLevel: Logger.Level {
        get { lines.logLevel }
        set { lines.logLevel = newValue }
    }
}
