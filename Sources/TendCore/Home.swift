import Glibc

/// Where a server keeps its things. Two homes share nothing; one home has one server.
package struct Home: Hashable, Sendable {
    /// Sockets and lock; private to the user (0700).
    package var runtimeDirectory: String
    /// Database, recordings and logs.
    package var stateDirectory: String
    /// The user's own files.
    package var configDirectory: String

    package var socket: String { runtimeDirectory + "/tend.sock" }
    package var lock: String { runtimeDirectory + "/keeper.lock" }
    package var database: String { stateDirectory + "/tend.sqlite" }
    package var secretKey: String { stateDirectory + "/secret.key" }
    package var log: String { stateDirectory + "/server.log" }
    /// The owner's rules for what agents may do unasked.
    package var approvals: String { configDirectory + "/approvals.yaml" }
    package var sessionsDirectory: String { stateDirectory + "/sessions" }

    package init(runtimeDirectory: String, stateDirectory: String, configDirectory: String) {
        self.runtimeDirectory = runtimeDirectory
        self.stateDirectory = stateDirectory
        self.configDirectory = configDirectory
    }

    /// The home that an environment asks for: `TEND_HOME` holds everything (the socket itself, `state`, `config`); without it the XDG
    /// directories do, and `/tmp/tend-UID` stands in for a missing `XDG_RUNTIME_DIR`.
    package init(environment: [String: String], userID: UInt32) {
        func value(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        if let home = value("TEND_HOME") {
            self.init(
                runtimeDirectory: home, stateDirectory: home + "/state", configDirectory: home + "/config")
            return
        }
        let user = value("HOME") ?? Home.directory(of: userID, in: "/etc/passwd") ?? "/"
        self.init(
            runtimeDirectory: value("XDG_RUNTIME_DIR").map { $0 + "/tend" } ?? "/tmp/tend-\(userID)",
            stateDirectory: (value("XDG_STATE_HOME") ?? user + "/.local/state") + "/tend",
            configDirectory: (value("XDG_CONFIG_HOME") ?? user + "/.config") + "/tend"
        )
    }

    /// What a file as passwd(5) has for a user. A program without a shell may have been started without `HOME`.
    static func directory(of userID: UInt32, in path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
            let fields = text.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 5, UInt32(fields[2]) == userID, fields[5].hasPrefix("/") { return String(fields[5]) }
        }
        return nil
    }
}
