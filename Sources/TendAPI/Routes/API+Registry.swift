import HTTPTypes
import HummingbirdCore
import TendCore

// What is registered for agents. No answer has a secret in it: the types of the answers have no place for one.
extension API {
    func servers(_ call: Call) async throws -> Outcome {
        switch call.route.operation {
        case .listServers:
            return .response(try .json(MCPServerListJSON(servers: await service.servers().map(MCPServerJSON.init))))
        case .addServer:
            let body = try await call.body(NewMCPServerJSON.self)
            let server = try await service.addServer(try body.server(), replacing: body.replace ?? false)
            return .response(try .json(MCPServerJSON(server), status: .created))
        case .changeServer:
            let change = try await call.body(MCPServerChangeJSON.self)
            return .response(try .json(MCPServerJSON(try await service.changeServer(call.name, change))))
        case .removeServer:
            try await service.removeServer(call.name)
            return empty()
        default:
            return .response(try .json(MCPServerJSON(try await service.server(call.name))))
        }
    }

    func endpoints(_ call: Call) async throws -> Outcome {
        switch call.route.operation {
        case .listEndpoints:
            return .response(try .json(LLMListJSON(providers: await service.endpoints().map(LLMJSON.init))))
        case .addEndpoint:
            let body = try await call.body(NewLLMJSON.self)
            let endpoint = try await service.addEndpoint(
                try body.endpoint(), key: body.key, replacing: body.replace ?? false)
            return .response(try .json(LLMJSON(endpoint), status: .created))
        case .removeEndpoint:
            try await service.removeEndpoint(call.name)
            return empty()
        case .probeModels:
            return .response(try .json(try await service.models(of: call.name)))
        default:
            return .response(try .json(try await service.models(ofAgent: call.name)))
        }
    }

    func accounts(_ call: Call) async throws -> Outcome {
        switch call.route.operation {
        case .listAccounts:
            return .response(try .json(AccountListJSON(accounts: await service.accounts())))
        case .addAccount:
            let body = try await call.body(NewAccountJSON.self)
            let account = try await service.addAccount(try body.account(), replacing: body.replace ?? false)
            return .response(try .json(account, status: .created))
        default:
            try await service.removeAccount(call.name, of: call.parameters["agent"] ?? "")
            return empty()
        }
    }
}
