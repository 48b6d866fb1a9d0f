import Foundation
import Testing

/// The WebSockets of the real server, as a program sees them that was written after API.md.
@Suite struct SocketTests {
    @Test func `live shows frames, takes input and tells of refusals`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--size", "50x12", "--", "cat")
        try await home.ok("send", "box", "already there", "--enter")
        var one = try await LiveWatcher(home, "box")
        var two = try await LiveWatcher(home, "box")
        try await one.shows("already there\nalready there")
        try await two.shows("already there\nalready there")
        // As bytes and as JSON.
        try one.connection.send(opcode: 2, [2, UInt8(one.channel)] + Array("raw bytes\r".utf8))
        try await two.shows("raw bytes\nraw bytes")
        try two.connection.send(
            json: ["op": "input", "channel": two.channel, "input": ["text": "as JSON", "keys": ["Enter"]]])
        try await one.shows("as JSON\nas JSON")
        try one.connection.send(json: ["op": "resize", "id": 8, "channel": one.channel, "rows": 15, "cols": 60])
        try one.connection.send(json: ["op": "watch", "id": 9, "session": "nobody"])
        var answers: [Int: [String: Any]] = [:]
        while answers.count < 2 {
            guard case .text(let answer) = try await one.connection.message(), let id = answer["id"] as? Int else {
                try one.take()
                continue
            }
            answers[id] = answer
        }
        #expect(answers[8]?["ok"] as? Bool == true)
        #expect((answers[9]?["error"] as? [String: Any])?["code"] as? String == "not_found")
        #expect(try await home.size(of: "box") == "60x15")
        try await home.close()
    }

    /// Everything a stream sends from an offset on until it is closed, and the close code.
    private func follow(_ home: TestHome, since: Int) async throws -> (bytes: [UInt8], code: Int) {
        let connection = try await home.socket("/sessions/flood/stream?since=\(since)")
        var bytes: [UInt8] = []
        while true {
            switch try await connection.message() {
            case .text(let hello): #expect(hello["offset"] as? Int == since, "\(hello)")
            case .binary(let more): bytes += more
            case .close(let code): return (bytes, code)
            }
        }
    }

    private func flood(_ home: TestHome, lines: Int) async throws -> String {
        let go = home.directory + "/go"
        try await home.ok(
            "new", "-d", "--name", "flood", "--", "bash", "-c",
            "until [ -e '\(go)' ]; do sleep 0.05; done; seq 1 \(lines); echo all said")
        return go
    }

    @Test func `streams opened before, during and after a flood lose no byte and double none`() async throws {
        let home = try await TestHome()
        // 1.5 MB, less than the recording holds.
        let go = try await flood(home, lines: 200_000)
        let first = Task { try await follow(home, since: 0) }
        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        var others: [(Int, Task<(bytes: [UInt8], code: Int), any Error>)] = []
        // At what has been printed when it is looked at: the seam between what is recorded and what is live.
        while try await home.session("flood").state == "running", others.count < 15 {
            let printed = Int(try await home.session("flood").bytes)
            others.append((printed, Task { try await follow(home, since: printed) }))
        }
        try await home.wait("flood", until: "exit")
        others.append((1000, Task { try await follow(home, since: 1000) }))

        let wanted = Array(((1...200_000).map { "\($0)\r\n" }.joined() + "all said\r\n").utf8)
        let all = try await first.value
        #expect(all.code == 1000)
        #expect(all.bytes.count == wanted.count)
        #expect(all.bytes == wanted)
        for (since, task) in others {
            let (bytes, code) = try await task.value
            #expect(code == 1000)
            #expect(bytes == Array(wanted[since...]), "since \(since): \(bytes.count) bytes")
        }
        try await home.close()
    }

    /// The hang-up comes alone, long after the last byte: with nothing more to read, the end has to wake who waits.
    @Test(arguments: ["exec true", "exec sleep 0.2 <&- >&- 2>&-"])
    func `a stream that has read everything is told when the program ends`(last: String) async throws {
        let home = try await TestHome()
        let go = home.directory + "/go"
        try await home.ok(
            "new", "-d", "--name", "quiet", "--", "bash", "-c",
            "echo said; until [ -e '\(go)' ]; do sleep 0.05; done; \(last)")
        let connection = try await home.socket("/sessions/quiet/stream?since=0")
        var bytes: [UInt8] = []
        while bytes.count < 6 {
            if case .binary(let more) = try await connection.message() { bytes += more }
        }
        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        guard case .close(let code) = try await connection.message() else {
            Issue.record("something was said after the end")
            return
        }
        #expect(code == 1000)
        #expect(bytes == Array("said\r\n".utf8))
        try await home.close()
    }

    @Test func `a stream goes on without a seam when the server is killed in the middle of a flood`() async throws {
        let home = try await TestHome()
        let go = try await flood(home, lines: 200_000)
        let wanted = Array(((1...200_000).map { "\($0)\r\n" }.joined() + "all said\r\n").utf8)
        var bytes: [UInt8] = []
        var kills = 0
        var code = 0
        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        while code == 0 {
            do {
                let connection = try await home.socket("/sessions/flood/stream?since=\(bytes.count)")
                while code == 0 {
                    switch try await connection.message() {
                    case .text(let hello): #expect(hello["offset"] as? Int == bytes.count)
                    case .binary(let more): bytes += more
                    case .close(let number): code = number
                    }
                    // In the middle of it, three times.
                    if kills < 3, bytes.count > wanted.count / 5 * (kills + 1) {
                        kills += 1
                        kill(try await home.status().pid, SIGKILL)
                    }
                }
            } catch is TestConnection.Ended {
                // What had not come when it died comes from the next server.
            }
        }
        #expect(kills == 3)
        #expect(code == 1000)
        #expect(bytes.count == wanted.count)
        #expect(bytes == wanted)
        try await home.close()
    }

    @Test func `keys keep their order while the socket goes from the lane of one session to another's`() async throws {
        let home = try await TestHome()
        try await home.ok("server", "start")
        let connection = try await home.socket("/live")
        // Sessions take turns on the lanes.
        let names = ["one", "two", "three"]
        for (number, name) in names.enumerated() {
            let command = #"stty raw -echo; printf 'ready\r\n'; exec cat"#
            try await home.ok("new", "-d", "--name", name, "--", "bash", "-c", command)
            try await home.wait(name, until: "text:ready")
            try connection.send(json: ["op": "watch", "id": number, "session": name])
            while case .binary = try await connection.message() {}
        }
        func keys(_ text: String, _ channel: Int) -> [UInt8] {
            text.utf8.flatMap { [0x82, 0x83, 0, 0, 0, 0, 2, UInt8(channel), $0] }
        }
        let line = "abcdefghijklmnopqrstuvwxyz"
        for _ in 0..<60 {
            // In one write, so that many have been read when the first one moves the socket.
            try connection.send((1...3).flatMap { keys(line + "\r\n", $0) })
        }
        try connection.send((1...3).flatMap { keys("done\r\n", $0) })
        for name in names {
            try await home.wait(name, until: "text:^done$")
            let lines = try await home.ok("tail", name, "-n", "100").split(whereSeparator: \.isNewline)
            #expect(lines.filter { $0 == line }.count == 60, "\(name): \(lines)")
        }
        try await home.close()
    }
}
