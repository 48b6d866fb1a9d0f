import HTTPTypes
import HummingbirdCore
import TendCore

extension API {
    func changeProvider(_ call: Call) async throws -> Outcome {
        let change = try await call.body(ProviderChangeJSON.self)
        return .response(try .json(try await service.changeProvider(call.name, change)))
    }

    func planSession(_ call: Call) async throws -> Outcome {
        let request = try NewSession(try await call.body(NewSessionJSON.self))
        return .response(try .json(try await service.plan(request)))
    }
}

extension API {
    func listDirectories(_ call: Call) async throws -> Outcome {
        guard let path = call.query["path"] else { throw APIError.invalid("path is missing") }
        let limit = try call.query.integer("limit", in: 1...1000) ?? 200
        return .response(try .json(try await service.directories(completing: path, limit: limit)))
    }
}

extension NewAgent {
    /// - Returns: nil when no agent is asked for.
    /// - Throws: for what an agent would need.
    init?(_ body: NewSessionJSON) throws(APIError) {
        guard let name = body.agent else {
            let others = [
                ("model", body.model), ("prompt", body.prompt), ("resume", body.resume), ("account", body.account),
                ("llm", body.llm),
            ]
            if let (field, _) = others.first(where: { $0.1 != nil }) { throw .invalid("\(field) without an agent") }
            if body.config != nil { throw .invalid("config without an agent") }
            return nil
        }
        if body.command != nil { throw .invalid("agent and command exclude each other") }
        self.init(
            name: name, model: body.model, prompt: body.prompt, resume: body.resume, config: body.config ?? [:],
            arguments: body.args ?? [], account: body.account, llm: body.llm)
    }
}
