import Foundation
import Testing

@testable import TendCore

struct HomeTests {
    @Test func `without HOME the home is that of the user's entry`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tend-passwd-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text =
            "root:x:0:0:root:/root:/bin/sh\nbroken\nann:x:1000:1000:Ann,,,:/home/ann:/bin/bash\nodd:x:7:7::none:\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(Home.directory(of: 1000, in: path) == "/home/ann")
        #expect(Home.directory(of: 7, in: path) == nil)
        #expect(Home.directory(of: 8, in: path) == nil)
        #expect(Home.directory(of: 8, in: path + ".none") == nil)
    }
}
