/// Something that is wrong in a manifest.
package struct ManifestDiagnostic: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: Hashable, Sendable {
        /// The manifest cannot be used.
        case error
        /// It can; this part of it is ignored.
        case warning
    }

    package var file: String
    /// Where: `configSchema[2].type`; empty: the whole file.
    package var path: String
    package var message: String
    package var severity: Severity

    package var description: String {
        [file, path, severity == .warning ? "warning: " + message : message].filter { !$0.isEmpty }
            .joined(separator: ": ")
    }
}
