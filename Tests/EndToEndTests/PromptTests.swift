import Foundation
import Testing

/// `tend prompt` with shell scripts in the place of agents, which say in band what they do (OSC 7501).
@Suite struct PromptTests {
    /// Reads a paste and the Enter behind it. The first Enter of `slow` is lost, as real agents lose one now and then.
    private static let script = """
        #!/bin/bash
        report() { printf '\\e]7501;state=%s\\e\\\\' "$1"; }
        stty -echo -icanon
        if [[ $1 == late ]]; then
            echo booting
            until [[ -e $HEARD.go ]]; do sleep 0.05; done
            # What came before it reads is lost.
            while read -rsN1 -t 0.01; do :; done
            set -- idle
        fi
        printf '\\e[?2004h'
        report "${1:-idle}"
        echo ready
        lost=$2
        text=
        pasting=
        while IFS= read -rsN1 key; do
            if [[ ! $pasting && ( $key == $'\\r' || $key == $'\\n' ) ]]; then
                if [[ $lost ]]; then lost=; continue; fi
                [[ $text ]] || continue
                report working
                echo "$text" >> "$HEARD"
                echo "at it"
                text=
                [[ $1 == busy ]] || report idle
            else
                text+=$key
                if [[ $text == *$'\\e[200~' ]]; then pasting=1; fi
                if [[ $text == *$'\\e[201~' ]]; then pasting=; fi
                printf '%s' "$key"
            fi
        done
        """

