/// A buffer without its text, but for its beginning.
package struct BufferJSON: Hashable, Sendable, Codable {
    package var name: String
    /// In bytes.
    package var size: Int
    package var createdAt: Timestamp
    /// Named by the server.
    package var isAutomatic: Bool
    /// How it begins, on one line.
    package var sample: String

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, size
        case createdAt = "created_at"
        case isAutomatic = "is_automatic"
        case sample
    }

    /// Characters of a sample.
    private static let sampleLimit = 80

    package init(_ buffer: CopyBuffer) {
        name = buffer.name
        size = buffer.bytes.count
        createdAt = Timestamp(seconds: buffer.time)
        isAutomatic = buffer.isAutomatic
        // A character may be several bytes, and end in the middle of one.
        let beginning = String(decoding: buffer.bytes.prefix(8 * BufferJSON.sampleLimit), as: UTF8.self)
        sample = DisplayText.cleaned(beginning.replacing("\n", with: "⏎"), limit: BufferJSON.sampleLimit)
    }
}

/// Answer of `GET /buffers`, the newest first.
package struct BufferListJSON: Hashable, Sendable, Codable {
    package var buffers: [BufferJSON]
    package init(buffers: [BufferJSON]) { self.buffers = buffers }
}
