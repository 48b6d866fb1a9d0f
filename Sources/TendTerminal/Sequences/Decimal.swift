/// Numbers as they stand in control strings.
enum Decimal {
    /// A number of digits only, nil if it is empty, malformed or above the limit.
    static func value(_ digits: some Collection<UInt8>, limit: Int) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var value = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            value = value * 10 + Int(digit & 0x0F)
        }
        return value <= limit ? value : nil
    }
}
