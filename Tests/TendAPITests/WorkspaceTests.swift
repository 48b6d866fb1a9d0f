import Synchronization
import TendCore
import Testing

@testable import TendAPI

@Suite struct WorkspaceTests {
    @Test func `a workspace is made, changed, renamed and removed`() async throws {
        try await withServer { _, server in
            let made = try await server.request("POST", "/api/v1/workspaces", #"{"name":"main"}"#)
            #expect(made.status == 201)
            #expect(try made.decoded(Workspace.self) == Workspace(name: "main"))
            let actions = #"{"actions":[{"do":"new_tab","session":"a"},{"do":"mark","pane":1}]}"#
            let changed = try await server.request("POST", "/api/v1/workspaces/main/actions", actions)
            #expect(changed.status == 200)
            #expect(changed.text.contains(#""panes":[1,null]"#))
            let answer = try changed.decoded(ChangedJSON.self)
            #expect(answer.workspace.tabs[0].panes == [Pane(id: PaneID(rawValue: 1), session: "a", isMarked: true)])
            #expect(
                try await server.request("GET", "/api/v1/workspaces/main").decoded(Workspace.self) == answer.workspace)
            let list = try await server.request("GET", "/api/v1/workspaces").decoded(WorkspaceListJSON.self)
            #expect(list.workspaces == [WorkspaceListJSON.Entry(answer.workspace, clients: 0)])
            let renamed = try await server.request("PATCH", "/api/v1/workspaces/main", #"{"name":"side"}"#)
            #expect(try renamed.decoded(Workspace.self).name == "side")
            #expect(try await server.request("DELETE", "/api/v1/workspaces/side").status == 204)
            #expect(try await server.request("GET", "/api/v1/workspaces/side").status == 404)
        }
    }

    @Test(arguments: [
        (#"{"actions":[{"do":"close","pane":7}]}"#, 409, "there is no pane with the id 7"),
        (#"{"actions":[{"do":"close"}]}"#, 400, "actions[0].pane is missing"),
        (#"{"actions":[{"do":"split","pane":1,"side":"east","session":"a"}]}"#, 400, "actions[0].side"),
        (#"{"actions":{}}"#, 400, "actions must be"), (#"{"action":[]}"#, 400, "did you mean 'actions'?"),
    ])
    func `what cannot be done says why`(body: String, status: Int, words: String) async throws {
        try await withServer { service, server in
            _ = try await service.createWorkspace("main")
            let answer = try await server.request("POST", "/api/v1/workspaces/main/actions", body)
            #expect(answer.status == status)
            #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
        }
    }

    @Test func `who follows a workspace hears of every change, its next name and its end`() async throws {
        try await withServer { service, server in
            let socket = try await TestWebSocket(server, "/api/v1/live")
            try socket.send(LiveMessage.Request(.follow, id: 1, workspace: "main"))
            #expect(
                try await socket.receive(LiveMessage.Reply.self)
                    == LiveMessage.Reply(
                        id: 1, ok: true, workspace: Workspace(name: "main"), sessions: [], workspaces: ["main"]))
            let changed = try await service.change("main", [.newTab(session: "a", name: nil, at: nil)]).workspace
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(workspace: changed))
            let renamed = try await service.renameWorkspace("main", to: "side")
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(workspace: renamed))
            try await service.removeWorkspace("side")
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(unfollowed: "side"))
        }
    }

    @Test func `what is followed may stand in the query, and the session behind it`() async throws {
        try await withServer { service, server in
            service.add("a")
            let query = "?topics=session.bell&workspace=main&session=a"
            let socket = try await TestWebSocket(server, "/api/v1/live" + query)
            let followed = try await socket.receive(LiveMessage.Reply.self)
            #expect(followed.id == 0 && followed.workspace == Workspace(name: "main"))
            #expect(try await socket.receive(LiveMessage.Reply.self).channel == 1)
            #expect(try await socket.frame() == 1)
            let changed = try await service.change("main", [.newTab(session: "a", name: nil, at: nil)]).workspace
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(workspace: changed))
        }
    }

