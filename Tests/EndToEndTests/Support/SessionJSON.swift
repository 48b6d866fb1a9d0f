import Foundation
import Testing

/// A session as `tend ls --json` lists it, as far as tests look.
struct ListedSession: Decodable, Sendable {
    var id: String
    var name: String
    var agent: Agent?
    var command: String
    var args: [String]
    var cwd: String
    var rows: Int
    var cols: Int
    var state: String
    var activity: String
    var title: String
    var pid: Int32?
    var exit_code: Int?
    var signal: Int?
    var bytes: UInt64
    var lines: Int
    var notes: [String]

    struct Agent: Decodable, Sendable {
        var name: String
        var conversation: String?
        var model: String?
    }
}

extension TestHome {
    func sessions() async throws -> [ListedSession] {
        struct List: Decodable { var sessions: [ListedSession] }
        return try JSONDecoder().decode(List.self, from: Data(try await ok("ls", "--json").utf8)).sessions
    }

    func session(_ reference: String) async throws -> ListedSession {
        guard let session = try await sessions().first(where: { $0.id == reference || $0.name == reference }) else {
            throw CocoaError(.featureUnsupported, userInfo: ["missing": reference])
        }
        return session
    }

    /// A child process of the home's keeper by the name of its program.
    func childOfKeeper(named name: String) throws -> Int32? {
        processes().first { pid in
            (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8))?.trimmingCharacters(in: .newlines)
                == name
        }
    }
}
