package import TendCore

extension Client {
    /// What was copied, the newest first.
    package func buffers() async throws(ClientError) -> [BufferJSON] {
        let list: BufferListJSON = try await get(
            Request(method: .GET, target: Target("buffers").text, attempt: "listing buffers"))
        return list.buffers
    }

    package func buffer(named name: String) async throws(ClientError) -> [UInt8] {
        try await perform(
            Request(method: .GET, target: Target("buffers", name).text, attempt: "reading the buffer '\(name)'")
        ).body
    }

    /// - Parameter name: in place of what that buffer has; nil: a new one.
    package func addBuffer(_ bytes: [UInt8], name: String? = nil) async throws(ClientError) -> BufferJSON {
        try await get(
            Request(
                method: name == nil ? .POST : .PUT,
                target: name.map { Target("buffers", $0).text } ?? Target("buffers").text,
                body: bytes, bodyType: "application/octet-stream", attempt: "copying into a buffer"))
    }

    package func removeBuffer(_ name: String) async throws(ClientError) {
        _ = try await perform(
            Request(method: .DELETE, target: Target("buffers", name).text, attempt: "deleting the buffer '\(name)'"))
    }

    /// What the session's program asked last to be put on the clipboard.
    package func clipboard(of reference: String) async throws(ClientError) -> [UInt8] {
        try await perform(
            Request(
                method: .GET, target: Target("sessions", reference, "clipboard").text,
                attempt: "reading what '\(reference)' wants to copy")
        ).body
    }
}