    @Test(arguments: [true, false])
    func `what it shows may be watched with it`(standsInQuery: Bool) async throws {
        try await withServer { service, server in
            for name in ["a", "b", "c", "d"] { service.add(name) }
            service.end("d", code: 0)
            _ = try await service.createWorkspace("main")
            // The third pane shows what the second does, the session of the fourth is no more, and that of the last has ended.
            _ = try await service.change(
                "main",
                [
                    .newTab(session: "ida", name: nil, at: nil), .newTab(session: "idb", name: nil, at: nil),
                    .split(pane: PaneID(rawValue: 2), .right, session: "idb"),
                    .split(pane: PaneID(rawValue: 2), .right, session: "gone"),
                    .split(pane: PaneID(rawValue: 2), .right, session: "idc"),
                    .split(pane: PaneID(rawValue: 2), .right, session: "idd"), .focus(pane: PaneID(rawValue: 2)),
                ])
            let query = standsInQuery ? "?workspace=main&screens=1" : ""
            let socket = try await TestWebSocket(server, "/api/v1/live" + query)
            if !standsInQuery {
                try socket.send(LiveMessage.Request(.follow, id: 0, workspace: "main", screens: true))
            }
            let followed = try await socket.receive(LiveMessage.Reply.self)
            #expect(followed.workspace?.tabs.count == 2 && followed.sessions?.count == 4)
            let sessions = try #require(followed.channels).reduce(into: [:]) { $0[$1.channel] = $1.session }
            #expect(sessions.values.sorted() == ["idb", "idc"])
            let frames = [Int(try await socket.frame()), Int(try await socket.frame())]
            #expect(frames.sorted() == sessions.keys.sorted())
            try socket.send(LiveMessage.Request(.watch, id: 1, session: "a"))
            let watched = try await socket.receive(LiveMessage.Reply.self)
            #expect(watched.channel == 3 && watched.session?.id == "ida")
            #expect(watched.window != nil && watched.window == followed.window)
            #expect(try await socket.frame() == 3)
            try socket.send(LiveMessage.Request(.follow, id: 2, workspace: "main", screens: true))
            #expect(try await socket.receive(LiveMessage.Reply.self).channels == [], "they are watched already")
        }
    }

    @Test func `who follows another one hears no more of the first`() async throws {
        try await withServer { service, server in
            let socket = try await TestWebSocket(server, "/api/v1/live")
            for (id, name) in ["one", "two"].enumerated() {
                try socket.send(LiveMessage.Request(.follow, id: id, workspace: name))
                #expect(try await socket.receive(LiveMessage.Reply.self).workspace?.name == name)
            }
            _ = try await service.change("one", [.newTab(session: "a", name: nil, at: nil)])
            let changed = try await service.change("two", [.newTab(session: "b", name: nil, at: nil)]).workspace
            #expect(try await socket.receive(LiveMessage.Reply.self) == LiveMessage.Reply(workspace: changed))
        }
    }

    private func announced(
        _ server: TestServer, workspace: String? = nil, terminal: String, isFocused: Bool
    ) async throws -> TestWebSocket {
        let socket = try await TestWebSocket(server, "/api/v1/live")
        if let workspace {
            try socket.send(LiveMessage.Request(.follow, id: 1, workspace: workspace))
            _ = try await socket.receive(LiveMessage.Reply.self)
        }
        try socket.send(
            LiveMessage.Request(.announce, id: 2, rows: 24, cols: 80, terminal: terminal, focused: isFocused))
        #expect(try await socket.receive(LiveMessage.Reply.self).client != nil)
        return socket
    }

    @Test func `clients are listed while they are connected`() async throws {
        try await withServer { _, server in
            func clients() async throws -> [ClientJSON] {
                try await server.request("GET", "/api/v1/clients").decoded(ClientListJSON.self).clients
            }
            #expect(try await clients().isEmpty)
            let first = try await announced(server, workspace: "main", terminal: "xterm\u{1B}[2J", isFocused: true)
            let second = try await announced(server, terminal: "foot", isFocused: false)
            var listed = try await clients()
            #expect(listed.map(\.id) == ["1", "2"])
            #expect(listed.map(\.workspace) == ["main", nil])
            #expect(listed.map(\.terminal) == ["xterm [2J", "foot"])
            #expect(listed.map(\.isFocused) == [true, false])
            try first.send(LiveMessage.Request(.announce, id: 3, rows: 5, cols: 20, terminal: "x", focused: false))
            #expect(try await first.receive(LiveMessage.Reply.self).client == "1")
            try second.send(LiveMessage.Request(.follow, id: 3, workspace: "main"))
            _ = try await second.receive(LiveMessage.Reply.self)
            listed = try await clients()
            #expect(listed.map(\.rows) == [5, 24])
            #expect(listed.map(\.workspace) == ["main", "main"])
            let list = try await server.request("GET", "/api/v1/workspaces").decoded(WorkspaceListJSON.self)
            #expect(list.workspaces.map(\.clients) == [2])
            try first.send(0x88, [])
            guard case .close = try await first.receive() else { throw TestFailure("no goodbye") }
            while try await clients().count > 1 { await Task.yield() }
            #expect(try await clients().map(\.id) == ["2"])
        }
    }

