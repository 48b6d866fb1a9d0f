import Foundation
import Testing

@testable import tend

struct AsciicastTests {
    @Test func `the first line tells what follows`() throws {
        let lines = Asciicast.lines(of: Array("hi\r\n".utf8), session: sample()).split(separator: "\n")
        let header = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(header["version"] as? Int == 2)
        #expect(header["width"] as? Int == 80)
        #expect(header["height"] as? Int == 24)
        #expect(header["timestamp"] as? Int == 1_700_000_000)
        #expect(header["title"] as? String == "build")
        #expect(lines.count == 2)
        #expect(lines[1] == #"[0.000, "o", "hi\r\n"]"#)
    }

    @Test func `pieces are the output in order, at rising times, cut at no character`() throws {
        let text = String(repeating: "é漢\u{1B}[31mred\u{1B}[m 😀\r\n", count: 500)
        let lines = Asciicast.lines(of: Array(text.utf8), session: sample()).split(separator: "\n").dropFirst()
        var joined = ""
        var last = -1.0
        for line in lines {
            let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
            let time = try #require(event[0] as? Double)
            #expect(time > last)
            last = time
            joined += try #require(event[2] as? String)
        }
        #expect(joined == text)
    }

    @Test func `a stray continuation byte stalls nothing`() {
        let bytes = [UInt8](repeating: 0x80, count: 5000)
        #expect(Asciicast.pieces(bytes).count > 4)
    }
}
