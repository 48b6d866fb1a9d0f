import Foundation
import TendCore
import Testing

struct ProcessTreeTests {
    @Test func `the files of what a process started are found, and no others`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tend-tree-\(UUID().uuidString)").path
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shell = Process()
        let (input, output) = (Pipe(), Pipe())
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The one that holds it is a grandchild.
        shell.arguments = ["-c", #"(sh -c 'exec 3<"$0"; echo open; read line' "$0"; true); true"#, path]
        shell.standardInput = input
        shell.standardOutput = output
        try shell.run()
        #expect(output.fileHandleForReading.availableData == Data("open\n".utf8))
        #expect(await ProcessTree.openFiles(of: shell.processIdentifier).contains(path))
        #expect(ProcessTree.descendants(of: shell.processIdentifier).count >= 2)
        try input.fileHandleForWriting.close()
        shell.waitUntilExit()
        #expect(await ProcessTree.openFiles(of: shell.processIdentifier).isEmpty)
    }
}
