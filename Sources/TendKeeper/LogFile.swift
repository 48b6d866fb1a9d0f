import CKeeper

/// The log that keeper and server of a home write to by their standard error.
package struct LogFile: Sendable {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// To be called before a line is written: sees to it that the file stays small, and that it is the one of this name.
    package func refresh() { tend_log_refresh(path) }
}
