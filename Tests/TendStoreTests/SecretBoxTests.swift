import Foundation
import TendStore
import Testing

@Suite struct SecretBoxTests {
    private let folder: Folder
    init() throws { folder = try Folder() }

    /// A directory that goes with the test.
    private final class Folder {
        let path: String
        var key: String { path + "/secret.key" }
        init() throws {
            path = NSTemporaryDirectory() + "tend-secret-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }  // Nothing hangs on it.
    }

    @Test func `what is sealed opens with the same key file, and no two seals are alike`() throws {
        let first = try SecretBox(keyFile: folder.key, mayCreate: true)
        let sealed = try first.seal("sk-ant-123 ✓", for: "provider/claude/apiKey")
        #expect(try first.seal("sk-ant-123 ✓", for: "provider/claude/apiKey") != sealed)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("sk-ant"))
        let second = try SecretBox(keyFile: folder.key, mayCreate: false)
        #expect(try second.open(sealed, for: "provider/claude/apiKey") == "sk-ant-123 ✓")
        #expect(try second.open(try second.seal("", for: "empty"), for: "empty") == "")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.key)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 32)
    }

    @Test func `a secret of another place, a changed byte and a short text do not open`() throws {
        let box = try SecretBox(keyFile: folder.key, mayCreate: true)
        let sealed = try box.seal("secret", for: "a")
        #expect(throws: SecretBox.Problem.sealed(context: "b")) { try box.open(sealed, for: "b") }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretBox.Problem.sealed(context: "a")) { try box.open(changed, for: "a") }
        }
        #expect(throws: SecretBox.Problem.sealed(context: "a")) { try box.open(Array(sealed.prefix(39)), for: "a") }
        #expect(throws: SecretBox.Problem.sealed(context: "a")) { try box.open([], for: "a") }
    }

    @Test func `a key that is lost, exposed, cut short or a link is told and never replaced`() throws {
        #expect(throws: SecretBox.Problem.missing(path: folder.key)) {
            try SecretBox(keyFile: folder.key, mayCreate: false)
        }
        _ = try SecretBox(keyFile: folder.key, mayCreate: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.key)
        #expect(throws: SecretBox.Problem.exposed(path: folder.key)) {
            try SecretBox(keyFile: folder.key, mayCreate: true)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.key)
        let handle = try #require(FileHandle(forWritingAtPath: folder.key))
        try handle.truncate(atOffset: 31)
        try handle.close()
        #expect(throws: SecretBox.Problem.malformed(path: folder.key)) {
            try SecretBox(keyFile: folder.key, mayCreate: true)
        }
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: folder.key)
        #expect(throws: SecretBox.Problem.unreadable(path: folder.path + "/link", errno: ELOOP)) {
            try SecretBox(keyFile: folder.path + "/link", mayCreate: true)
        }
    }
}