    /// A home with an agent `agent` that is as the words say.
    private func home(_ words: String...) async throws -> TestHome {
        let home = try await TestHome()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/config/manifests", withIntermediateDirectories: true)
        _ = try await home.install(PromptTests.script, as: "listener")
        try home.add(
            manifest: #"""
                {"name":"listener","type":"cli","cli":{"command":"\#(home.directory)/bin/listener"},
                 "detection":{"rules":[{"id":"late","state":"starting","when":[{"contains":["still booting"]}]}]}}
                """#,
            as: "listener.json")
        let started = try await home.tend(
            ["new", "listener", "-d", "--name", "agent", "--env", "HEARD=\(home.directory)/heard", "--"] + words)
        #expect(started.status == 0, "\(started.standardError)")
        try await home.wait("agent", until: words == ["late"] ? "text:booting" : "text:ready")
        return home
    }

    private func heard(_ home: TestHome) -> String {
        let bytes = FileManager.default.contents(atPath: home.directory + "/heard") ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the agent has taken shows before it is in the file.
    private func hears(_ home: TestHome, _ words: String) async throws {
        try await eventually("it is heard") {
            heard(home).contains(words)
        } otherwise: {
            heard(home)
        }
    }

    @Test func `an agent that goes to work has been told`() async throws {
        let home = try await home("idle")
        #expect(try await home.ok("prompt", "agent", "fix", "the tests") == "submitted")
        try await hears(home, "fix the tests")
        try await home.close()
    }

    @Test func `one that does not read yet is told when it does`() async throws {
        let home = try await home("late")
        async let outcome = home.tend("prompt", "agent", "fix it")
        // The server has the request by the time it answers another one that came later.
        try await home.ok("ls")
        _ = FileManager.default.createFile(atPath: home.directory + "/heard.go", contents: nil)
        #expect(try await outcome.standardOutput == "submitted\n")
        try await hears(home, "fix it")
        try await home.close()
    }

    @Test func `who may not answer is looked at again when the text is typed at last`() async throws {
        let home = try await home("idle")
        try await home.ok("new", "-d", "--name", "boss", "--", "bash", "--norc")
        let (tend, folder) = (TestHome.binary, home.directory)
        try await home.ok(
            "send", "boss", "--enter",
            "\(tend) new listener -d --name kid --env HEARD=\(folder)/kid -- late; : >\(folder)/made")
        try await eventually("it is made") { FileManager.default.fileExists(atPath: folder + "/made") }
        try await home.wait("kid", until: "text:booting")
        try await home.ok(
            "send", "boss", "--enter",
            ": >\(folder)/begun; \(tend) prompt kid 'fix it' >\(folder)/part 2>&1; echo $? >>\(folder)/part; mv \(folder)/part \(folder)/said"
        )
        try await eventually("it is prompted") { FileManager.default.fileExists(atPath: folder + "/begun") }
        // Long enough for most runs to have it wait in the server; refused it is either way.
        for _ in 0..<5 { try await home.ok("ls") }
        let question = #"{"session":"kid","key":"k","kind":"permission","title":"run","tool":"Bash","command":"make"}"#
        #expect(try await home.ask("POST", "/attention", body: question).status == 201)
        _ = FileManager.default.createFile(atPath: folder + "/kid.go", contents: nil)
        try await eventually("it is refused") { FileManager.default.fileExists(atPath: folder + "/said") }
        let said = try String(contentsOfFile: folder + "/said", encoding: .utf8)
        #expect(said.contains("may not type there now") && said.hasSuffix("1\n"), "\(said)")
        #expect(FileManager.default.contents(atPath: folder + "/kid")?.isEmpty ?? true)
        try await home.close()
    }

    @Test func `what an agent starts does not type into it, whether it asks something or not`() async throws {
        let home = try await home("idle")
        // A shell that came from it, as a command of an agent is.
        let script =
            "\(TestHome.binary) send agent hello >\(home.directory)/part 2>&1; mv \(home.directory)/part \(home.directory)/said"
        let id = try #require(try await home.sessions().first { $0.name == "agent" }?.id)
        _ = try await home.tend(
            ["new", "-d", "--name", "kid", "--", "bash", "-c", script], environment: ["TEND_SESSION": id])
        try await eventually("it has tried") { FileManager.default.fileExists(atPath: home.directory + "/said") }
        let said = try String(contentsOfFile: home.directory + "/said", encoding: .utf8)
        #expect(said.contains("may not type into the agent"), "\(said)")
        #expect(heard(home).isEmpty)
        try await home.close()
    }

    @Test func `an Enter that is lost is pressed again`() async throws {
        let home = try await home("idle", "lost")
        #expect(try await home.ok("prompt", "agent", "fix it") == "submitted")
        try await hears(home, "fix it")
        try await home.close()
    }

    @Test func `of one that works already nobody knows`() async throws {
        let home = try await home("working")
        #expect(try await home.ok("prompt", "agent", "and then lint") == "typed")
        try await hears(home, "and then lint")
        try await home.close()
    }

    @Test func `one that asks something is told nothing, unless it must be`() async throws {
        let home = try await home("blocked")
        let refused = try await home.tend("prompt", "agent", "y")
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("refused: agent waits for"))
        #expect(refused.standardError.contains("--force"))
        let json = try await home.tend("prompt", "agent", "y", "--json")
        #expect(json.status == 1)
        let told = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        #expect(told?["result"] as? String == "refused")
        #expect(heard(home) == "")
        #expect(try await home.ok("prompt", "agent", "y", "--force").hasPrefix("typed: agent asks something"))
        try await hears(home, "y")
        try await home.close()
    }

    @Test func `files go by their paths, and what is not there is told before anything is typed`() async throws {
        let home = try await home("idle")
        try Data("x".utf8).write(to: URL(fileURLWithPath: home.directory + "/shot.png"))
        let missing = try await home.tend("prompt", "agent", "look", "--file", "none.png")
        #expect(missing.status == 1)
        #expect(missing.standardError.contains("cannot hand over 'none.png': No such file or directory"))
        #expect(heard(home) == "")
        let path = home.directory + "/shot.png"
        #expect(try await home.ok("prompt", "agent", "look", "--file", path) == "submitted")
        try await hears(home, path)
        try await home.close()
    }

    @Test func `texts that come at once are sent one after the other`() async throws {
        // The first one stands in its box for a while.
        let home = try await home("idle", "lost")
        async let one = home.tend("prompt", "agent", "first text")
        try await home.wait("agent", until: "text:first text")
        async let two = home.tend("prompt", "agent", "second text")
        let outcomes = try await [one, two]
        #expect(outcomes.map(\.status) == [0, 0], "\(outcomes)")
        try await eventually("both are heard") { heard(home).split(separator: "\n").count == 2 }
        for line in heard(home).split(separator: "\n") {
            #expect(line.contains("first") != line.contains("second"), "\(line)")
        }
        try await home.close()
    }

    @Test func `an agent that was typed into a shell is told nothing while it asks`() async throws {
        let home = try await TestHome()
        let asks = #"printf '\e]7501;state=blocked\e\\'; echo asks; exec cat"#
        try await home.ok("new", "-d", "--name", "shell", "--", "bash", "-c", asks)
        try await home.wait("shell", until: "text:asks")
        try await eventually("it waits") { try await home.session("shell").activity == "waiting" }
        let refused = try await home.tend("prompt", "shell", "more")
        #expect(refused.status == 1 && refused.standardError.contains("shell waits for an answer"))
        #expect(try await !home.ok("screen", "shell").contains("more"))
        try await home.close()
    }

    @Test func `a shell is typed to`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "shell", "--", "cat")
        #expect(try await home.ok("prompt", "shell", "hello") == "typed")
        try await eventually("Enter was pressed") { try await home.ok("screen", "shell").contains("hello\nhello") }
        try await home.close()
    }
}
