/// A path below `/api/v1` with its query, escaped.
struct Target {
    private(set) var text: String

    /// - Parameter segments: unescaped parts of the path.
    init(_ segments: String...) {
        text = "/api/v1"
        for segment in segments { text += "/" + Target.escaped(segment) }
    }

    /// The target with a value added to its query; nil adds nothing.
    func with(_ name: String, _ value: (some CustomStringConvertible)?) -> Target {
        guard let value else { return self }
        var target = self
        target.text += (text.contains("?") ? "&" : "?") + name + "=" + Target.escaped("\(value)")
        return target
    }

    /// The text with everything but RFC 3986's unreserved characters as `%XX`.
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
