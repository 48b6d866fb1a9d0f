import Testing

@testable import TendScreen

struct RowCodecTests {
    @Test(arguments: 1...10)
    func `rows survive exactly`(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        var rows = samples.screen(Size(rows: 30, columns: 40)).rows
        rows[3].isPrompt = true
        rows[4].isWrapped = true
        let bytes = FrameCodec.encode(rows: rows)
        #expect(try FrameCodec.decode(rows: bytes) == rows)
        for end in 0..<bytes.count {
            #expect(throws: FrameError.self) { try FrameCodec.decode(rows: Array(bytes[..<end])) }
        }
    }

    @Test func `no rows are two bytes`() throws {
        #expect(FrameCodec.encode(rows: []) == [1, 0])
        #expect(try FrameCodec.decode(rows: [1, 0]) == [])
        #expect(throws: FrameError.unknownVersion(9)) { try FrameCodec.decode(rows: [9, 0]) }
    }
}
