import Foundation
import Testing

/// A session `asker` with the stand-in for agents that ask on their screen only.
final class AskerDesk: Sendable {
    let home: TestHome

    struct Item: Decodable {
        struct Question: Decodable {
            struct Choice: Decodable { var label: String }
            var choices: [Choice]
            var multiple: Bool
            var takes_text: Bool
        }
        var id: String
        var kind: String
        var way: String
        var title: String
        var verdicts: [String]
        var takes_reason: Bool
        var questions: [Question]
        var state: String
        var outcome: String?
    }

    private static func manifest(_ program: String) -> String {
        #"""
        {"name": "asker", "displayName": "Asker", "type": "cli", "cli": {"command": "\#(program)", "detectCmd": "true"},
         "detection": {"rules": [
           {"id": "permission", "state": "waiting:permission", "when": [{"in": "footer", "contains": ["Esc reject"]}],
            "dialog": {"kind": "permission", "begins": "^─{8}", "command": {"row": "^\\$ (.*)$"}, "title": {"row": "^(Would .*)$"}}},
           {"id": "question", "state": "waiting:question", "when": [{"in": "footer", "contains": ["Esc cancel"]}],
            "dialog": {"kind": "question", "begins": "^─{8}", "multiple": "Enter toggle", "submit": "^\\s*Submit →", "cancel": ["Escape"]}},
           {"id": "plan", "state": "waiting:plan", "when": [{"in": "footer", "contains": ["Esc keep planning"]}],
            "dialog": {"kind": "plan", "begins": "^─{8}"}},
           {"id": "trust", "state": "waiting:trust", "when": [{"in": "footer", "contains": ["Esc exit"]}],
            "dialog": {"kind": "permission", "begins": "^─{8}", "options": "^(?:❯| ) (No, exit|Yes, I trust this folder)$"}},
           {"id": "login", "state": "waiting:auth", "when": [{"contains": ["Select login method"]}]},
           {"id": "prompt", "state": "idle", "when": [{"in": "footer", "matches": "^>"}]}]},
         "answers": {
           "permission": [{"label": "^No, because …$", "verdict": "deny", "text": true}],
           "plan": [{"label": "implement", "verdict": "allow"}, {"label": "accept edits", "verdict": "allow_session"},
                    {"label": "^No, because …$", "verdict": "deny", "text": true}],
           "trust": [{"label": "^Yes", "verdict": "allow", "keys": ["{row}", "Enter"]},
                     {"label": "^No", "verdict": "deny", "keys": ["Escape"]}],
           "question": [{"label": "^Type your answer…$", "text": true}]}}
        """#
    }

    init() async throws {
        home = try await TestHome()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/config/manifests", withIntermediateDirectories: true)
        try home.add(manifest: AskerDesk.manifest(CodexDesk.tools + "/dialog_stand_in.py"), as: "asker.json")
        let started = try await home.tend(["new", "asker", "-d", "--env", "ASKER_LOG=\(home.directory)/log"])
        #expect(started.status == 0, "\(started.standardError)")
        try await home.wait("asker", until: "text:answers: 0")
    }

    func items() async throws -> [Item] {
        struct List: Decodable { var attention: [Item] }
        let text = try await home.ok("inbox", "--json")
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).attention
    }

    /// Has the stand-in open a dialog, and returns its item.
    func ask(_ letter: String, _ kind: String) async throws -> Item {
        try await home.ok("send", "asker", letter)
        return try await item(kind)
    }

    /// The item of that kind that is open, once there is one.
    func item(_ kind: String) async throws -> Item {
        var found: Item?
        try await eventually("a \(kind) is in the inbox") {
            found = try await items().first { $0.kind == kind }
            return found != nil
        }
        return try #require(found)
    }

    /// What was answered so far, in the words of the stand-in.
    var log: [String] {
        let bytes = FileManager.default.contents(atPath: home.directory + "/log") ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
