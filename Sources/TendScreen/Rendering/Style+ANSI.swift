extension Style {
    /// The text with the escape sequences that give it this look, and a reset behind it.
    package func ansi(_ text: String, depth: ColorDepth = .trueColor) -> String {
        var bytes: [UInt8] = []
        var pen = Pen(depth: depth)
        pen.set(self, into: &bytes)
        bytes += text.utf8
        pen.set(.plain, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