    @Test func `a command goes to the client that has the focus, and its words come back`() async throws {
        try await withServer { _, server in
            let nobody = try await server.request("POST", "/api/v1/clients/focused/do", #"{"command":"x"}"#)
            #expect(nobody.status == 404)
            let first = try await announced(server, terminal: "a", isFocused: true)
            let second = try await announced(server, terminal: "b", isFocused: false)
            for (path, socket, refusal, status) in [
                ("focused", first, nil, 204), ("2", second, "no pane to the right", 409), ("9", first, nil, 404),
            ] as [(String, TestWebSocket, String?, Int)] {
                async let answer = server.request(
                    "POST", "/api/v1/clients/\(path)/do", #"{"command":"pane.focus right"}"#)
                if status != 404 {
                    let ask = try #require(try await socket.receive(LiveMessage.Reply.self).ask)
                    #expect(ask.command == "pane.focus right")
                    // Not the one that was asked: nobody listens to it.
                    let other = socket === first ? second : first
                    try other.send(LiveMessage.Request(.answer, id: 7, number: ask.number, refusal: "wrong one"))
                    #expect(try await other.receive(LiveMessage.Reply.self).ok == true)
                    try socket.send(LiveMessage.Request(.answer, number: ask.number, refusal: refusal))
                }
                let result = try await answer
                #expect(result.status == status)
                if let refusal { #expect(result.error?.message == refusal) }
            }
        }
    }

    @Test func `a client that goes away before it answers is told of`() async throws {
        try await withServer { _, server in
            let socket = try await announced(server, terminal: "a", isFocused: true)
            async let answer = server.request("POST", "/api/v1/clients/focused/do", #"{"command":"pane.zoom"}"#)
            #expect(try await socket.receive(LiveMessage.Reply.self).ask?.command == "pane.zoom")
            try socket.send(0x88, [])
            let result = try await answer
            #expect(result.status == 409)
            #expect(result.error?.message == "the client was closed before it answered")
        }
    }

    @Test func `a client that does not answer is given up`() async throws {
        let registry = ClientRegistry(patience: .zero, on: TestServer.lane)
        _ = registry.announce(
            nil, peer: 1, terminal: "", rows: 1, cols: 1, isFocused: true, workspace: nil, ask: { _ in })
        // Also when its time is over before it has been asked.
        for _ in 0..<200 {
            await #expect(throws: ServiceError(.conflict, "the client did not answer within 0 s")) {
                try await registry.perform("pane.zoom", by: "focused", for: 2)
            }
        }
    }

    @Test func `what a client's process does while it carries out a command is the asker's`() async throws {
        let registry = ClientRegistry(on: TestServer.lane)
        let asked = Mutex<[[Int32]]>([])
        let number = registry.announce(
            nil, peer: 10, terminal: "", rows: 1, cols: 1, isFocused: true, workspace: nil,
            ask: { ask in
                asked.withLock { $0 = [registry.askers(servedBy: 10), registry.askers(servedBy: 11)] }
                _ = registry.answer(ask.number, from: 1, refusal: nil)
            })
        #expect(number == 1 && registry.askers(servedBy: 10).isEmpty)
        try await registry.perform("session.new", by: "focused", for: 77)
        #expect(asked.withLock { $0 } == [[77], []])
        #expect(registry.askers(servedBy: 10).isEmpty)
    }

    @Test func `the one that lost the focus last counts when none has it`() async throws {
        let registry = ClientRegistry(on: TestServer.lane)
        func announce(_ number: Int?, _ isFocused: Bool) -> Int {
            registry.announce(
                number, peer: 1, terminal: "", rows: 1, cols: 1, isFocused: isFocused, workspace: nil,
                ask: { ask in _ = registry.answer(ask.number, from: number ?? 0, refusal: "I am \(number ?? 0)") })
        }
        for number in [1, 2, 3] { #expect(announce(nil, true) == number) }
        for number in [1, 2, 3] { _ = announce(number, false) }
        _ = announce(2, true)
        _ = announce(2, false)
        await #expect(throws: ServiceError(.conflict, "I am 2")) {
            try await registry.perform("x", by: "focused", for: 2)
        }
        _ = announce(1, true)
        await #expect(throws: ServiceError(.conflict, "I am 1")) {
            try await registry.perform("x", by: "focused", for: 2)
        }
    }
}
