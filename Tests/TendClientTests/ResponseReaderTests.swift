import Testing

@testable import TendClient

struct ResponseReaderTests {
    /// What an answer says, fed in pieces of `size` bytes.
    private static func read(
        _ text: String, by size: Int
    ) throws(ResponseReader.Failure) -> (
        head: ResponseReader.Head?, body: String, isWhole: Bool
    ) {
        var reader = ResponseReader()
        var head: ResponseReader.Head?
        var body: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while true {
            switch try reader.next() {
            case .head(let found): head = found
            case .body(let bytes): body += bytes
            case .end: return (head, String(decoding: body, as: UTF8.self), true)
            case nil:
                if rest.isEmpty { reader.end() }
                reader.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
        }
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length:  5 \r\nX-A: b:c\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nlast: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nhello",
        ], [1, 2, 7, 4096])
    func `an answer is the same in any chunking`(_ text: String, _ size: Int) throws {
        let read = try Self.read(text, by: size)
        #expect(read.head?.status == 200)
        #expect(read.body == "hello")
    }

    @Test func `headers are found under small letters, without the blanks around`() throws {
        let read = try Self.read("HTTP/1.1 204 No Content\r\nX-A:  b:c \r\nEmpty:\r\n\r\n", by: 3)
        #expect(read.head == ResponseReader.Head(status: 204, headers: ["x-a": "b:c", "empty": ""]))
        #expect(read.body.isEmpty)
    }

    @Test(
        arguments: [
            "SSH-2.0-OpenSSH", "HTTP/1.1 yes\r\n\r\n", "HTTP/1.1 200 OK\r\nnothing\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 1e3\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 " + String(repeating: "x", count: 70_000),
        ], [1, 4096])
    func `what is no answer is refused`(_ text: String, _ size: Int) {
        #expect(throws: ResponseReader.Failure.notHTTP) { _ = try Self.read(text, by: size) }
    }

    @Test(
        arguments: [
            "", "HTT", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        ])
    func `half an answer is none`(_ text: String) {
        #expect(throws: ResponseReader.Failure.lost) { _ = try Self.read(text, by: 4096) }
    }
}
