import Foundation
import TendCore
import Testing

@testable import TendAgents

struct ManifestShelfTests {
    @Test func `shipped manifests have no mistakes, and are called as their files`() {
        for entry in ShippedManifests.all {
            #expect(entry.diagnostics.isEmpty, "\(entry.diagnostics)")
            #expect(entry.manifest?.name == entry.name)
        }
    }

    @Test func `every file of the folder is shipped`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "manifests")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == Set(ShippedManifests.all.map { $0.name + ".json" } + ["manifest.schema.json"]))
    }

    @Test func `the user's manifest takes the place of a shipped one, also a wrong one`() throws {
        let own = #"{"name":"claude","cli":{"command":"/opt/claude"}}"#
        var shelf = ManifestShelf(files: [(name: "mine", path: "/c/mine.json", text: own)])
        #expect(try shelf.entry("claude").manifest.program.command == "/opt/claude")
        #expect(shelf.entries.count == ShippedManifests.all.count)

        shelf = ManifestShelf(files: [(name: "claude", path: "/c/claude.json", text: #"{"name":7}"#)])
        #expect(throws: ServiceError.self) { try shelf.entry("claude") }
        #expect(shelf.diagnostics.map(\.path).contains("name"))
        #expect(shelf.manifests.count == ShippedManifests.all.count - 1)
    }

    @Test func `of two files with one name the second is told of`() {
        let own = #"{"name":"x","cli":{"command":"x"}}"#
        let shelf = ManifestShelf(files: [
            (name: "a", path: "/c/a.json", text: own), (name: "b", path: "/c/b.json", text: own),
        ])
        #expect(shelf.diagnostics.map(\.description) == ["/c/b.json: name: 'x' is in /c/a.json already (file ignored)"])
    }

    @Test func `an unknown agent is answered with the nearest one`() {
        let shelf = ManifestShelf(files: [])
        #expect {
            try shelf.entry("cluade")
        } throws: { error in
            "\(error)" == "there is no agent 'cluade' — did you mean 'claude'?"
        }
    }

    @Test func `files are read again when they have changed`() throws {
        let directory = NSTemporaryDirectory() + "tend-manifests-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let library = ManifestLibrary(configDirectory: directory)
        #expect(library.shelf.entries.count == ShippedManifests.all.count)

        try FileManager.default.createDirectory(
            atPath: directory + "/manifests/two", withIntermediateDirectories: true)
        func write(_ name: String, _ command: String) throws {
            let text = #"{"name":"\#(command)","cli":{"command":"\#(command)"}}"#
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/manifests/\(name)"))
        }
        try write("one.json", "one")
        try write("two/manifest.json", "two")
        try write("_template.json", "template")
        #expect(try library.shelf.entry("one").manifest.program.command == "one")
        #expect(try library.shelf.entry("two").manifest.program.command == "two")
        #expect(library.shelf.entries.count == ShippedManifests.all.count + 2)
        try write("one.json", "another")
        #expect(try library.shelf.entry("another").entry.file.hasSuffix("/manifests/one.json"))
        #expect(throws: ServiceError.self) { try library.shelf.entry("one") }
    }
}
