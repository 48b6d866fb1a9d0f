extension SessionID {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

    /// A new id: 40 random bits.
    package static func random(using generator: inout some RandomNumberGenerator) -> SessionID {
        var bits = generator.next()
        var text = ""
        for _ in 0..<8 {
            text.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return SessionID(rawValue: text)
    }
}
