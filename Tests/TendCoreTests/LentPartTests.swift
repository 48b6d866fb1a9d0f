import TendScreen
import Testing

@testable import TendCore

@Suite struct LentPartTests {
    private static let parts = [
        LentPart(), LentPart(keys: [0x1B], isKnown: false),
        LentPart(
            keys: Array(repeating: 7, count: 4096),
            painted: Frame(from: nil, to: Screen(size: Size(rows: 3, columns: 9)))),
    ]

    @Test(arguments: parts) func `what is encoded is decoded`(part: LentPart) throws {
        let bytes = part.encode()
        #expect(try LentPart(bytes[...]) == part)
        // A slice of something longer is no different.
        #expect(try LentPart(([9, 9] + bytes).dropFirst(2)) == part)
    }

    @Test(arguments: parts) func `half of one is an error`(part: LentPart) {
        let bytes = part.encode()
        for count in 0..<bytes.count { #expect(throws: FrameError.self) { try LentPart(bytes.prefix(count)) } }
    }
}
