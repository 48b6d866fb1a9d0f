/// Looks at the files of a running Claude Code for what became of a dialog.
package struct ClaudeSight {
    package private(set) var dialog: ClaudeDialog
    package let transcriptPath: String?
    package let registryPath: String?
    private var tail: FileTail?
    private var transcript = ClaudeTranscript()

    /// A call that waits is among the newest records.
    private static let lookBack = 512 << 10
    private static let registryLimit = 64 << 10

    private init(_ dialog: ClaudeDialog, transcriptPath: String?, registryPath: String?, tail: FileTail?) {
        self.dialog = dialog
        self.transcriptPath = transcriptPath
        self.registryPath = registryPath
        self.tail = tail
    }

    /// - Parameter offset: of the transcript; nil: from the beginning, where the one before had seen nothing.
    package init(answered dialog: ClaudeDialog, transcriptPath: String?, registryPath: String?, from offset: Int?) {
        self.init(
            dialog, transcriptPath: transcriptPath, registryPath: registryPath,
            tail: transcriptPath.map { FileTail($0, from: offset ?? 0) })
    }

    /// Where the transcript is to be read on: behind the last whole record that was seen.
    package var offset: Int? { tail.map { $0.offset - transcript.openByteCount } }

    /// - Parameter environment: as a hook gets it, with `CLAUDE_PID`.
    package init(_ request: ClaudeRequest, environment: [String: String]) {
        let directory = ClaudeRegistry.directory(environment: environment)
        let process = environment["CLAUDE_PID"].flatMap { Int32($0) }
        let path = request.event.transcript
        self.init(
            ClaudeDialog(request), transcriptPath: path,
            registryPath: directory.flatMap { directory in
                process.map { ClaudeRegistry.path(in: directory, process: $0) }
            }, tail: path.map { FileTail($0, last: ClaudeSight.lookBack) })
    }

    /// Reads what has been written since the last look.
    package mutating func look() -> ClaudeDialog.Finding {
        while let bytes = tail?.next(), !bytes.isEmpty { transcript.feed(bytes) }
        let registry = registryPath.flatMap { FileTail.contents(of: $0, limit: ClaudeSight.registryLimit) }
            .flatMap { ClaudeRegistry(parsing: $0) }
        return dialog.look(registry: registry, transcript: transcript)
    }
}
