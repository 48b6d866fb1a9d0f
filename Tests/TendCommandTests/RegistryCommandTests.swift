import ArgumentParser
import TendClient
import TendCore
import Testing

@testable import tend

/// From words of a command line to what is sent. Nothing here gets as far as a server.
struct RegistryCommandTests {
    private final class Prompt {
        var asked: [String] = []
        func ask(_ key: String) -> String {
            asked.append(key)
            return "sesame"
        }
    }

    @Test func `a program with variables, of which one is asked for`() throws {
        let prompt = Prompt()
        let words = ["t", "-e", "TOKEN", "--env", "PLAIN=a=b", "--agents", "claude, codex", "--", "srv", "-x", "--env"]
        let request = try MCPCommand.Add.parse(words).request(ask: prompt.ask)
        #expect(prompt.asked == ["TOKEN"])
        #expect(request.env == ["TOKEN": "sesame", "PLAIN": "a=b"])
        #expect(request.agents == ["claude", "codex"])
        #expect(request.command == "srv" && request.args == ["-x", "--env"] && request.url == nil)
    }

    @Test func `an address with headers, of which one is asked for`() throws {
        let prompt = Prompt()
        let words = ["t", "-t", "sse", "https://h/mcp", "-H", "X-Key: a:b", "--header", "Authorization"]
        let request = try MCPCommand.Add.parse(words).request(ask: prompt.ask)
        #expect(prompt.asked == ["Authorization"])
        #expect(request.headers == ["X-Key": "a:b", "Authorization": "sesame"])
        #expect(request.transport == .sse && request.url == "https://h/mcp" && request.command == nil)
    }

    @Test(arguments: [
        ["t"], ["t", "https://h", "--", "srv"], ["t", "--transport", "sse", "--", "srv"], ["a b", "--", "srv"],
        ["t", "ftp://h"],
    ])
    func `what cannot be is said before anything is asked for`(_ words: [String]) throws {
        let prompt = Prompt()
        let command = try MCPCommand.Add.parse(Array(words.prefix(1)) + ["-e", "TOKEN"] + words.dropFirst())
        #expect(throws: (any Error).self) { try command.request(ask: prompt.ask) }
        #expect(prompt.asked.isEmpty)
    }

    @Test func `an LLM provider with a key that is asked for`() throws {
        let prompt = Prompt()
        let words = ["gate", "https://gate.example", "--dialect", "anthropic", "--key", "--model", "m", "--replace"]
        let request = try LLMCommand.Add.parse(words).request(ask: prompt.ask)
        #expect(prompt.asked == ["key of gate"])
        #expect(request.key == "sesame" && request.dialect == .anthropic && request.model == "m")
        #expect(request.replace == true)
        let bare = try LLMCommand.Add.parse(["x", "http://h/v1"]).request(ask: prompt.ask)
        #expect(bare.key == nil && bare.dialect == .openai && bare.replace == nil)
        #expect(prompt.asked.count == 1)
    }

    @Test func `an account is one of directory, token and key`() throws {
        let caller = Caller(environment: ["HOME": "/home/me"], directory: "/src")
        func request(_ words: String...) throws -> NewAccountJSON {
            try AccountCommand.Add.parse(["claude", "work"] + words).request(from: caller) { _ in "sesame" }
        }
        #expect(try request("--dir", "~/.claude-work").directory == "/home/me/.claude-work")
        #expect(try request("--dir", "conf").directory == "/src/conf")
        #expect(try request("--token").token == "sesame")
        #expect(try request("--key").key == "sesame")
        #expect(throws: (any Error).self) { try request() }
        #expect(throws: (any Error).self) { try request("--key", "--token") }
    }

    @Test func `account and LLM provider go with an agent`() throws {
        let caller = Caller(environment: [:], directory: "/src")
        let request = try NewCommand.parse(["claude", "--account", "work", "--llm", "gate"]).options.request(
            from: caller)
        #expect(request.account == "work" && request.llm == "gate")
        for option in ["--account", "--llm"] {
            let words = try NewCommand.parse([option, "x"])
            #expect(throws: (any Error).self) { try words.options.request(from: caller) }
        }
    }
}
