import Foundation
import TendCore
import Testing

@testable import TendAgents

struct LaunchFilesTests {
    private let files: LaunchFiles
    private let runtime = NSTemporaryDirectory() + "tend-launch-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: runtime, withIntermediateDirectories: true)
        files = LaunchFiles(home: Home(runtimeDirectory: runtime, stateDirectory: "/", configDirectory: "/"))
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `files are for the user alone, replaced as a whole, and gone with their session`() throws {
        defer { try? FileManager.default.removeItem(atPath: runtime) }
        let id = SessionID(rawValue: "aaaaaaaa")
        let folder = files.folder(of: id)
        try files.write([LaunchPlan.File(path: folder + "/a", contents: "one")], for: id)
        #expect(try mode(files.directory) == 0o700)
        #expect(try mode(folder) == 0o700)
        #expect(try mode(folder + "/a") == 0o600)
        try files.write([LaunchPlan.File(path: folder + "/b", contents: "two")], for: id)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b"])
        #expect(FileManager.default.contents(atPath: folder + "/b") == Data("two".utf8))
        try files.remove(id)
        try files.remove(id)
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.directory).isEmpty)
    }

    @Test func `what a dead server left is swept, what runs stays`() throws {
        defer { try? FileManager.default.removeItem(atPath: runtime) }
        try files.sweep(except: [])
        for name in ["aaaaaaaa", "bbbbbbbb"] {
            let id = SessionID(rawValue: name)
            try files.write([LaunchPlan.File(path: files.folder(of: id) + "/x", contents: "x")], for: id)
        }
        try files.sweep(except: [SessionID(rawValue: "bbbbbbbb")])
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.directory) == ["bbbbbbbb"])
    }

    @Test func `of files that cannot all be written none is left`() throws {
        defer { try? FileManager.default.removeItem(atPath: runtime) }
        let id = SessionID(rawValue: "aaaaaaaa")
        let good = LaunchPlan.File(path: files.folder(of: id) + "/a", contents: "one")
        let bad = LaunchPlan.File(path: files.folder(of: id) + "/none/b", contents: "two")
        #expect(throws: ServiceError.self) { try files.write([good, bad], for: id) }
        #expect(!FileManager.default.fileExists(atPath: files.folder(of: id)))
    }
}
