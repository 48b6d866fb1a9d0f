import Foundation
import TendCore
import Testing

@testable import TendServer

@Suite struct DirectoryListerTests {
    private static let lane: Lane = {
        do { return try Lane(name: "test") } catch { fatalError("no lane: \(error)") }
    }()
    private let lister = DirectoryLister(on: DirectoryListerTests.lane)

    /// A folder with `api`, `apex`, `.git`, `日本`, a link to a folder, a link to nothing and a file.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tend-directories-\(UUID())").path
        let files = FileManager.default
        for name in ["api", "apex", ".git", "日本", "bad\u{7}name"] {
            try files.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
        try files.createSymbolicLink(atPath: folder + "/linked", withDestinationPath: folder + "/api")
        try files.createSymbolicLink(atPath: folder + "/broken", withDestinationPath: folder + "/none")
        _ = files.createFile(atPath: folder + "/apple", contents: nil)
        defer { try? files.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func `directories that begin so are listed, links to some among them`() async throws {
        try await withFolder { folder in
            let all = try await lister.list(folder + "/", home: "/", limit: 10)
            #expect(all.names == ["apex", "api", "linked", "日本"])
            #expect(all.exists)
            #expect(all.directory == folder + "/")
            let some = try await lister.list(folder + "/ap", home: "/", limit: 10)
            #expect(some.names == ["apex", "api"])
            #expect(!some.exists)
            #expect(try await lister.list(folder + "/api", home: "/", limit: 10).exists)
            #expect(try await lister.list(folder + "/.", home: "/", limit: 10).names == [".git"])
            #expect(try await lister.list(folder + "/none/x", home: "/", limit: 10).names.isEmpty)
        }
    }

    @Test func `there is a limit, and the home is where the tilde is`() async throws {
        try await withFolder { folder in
            let few = try await lister.list("~", home: folder, limit: 2)
            #expect(few.names == ["apex", "api"])
            #expect(few.isCut)
            #expect(try await lister.list("~/lin", home: folder, limit: 2).names == ["linked"])
        }
    }

    @Test(arguments: ["", "src", "~other/x", "/a\0b", "/" + String(repeating: "a", count: 5000)])
    func `other paths are refused`(_ path: String) async {
        await #expect(throws: ServiceError.self) { try await lister.list(path, home: "/", limit: 1) }
    }
}
