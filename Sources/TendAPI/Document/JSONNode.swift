import NIOCore

/// A JSON value that keeps the order of its keys, for documents that people read.
enum JSONNode: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case object([(String, JSONNode)])
    case array([JSONNode])
    case string(String)
    case integer(Int)
    case bool(Bool)

    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(arrayLiteral elements: JSONNode...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(elements) }

    /// The value of a key, if this is an object that has it.
    subscript(_ key: String) -> JSONNode? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.0 == key }?.1
    }

    func write(to buffer: inout ByteBuffer) {
        switch self {
        case .object(let fields):
            buffer.writeStaticString("{")
            for (index, (key, value)) in fields.enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                buffer.writeJSON(key)
                buffer.writeStaticString(":")
                value.write(to: &buffer)
            }
            buffer.writeStaticString("}")
        case .array(let values):
            buffer.writeStaticString("[")
            for (index, value) in values.enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                value.write(to: &buffer)
            }
            buffer.writeStaticString("]")
        case .string(let text): buffer.writeJSON(text)
        case .integer(let value): buffer.writeString(String(value))
        case .bool(let value): buffer.writeString(value ? "true" : "false")
        }
    }
}

extension ByteBuffer {
    /// Writes a string in quotes, with the escapes that JSON asks for.
    mutating func writeJSON(_ text: String) {
        writeStaticString("\"")
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 32 || byte == 0x22 || byte == 0x5C {
                writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<index]))
                start = index + 1
                switch byte {
                case 0x22: writeStaticString("\\\"")
                case 0x5C: writeStaticString("\\\\")
                case 10: writeStaticString("\\n")
                case 13: writeStaticString("\\r")
                case 9: writeStaticString("\\t")
                default:
                    let digits = String(byte, radix: 16)
                    writeString("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
                }
            }
            writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...]))
        }
        writeStaticString("\"")
    }
}
