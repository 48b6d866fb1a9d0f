package import TendCore
package import TendScreen

/// A `reference` is an id, a unique prefix of an id, or a name.
extension Client {
    /// For hooks and companions: what an agent does.
    package func observe(_ reference: String, _ evidence: EvidenceJSON) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("sessions", reference, "evidence").text, body: JSON.encode(evidence),
                attempt: "telling what \(reference) does"))
    }

    /// Why a session's agent is held to do what it does.
    package func explain(_ reference: String) async throws(ClientError) -> ExplainJSON {
        try await get(
            Request(
                method: .GET, target: Target("sessions", reference, "explain").text, attempt: "explaining \(reference)")
        )
    }

    /// All sessions, ended ones too.
    package func sessions() async throws(ClientError) -> [SessionJSON] {
        let list: SessionListJSON = try await read(
            Request(method: .GET, target: Target("sessions").text, attempt: "listing sessions"))
        return list.sessions
    }

    package func session(_ reference: String) async throws(ClientError) -> SessionJSON {
        try await read(Request(method: .GET, target: target(reference), attempt: "asking for '\(reference)'"))
    }

    /// Starts a program. Returns when it runs.
    package func create(_ session: NewSessionJSON) async throws(ClientError) -> SessionJSON {
        try await read(
            Request(
                method: .POST, target: Target("sessions").text, body: JSON.encode(session),
                attempt: "starting a session"))
    }

    package func rename(_ reference: String, to name: String) async throws(ClientError) -> SessionJSON {
        try await read(
            Request(
                method: .PATCH, target: target(reference), body: JSON.encode(RenameJSON(name: name)),
                attempt: "renaming '\(reference)'"))
    }

    /// Asks the program to end, ever more firmly, and returns when it has ended. The session stays listed.
    package func stop(_ reference: String) async throws(ClientError) -> SessionJSON {
        try await read(
            Request(
                method: .DELETE, target: Target("sessions", reference).with("keep", 1).text,
                attempt: "stopping '\(reference)'"))
    }

    /// Stops the session if it runs, then forgets it with its recording.
    package func remove(_ reference: String) async throws(ClientError) {
        _ = try await perform(
            Request(method: .DELETE, target: target(reference), attempt: "removing '\(reference)'"))
    }

    /// Runs the same command again in the same place.
    package func restart(_ reference: String) async throws(ClientError) -> SessionJSON {
        try await read(
            Request(method: .POST, target: target(reference, "restart"), attempt: "restarting '\(reference)'"))
    }

    /// - Parameter signal: a name with or without `SIG`, or a number.
    package func signal(_ reference: String, _ signal: String) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: target(reference, "signal"), body: JSON.encode(SignalJSON(signal: signal)),
                attempt: "sending a signal to '\(reference)'"))
    }

    package func resize(_ reference: String, to size: Size) async throws(ClientError) -> SessionJSON {
        try await post(target(reference, "resize"), ResizeJSON(size), attempt: "resizing '\(reference)'")
    }

    /// Types a text and Enter for an agent.
    package func submit(_ reference: String, _ text: SubmitJSON) async throws(ClientError) -> SubmittedJSON {
        try await post(Target("sessions", reference, "submit").text, text, attempt: "typing for '\(reference)'")
    }

    /// Returns when every byte has been taken by the program's terminal.
    package func send(_ reference: String, _ input: InputJSON) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: target(reference, "input"), body: JSON.encode(input),
                attempt: "sending input to '\(reference)'"))
    }

    func post<Answer: Decodable>(
        _ target: String, _ body: some RequestJSON, attempt: String
    ) async throws(ClientError) -> Answer {
        try await get(Request(method: .POST, target: target, body: JSON.encode(body), attempt: attempt))
    }

    private func target(_ reference: String) -> String { Target("sessions", reference).text }
    private func target(_ reference: String, _ leaf: String) -> String { Target("sessions", reference, leaf).text }
}
