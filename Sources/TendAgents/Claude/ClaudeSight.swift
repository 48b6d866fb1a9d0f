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

    package init(_ dialog: ClaudeDialog, transcriptPath: String?, registryPath: String?) {
        self.dialog = dialog
        self.transcriptPath = transcriptPath
        self.registryPath = registryPath
        tail = transcriptPath.map { FileTail($0, last: ClaudeSight.lookBack) }
    }

    /// - Parameter environment: as a hook gets it, with `CLAUDE_PID`.
    package init(_ request: ClaudeRequest, environment: [String: String]) {
        let directory = ClaudeRegistry.directory(environment: environment)
        let process = environment["CLAUDE_PID"].flatMap { Int32($0) }
        self.init(
            ClaudeDialog(request), transcriptPath: request.event.transcript,
            registryPath: directory.flatMap { directory in
                process.map { ClaudeRegistry.path(in: directory, process: $0) }
            })
    }

    /// Reads what has been written since the last look.
    package mutating func look() -> ClaudeDialog.Finding {
        while let bytes = tail?.next(), !bytes.isEmpty { transcript.feed(bytes) }
        let registry = registryPath.flatMap { FileTail.contents(of: $0, limit: ClaudeSight.registryLimit) }
            .flatMap { ClaudeRegistry(parsing: $0) }
        return dialog.look(registry: registry, transcript: transcript)
    }
}
