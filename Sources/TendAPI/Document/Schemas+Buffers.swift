import TendCore

extension Schemas {
    /// What was copied.
    static let buffers: [(String, JSONNode)] = [
        (
            "Buffer",
            answer([("name", text), ("size", count), ("created_at", time), ("is_automatic", flag), ("sample", text)])
        ),
        ("BufferList", answer([("buffers", list(reference("Buffer")))])),
    ]
}
