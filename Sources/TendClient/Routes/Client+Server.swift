package import TendCore

extension Client {
    package func status() async throws(ClientError) -> StatusJSON {
        try await get(Request(method: .GET, target: Target("health").text, attempt: "asking how the server is"))
    }

    /// Ends server and keeper. Refused while sessions run, unless forced: then they end too.
    package func stopServer(force: Bool) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("server", "stop").text, body: JSON.encode(StopJSON(force: force)),
                attempt: "stopping the server"))
    }

    /// Ends the server; the keeper starts it again, and no session notices.
    package func restartServer() async throws(ClientError) {
        _ = try await perform(
            Request(method: .POST, target: Target("server", "restart").text, attempt: "restarting the server"))
    }

    /// Puts another program in the place of server and keeper; no session notices.
    ///
    /// - Parameter executable: an absolute path; nil: the one that runs, read anew.
    package func upgradeServer(to executable: String?) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("server", "upgrade").text,
                body: JSON.encode(UpgradeJSON(executable: executable)), attempt: "upgrading the server"))
    }
}
