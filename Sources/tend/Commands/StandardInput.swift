import Glibc

/// Standard input.
enum StandardInput {
    /// All of it.
    ///
    /// - Throws: ``Failure`` if it cannot be read.
    static func bytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(0, &buffer, buffer.count)
            if count == 0 { break }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw Failure("cannot read standard input: \(String(cString: strerror(errno)))")
            }
        }
        return bytes
    }

    /// All of it.
    ///
    /// - Throws: ``Failure`` if it cannot be read, or is no text.
    static func text() throws -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else {
            throw Failure(
                "standard input is not UTF-8 text, so it cannot be typed — convert it with iconv or base64 first")
        }
        return text
    }
}
