import Foundation
import TendCore
import Testing

@testable import TendServer

struct SessionFolderTests {
    /// The next of many is written over the one before the last: longer or shorter, nothing of that one is left.
    @Test func `the snapshot is the one that was written last, and a single one leaves no other`() throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "tend-snapshots-\(UUID())").path
        let folder = SessionFolder(sessionsDirectory: parent, id: SessionID(rawValue: "abcd"))
        try folder.create()
        defer { try? FileManager.default.removeItem(atPath: parent) }  // What cannot be removed stays in /tmp.
        var files: Set<UInt64> = []
        var last: [UInt8]?
        for size in [100, 5000, 3, 0, 70_000, 1, 6000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
            try folder.save(snapshot: bytes, isOneOfMany: true)
            #expect(SessionFolder.read(folder.snapshot) == bytes)
            #expect(SessionFolder.read(folder.spareSnapshot) == last)
            last = bytes
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.snapshot)
            files.insert(try #require(attributes[.systemFileNumber] as? UInt64))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(files.count == 2)
        try folder.save(snapshot: [1, 2], isOneOfMany: false)
        #expect(SessionFolder.read(folder.snapshot) == [1, 2])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["snapshot"])
    }
}
