import HTTPTypes
import HummingbirdCore
import NIOCore
import TendCore
import TendScreen

extension API {
    func createSession(_ call: Call) async throws -> Outcome {
        let body = try await call.body(NewSessionJSON.self)
        var request = try NewSession(body)
        request.peer = call.peer
        // What a program in a session has a client do is its own, not the client's owner's.
        for asker in clients.askers(servedBy: call.peer) where await service.isInSession(peer: asker) {
            request.peer = asker
        }
        let session = SessionJSON(try await service.create(request))
        return .response(
            try .json(session, status: .created, headers: [.location: "\(RouteTable.prefix)/sessions/\(session.id)"]))
    }

    func removeSession(_ call: Call) async throws -> Outcome {
        if try call.query.flag("keep") { return try session(await service.stop(call.id)) }
        try await service.remove(call.id)
        return empty()
    }

    func resizeSession(_ call: Call) async throws -> Outcome {
        let size = try Size(await call.body(ResizeJSON.self))
        return try session(await service.resize(call.id, to: size))
    }

    func signalSession(_ call: Call) async throws -> Outcome {
        let body = try await call.body(SignalJSON.self)
        try await service.signal(call.id, try Signals.number(of: body.signal))
        return empty()
    }

    func restartSession(_ call: Call) async throws -> Outcome {
        _ = try await call.body(EmptyJSON.self)
        return try session(await service.restart(call.id))
    }

    func sendInput(_ call: Call) async throws -> Outcome {
        try await service.checkTyping(into: call.id, peer: call.peer)
        if call.contentType == "application/octet-stream" {
            let bytes = try await call.bytes()
            if bytes.readableBytes > 0 { try await service.send(call.id, [.bytes(Array(bytes.readableBytesView))]) }
        } else {
            try await service.send(call.id, try await call.body(InputJSON.self).inputs())
        }
        return empty()
    }

    func waitForSession(_ call: Call) async throws -> Outcome {
        let pattern = call.query["pattern"]
        let condition: WaitCondition
        switch try call.query.word("until", WaitFor.self) {
        case .exit?: condition = .exit
        case .idle?: condition = .idle
        case .text?:
            guard let pattern, !pattern.isEmpty else { throw APIError.invalid("until=text needs a pattern") }
            condition = .text(pattern)
        case nil: throw APIError.invalid("until is missing (exit, idle or text)")
        }
        if pattern != nil, condition == .exit || condition == .idle {
            throw APIError.invalid("pattern goes with until=text only")
        }
        let timeout = try call.query.duration("timeout")
        let outcome = try await call.longRequests.run(on: call.channel) { [service] in
            try await service.wait(call.id, until: condition, timeout: timeout)
        }
        return .response(try .json(WaitJSON(outcome)))
    }
}

extension NewSession {
    init(_ body: NewSessionJSON) throws(APIError) {
        for (name, value) in body.env ?? [:] {
            guard !name.isEmpty, !name.contains("="), !name.contains("\0"), value?.contains("\0") != true else {
                throw .invalid("env: '\(name.sanitized(limit: 64))' is no possible variable")
            }
        }
        for text in [body.command, body.cwd].compactMap({ $0 }) + (body.args ?? []) where text.contains("\0") {
            throw .invalid("command, args and cwd must not contain NUL characters")
        }
        if body.command?.isEmpty == true { throw .invalid("command must not be empty; leave it away for the shell") }
        let agent = try NewAgent(body)
        if body.command == nil, agent == nil, body.args?.isEmpty == false { throw .invalid("args without a command") }
        let size: Size?
        switch (body.rows, body.cols) {
        case (nil, nil): size = nil
        case (let rows?, let cols?): size = try Size(ResizeJSON(rows: rows, cols: cols))
        default: throw .invalid("rows and cols go together")
        }
        self.init(
            name: body.name, command: body.command, arguments: agent == nil ? body.args ?? [] : [], directory: body.cwd,
            environment: body.env ?? [:], size: size, agent: agent, worktree: try body.worktree.map(NewWorktree.init))
    }
}

extension Size {
    /// - Throws: for what is no size; too small and too large ones are clamped by the service.
    init(_ body: ResizeJSON) throws(APIError) {
        guard body.rows > 0, body.cols > 0 else { throw .invalid("rows and cols must be 1 or more") }
        self.init(rows: body.rows, columns: body.cols)
    }
}

extension InputJSON {
    /// The inputs in the order of the fields.
    func inputs() throws(APIError) -> [Input] {
        var inputs: [Input] = []
        if let data { inputs.append(.bytes(Array(data.utf8))) }
        if let text { inputs.append(.text(text)) }
        if let paste { inputs.append(.paste(paste)) }
        for name in keys ?? [] {
            guard let key = Key(parsing: name) else {
                throw .invalid("'\(name.sanitized(limit: 64))' is no key (like C-c, Up, S-Enter, M-x, F5)")
            }
            inputs.append(.key(key))
        }
        if let mouse {
            guard (0..<Size.rowLimits.upperBound).contains(mouse.row),
                (0..<Size.columnLimits.upperBound).contains(mouse.col)
            else { throw .invalid("mouse: row and col must be on a screen, from 0") }
            inputs.append(.mouse(mouse.input))
        }
        if let focus { inputs.append(.focus(focus)) }
        guard !inputs.isEmpty || keys != nil else {
            throw .invalid("nothing to send: one of \(InputJSON.fields.joined(separator: ", ")) is needed")
        }
        return inputs
    }
}
