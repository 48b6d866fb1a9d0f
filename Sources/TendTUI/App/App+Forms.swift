import TendClient
import TendCore
import TendScreen

/// What forms ask of the server, and of the programs that agents are.
extension App {
    func readProviders(_ next: ProviderAnswer.Next) {
        let (options, detect) = (options, options.detect)
        requests.ask { client in
            var list = try await client.providers()
            for (index, provider) in list.providers.enumerated() {
                for (place, field) in provider.fields.enumerated() where field.type == "secret" {
                    // What this client's environment has, sessions that are started from here get.
                    let own = field.variable.flatMap { options.environment[$0] } ?? ""
                    if !own.isEmpty { list.providers[index].fields[place].isThere = true }
                }
            }
            var answer = ProviderAnswer(
                list, installed: detect.look(list.providers), directory: options.newSession([], nil).cwd ?? "/",
                then: next)
            answer.accounts = try await client.accounts()
            answer.llms = try await client.llms()
            return .providers(answer)
        }
        detectVersions()
    }

    /// In a thread of its own: programs take their time to tell their versions.
    private func detectVersions() {
        let (detect, inbox) = (options.detect, inbox)
        requests.ask { client in
            let providers = try await client.providers().providers
            // Without a thread the list is one without versions.
            _ = startThread { inbox.put(.detected(detect.ask(providers))) }
            return nil
        }
    }

    /// The request with what this client's environment adds to it.
    private func complete(_ request: NewSessionJSON, variables: [String]) -> NewSessionJSON {
        var request = request
        let own = options.newSession([], request.cwd)
        var variables = variables.reduce(into: own.env ?? [:]) { result, name in
            if let value = options.environment[name], !value.isEmpty { result[name] = .some(value) }
        }
        variables.merge(request.env ?? [:]) { $1 }
        request.env = variables
        return request
    }

    func plan(_ request: NewSessionJSON, variables: [String]) {
        let whole = complete(request, variables: variables)
        requests.ask { client in
            do {
                return .planned(request, .plan(try await client.plan(whole)))
            } catch {
                return .planned(request, .refused(Requests.refusal(error)))
            }
        }
    }

    func start(_ request: NewSessionJSON, variables: [String], size: Size, then purpose: AfterMaking) {
        var whole = complete(request, variables: variables)
        whole.rows = size.rows
        whole.cols = size.columns
        requests.askForForm { [whole] in .started(try await $0.create(whole), then: purpose) }
    }

    func changeProvider(_ name: String, _ change: ProviderChangeJSON) {
        requests.askForForm { .providerChanged(try await $0.changeProvider(name, change)) }
    }

    func listDirectories(_ path: String) {
        requests.ask { client in
            do {
                return .directories(try await client.directories(completing: path), for: path)
            } catch {
                return .formRefused(Requests.refusal(error).about("cwd"))
            }
        }
    }
}

extension Requests {
    /// Something whose refusal a form shows.
    func askForForm(_ body: @escaping @Sendable (Client) async throws -> Happening) {
        ask { client in
            do {
                return try await body(client)
            } catch {
                return .formRefused(Requests.refusal(error))
            }
        }
    }

    static func refusal(_ error: any Error) -> ServiceError {
        if case .service(let error)? = error as? ClientError { error } else { ServiceError(.unavailable, "\(error)") }
    }
}
