import Foundation
import Testing

@testable import TendServer

struct SessionFolderTests {
    /// The next file is written over the one before the last: longer or shorter, nothing of that one is left.
    @Test func `a file that is exchanged is the one that was written last`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tend-exchange-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // What cannot be removed stays in /tmp.
        let path = folder + "/snapshot"
        var files: Set<UInt64> = []
        for size in [100, 5000, 3, 0, 70_000, 1, 6000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
            try SessionFolder.exchange(bytes, to: path)
            #expect(SessionFolder.read(path) == bytes)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            files.insert(try #require(attributes[.systemFileNumber] as? UInt64))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(files.count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["snapshot", "snapshot.spare"])
    }
}
