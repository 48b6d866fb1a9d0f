import ArgumentParser
import TendCore
import Testing

@testable import tend

/// Lines that are read without ArgumentParser mean what it would have made of them.
struct PlainLineTests {
    @Test(arguments: [
        [], ["-d"], ["--detached"], ["-d", "-d"], ["--name", "a b"], ["--cwd", "/tmp", "-d", "--name", ""], ["--"],
        ["--size", "120x40"], ["--env", "A=1", "--env", "B"], ["-d", "--", "sh", "-c", "--name", "--"],
    ])
    func `a plain new is what the parser makes of it`(_ line: [String]) throws {
        let plain = try #require(NewCommand.plain(line))
        #expect(try plain == NewCommand.parse(line).options)
        let caller = Caller(environment: ["SHELL": "/bin/zsh", "B": "2"], directory: "/src")
        #expect(try plain.request(from: caller) == NewCommand.parse(line).options.request(from: caller))
    }

    @Test func `what follows -- is a program, or arguments for the agent before it`() throws {
        let plain = try NewCommand.parse(["-d", "--", "claude", "-x"])
        #expect(plain.agent == nil)
        #expect(plain.command == ["claude", "-x"])
        let agent = try NewCommand.parse(["claude", "-d", "--prompt", "-x", "--set", "a=b", "--", "--more"])
        #expect(agent.agent == "claude")
        #expect(agent.command == ["--more"])
        #expect(agent.prompt == "-x")
        #expect(agent.isDetached)
    }

    @Test func `an agent's request passes on the variables that its manifest names`() throws {
        let caller = Caller(
            environment: ["PATH": "/bin", "ANTHROPIC_API_KEY": "sk", "OTHER": "x", "SHELL": "/bin/sh"],
            directory: "/src")
        let request = try NewCommand.parse(["claude", "--model", "opus", "--", "--more"]).options.request(from: caller)
        #expect(request.agent == "claude")
        #expect(request.command == nil)
        #expect(request.args == ["--more"])
        #expect(request.model == "opus")
        #expect(request.env == ["PATH": "/bin", "ANTHROPIC_API_KEY": "sk"])
        #expect(throws: (any Error).self) { try NewCommand.parse(["--model", "opus"]).options.request(from: caller) }
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["--name"], ["--name=a"], ["--name", "-d"], ["--name", "a", "--name", "b"], ["sh"],
        ["--size", "1x"], ["--nam", "a"], ["-d", "--version"], ["--env"],
    ])
    func `what is not plain is left to the parser`(_ line: [String]) {
        #expect((NewCommand.plain(line) == nil))
    }

    @Test func `a plain ls is what the parser makes of it`() throws {
        for line in [[], ["--json"]] {
            #expect(try ListCommand.plain(line)?.isJSON == ListCommand.parse(line).isJSON)
        }
        for line in [["--help"], ["a"], ["--json", "--json"]] { #expect((ListCommand.plain(line) == nil)) }
    }

    @Test func `a plain attach is what the parser makes of it`() async throws {
        for line in [[], ["a"], ["-r"], ["a", "-r"], ["--read-only", "a"]] {
            let plain = try #require(AttachCommand.plain(line))
            let parsed = try #require(try await AttachCommand.asyncParseAsRoot(line) as? AttachCommand)
            #expect(plain.session == parsed.session)
            #expect(plain.isReadOnly == parsed.isReadOnly)
        }
        for line in [["--help"], ["a", "b"], ["-x"], ["--", "-r"]] { #expect((AttachCommand.plain(line) == nil)) }
    }

    @Test func `tend alone is what the parser makes of it`() async throws {
        let parsed = try #require(try await Tend.asyncParseAsRoot([]) as? Tend)
        #expect(Tend.plain.workspace == parsed.workspace)
        #expect(Tend.plain.isReadOnly == parsed.isReadOnly)
    }

    @Test func `an option that tend alone has too belongs to the command behind which it stands`() async throws {
        for option in ["-w", "--workspace"] {
            let panes = try #require(try await Main.parse(["panes", option, "x"]) as? PanesCommand)
            #expect(panes.target.workspace == "x")
            let save = try #require(try await Main.parse(["layout", "save", "a", option, "x"]) as? SaveLayoutCommand)
            #expect(save.target.workspace == "x")
        }
        let alone = try #require(try await Main.parse(["-w", "x", "-r"]) as? Tend)
        #expect(alone.workspace == "x" && alone.isReadOnly)
        await #expect(throws: (any Error).self) { try await Main.parse(["up", "-w", "x"]) }
    }

    @Test func `the keeper's line is what the parser makes of it`() throws {
        let parsed = try #require(try Tend.parseAsRoot(["server", "run", "--inherited"]) as? ServerCommand.Run)
        #expect(parsed.inherited)
        #expect(ServerCommand.Run.plain(["run", "--inherited"])?.inherited == true)
        for line in [["run"], ["run", "--inherited", "--help"], ["status"], []] {
            #expect((ServerCommand.Run.plain(line) == nil))
        }
    }
}
