/// Writes the parameters of SGR. Without strings in between: on screens where every cell has its own colours these bytes are most of what is
/// sent, and making strings of them was half the work.
struct SGRCodes {
    /// Parameters in the sequence that is being written; 0: there is none.
    private var count = 0
    /// Some terminals, ours among them, take no more at once.
    private static let limit = 16

    /// Ends the last sequence.
    func end(_ bytes: inout [UInt8]) {
        if count > 0 { bytes.append(0x6D) }
    }

    mutating func put(_ code: UInt8, _ bytes: inout [UInt8]) {
        begin(1, &bytes)
        digits(code, &bytes)
    }

    mutating func put(underline: Underline, _ bytes: inout [UInt8]) {
        begin(1, &bytes)
        digits(4, &bytes)
        bytes.append(0x3A)
        digits(underline.rawValue, &bytes)
    }

    /// - Parameter base: 30 for the text, 40 for what is behind it.
    mutating func put(_ color: Color, base: UInt8, _ bytes: inout [UInt8]) {
        if let index = color.paletteIndex {
            if index < 16 { return put(index < 8 ? base + index : base + 52 + index, &bytes) }
            begin(3, &bytes)
            digits(base + 8, &bytes)
            more(5, 0x3B, &bytes)
            more(index, 0x3B, &bytes)
        } else if let (red, green, blue) = color.components {
            begin(5, &bytes)
            digits(base + 8, &bytes)
            more(2, 0x3B, &bytes)
            more(red, 0x3B, &bytes)
            more(green, 0x3B, &bytes)
            more(blue, 0x3B, &bytes)
        } else {
            put(base + 9, &bytes)
        }
    }

    mutating func put(underlineColor color: Color, _ bytes: inout [UInt8]) {
        if let index = color.paletteIndex {
            put(58, &bytes)
            more(5, 0x3A, &bytes)
            more(index, 0x3A, &bytes)
        } else if let (red, green, blue) = color.components {
            put(58, &bytes)
            more(2, 0x3A, &bytes)
            // The colour space, which is left open.
            bytes.append(0x3A)
            more(red, 0x3A, &bytes)
            more(green, 0x3A, &bytes)
            more(blue, 0x3A, &bytes)
        } else {
            put(59, &bytes)
        }
    }

    private mutating func begin(_ parameters: Int, _ bytes: inout [UInt8]) {
        if count > 0, count + parameters <= SGRCodes.limit {
            bytes.append(0x3B)
            count += parameters
            return
        }
        if count > 0 { bytes.append(0x6D) }
        bytes.append(0x1B)
        bytes.append(0x5B)
        count = parameters
    }

    private func more(_ number: UInt8, _ separator: UInt8, _ bytes: inout [UInt8]) {
        bytes.append(separator)
        digits(number, &bytes)
    }

    private func digits(_ number: UInt8, _ bytes: inout [UInt8]) {
        if number >= 100 { bytes.append(0x30 + number / 100) }
        if number >= 10 { bytes.append(0x30 + number / 10 % 10) }
        bytes.append(0x30 + number % 10)
    }
}
