import TendCore

/// Takes the answer to a request apart, in any chunking.
///
/// - SeeAlso: RFC 9112, §4, §6 and §7.
struct ResponseReader {
    struct Head: Hashable, Sendable {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
    }
    enum Part: Hashable {
        case head(Head)
        case body([UInt8])
        case end
    }
    enum Failure: Error, Hashable {
        case notHTTP
        /// The connection ended within the answer.
        case lost
    }

    private enum Place {
        case head
        /// So many bytes of the body are left; nil: it goes on to the end of the connection.
        case body(left: Int?)
        case chunkSize, chunk(left: Int), chunkEnd, trailers
        case done
    }

    private static let headLimit = 64 << 10
    private var place = Place.head
    private var bytes: [UInt8] = []
    /// The end of the head is not before this.
    private var searched = 0
    private var isEnded = false

    mutating func append(_ more: some Sequence<UInt8>) { bytes += more }
    /// The connection has ended.
    mutating func end() { isEnded = true }

    /// The next part; nil when that takes more bytes. After `.end` come only more of them.
    mutating func next() throws(Failure) -> Part? {
        while true {
            switch place {
            case .head: return try head()
            case .body(nil):
                if !bytes.isEmpty { return .body(take(bytes.count)) }
                guard isEnded else { return nil }
                place = .done
            case .body(let left?):
                guard left > 0 else {
                    place = .done
                    continue
                }
                guard !bytes.isEmpty else { return try more() }
                let piece = take(min(left, bytes.count))
                place = .body(left: left - piece.count)
                return .body(piece)
            case .chunkSize:
                guard let line = try line() else { return try more() }
                let digits = line.prefix { $0 != ";" && $0 != " " }
                guard let size = Int(digits, radix: 16), size >= 0 else { throw .notHTTP }
                place = size == 0 ? .trailers : .chunk(left: size)
            case .chunk(let left):
                guard left > 0 else {
                    place = .chunkEnd
                    continue
                }
                guard !bytes.isEmpty else { return try more() }
                let piece = take(min(left, bytes.count))
                place = .chunk(left: left - piece.count)
                return .body(piece)
            case .chunkEnd:
                guard let line = try line() else { return try more() }
                guard line.isEmpty else { throw .notHTTP }
                place = .chunkSize
            case .trailers:
                guard let line = try line() else { return try more() }
                if line.isEmpty { place = .done }
            case .done: return .end
            }
        }
    }

    /// What came behind the head, when the connection is something else from there on.
    mutating func rest() -> [UInt8] { take(bytes.count) }

    private func more() throws(Failure) -> Part? {
        if isEnded { throw .lost }
        return nil
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { bytes.removeFirst(count) }
        return Array(bytes[..<count])
    }

    private mutating func line() throws(Failure) -> String? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            if bytes.count > ResponseReader.headLimit { throw .notHTTP }
            return nil
        }
        let line = take(end + 1).dropLast()
        return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }

    private mutating func head() throws(Failure) -> Part? {
        let beginning = Array("HTTP/1.".utf8)
        guard bytes.prefix(beginning.count) == beginning.prefix(bytes.count) else { throw .notHTTP }
        guard let end = endOfHead() else {
            if bytes.count > ResponseReader.headLimit { throw .notHTTP }
            return try more()
        }
        // Bytes are taken apart several times as fast as characters.
        let lines = take(end).split(separator: UInt8(ascii: "\n")).map { ResponseReader.trimmed($0) }
        // "HTTP/1.1 200 OK"
        let words = lines.first?.split(separator: UInt8(ascii: " "), maxSplits: 2) ?? []
        guard words.count > 1, words[1].count == 3, let status = Int(ResponseReader.text(words[1])), status >= 100
        else {
            throw .notHTTP
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() where !line.isEmpty {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .notHTTP }
            let value = ResponseReader.trimmed(line[(colon + 1)...])
            headers[ResponseReader.text(line[..<colon]).lowercased()] = ResponseReader.text(value)
        }
        let head = Head(status: status, headers: headers)
        place = try placeAfter(head)
        return .head(head)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Without spaces around it, and without what ends a line.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") }
        guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return [] }
        return bytes[...last].drop(while: isSpace)
    }

    private func placeAfter(_ head: Head) throws(Failure) -> Place {
        // An interim answer: the one that counts is still to come.
        if head.status < 200 { return .head }
        if head.status == 204 || head.status == 304 { return .body(left: 0) }
        if head.headers["transfer-encoding"]?.lowercased() == "chunked" { return .chunkSize }
        guard let length = head.headers["content-length"] else { return .body(left: nil) }
        guard let count = Int(length), count >= 0 else { throw .notHTTP }
        return .body(left: count)
    }

    private mutating func endOfHead() -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        while searched + mark.count <= bytes.count {
            if bytes[searched..<searched + mark.count].elementsEqual(mark) {
                defer { searched = 0 }
                return searched + mark.count
            }
            searched += 1
        }
        return nil
    }
}
