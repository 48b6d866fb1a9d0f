import Foundation
import TendAgents
import TendCore

/// Asks an LLM provider which models it has: `GET …/models`, as OpenAI and Anthropic document it.
///
/// The request is made by `curl`, which is on nearly every machine and knows its certificates and proxies; TLS of our own would cost
/// minutes of build. It reads address and key from its standard input: they are in no argument, no variable and no file.
struct ModelProbe: Sendable {
    /// What was sent back.
    struct Answer: Hashable, Sendable {
        /// 0: nothing that is HTTP.
        var status: Int
        var body: String
    }

    private let endpoint: LLMEndpoint
    private let key: String?
    private let environment: [String: String]

    init(_ endpoint: LLMEndpoint, key: String?, _ environment: [String: String]) {
        self.endpoint = endpoint
        self.key = key
        self.environment = environment
    }

    /// The names of the models, in the provider's order.
    ///
    /// - Throws: ``ServiceError`` with code `unavailable`.
    func ask() async throws(ServiceError) -> [String] {
        let run: CurlRun.Outcome
        do throws(ServiceError) {
            run = try await CurlRun.perform(configuration, environment: environment)
        } catch {
            throw ServiceError(.unavailable, "\(name) cannot be asked: \(error.message)")
        }
        guard run.status == 0 else { throw ServiceError(.unavailable, "\(name): \(masked(run.reason))") }
        return try models(in: Answer(run.output))
    }

    private var name: String { "LLM provider '\(endpoint.name)' at \(endpoint.address)" }

    // MARK: Question

    var address: String {
        switch endpoint.dialect {
        case .openai: endpoint.address + "/models"
        // Otherwise it tells twenty at a time.
        case .anthropic: endpoint.address + "/v1/models?limit=1000"
        }
    }

    /// What `curl --config -` reads. The status follows the body on a line of its own.
    var configuration: String {
        var headers = ["Accept: application/json"]
        // A session's agent sends the key this way, so that is what is tried.
        if let key { headers.append("Authorization: Bearer " + key) }
        if endpoint.dialect == .anthropic { headers.append("anthropic-version: 2023-06-01") }
        var lines = ["silent", "show-error", "stderr = \"-\"", "connect-timeout = 5", "max-time = 10"]
        lines += ["proto = \"=http,https\"", "write-out = \"\\n%{http_code}\"", "url = \(quoted(address))"]
        lines += headers.map { "header = \(quoted($0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    // MARK: Answer

    func models(in answer: Answer) throws(ServiceError) -> [String] {
        switch answer.status {
        case 200: break
        case 401, 403:
            let what = key == nil ? "wants a key" : "does not take the key"
            throw ServiceError(.unavailable, "\(name) \(what) (HTTP \(answer.status))\(detail(in: answer))")
        default:
            throw ServiceError(.unavailable, "\(name) answers HTTP \(answer.status)\(detail(in: answer))\(hint)")
        }
        struct List: Decodable {
            struct Model: Decodable { var id: String }
            var data: [Model]
        }
        guard let list = try? JSONDecoder().decode(List.self, from: Data(answer.body.utf8)) else {  // Whatever is wrong with it.
            throw ServiceError(.unavailable, "\(name) answers something that is no list of models\(hint)")
        }
        return list.data.prefix(ModelProbe.limit).map { $0.id.sanitized(limit: 200) }
    }

    /// More than any provider has.
    private static let limit = 5000

    /// The mistake that is made most.
    private var hint: String {
        guard endpoint.dialect == .openai, !endpoint.address.contains("/v1") else { return "" }
        return " — most OpenAI-compatible addresses end in /v1"
    }

    /// What the provider says of its refusal, in its words.
    private func detail(in answer: Answer) -> String {
        // It may be anything.
        guard let tree = try? JSONTree(parsing: answer.body.utf8) else { return "" }
        let text = tree["error"]?["message"]?.text ?? tree["error"]?.text ?? tree["message"]?.text
        return text.map { ": " + masked($0) } ?? ""
    }

    /// Some repeat the key.
    private func masked(_ text: String) -> String {
        let text = key.map { text.replacing($0, with: LaunchPlanJSON.mask) } ?? text
        return DisplayText.cleaned(text, limit: 200)
    }
}

extension ModelProbe.Answer {
    /// - Parameter output: the body, a line feed and the status.
    init(_ output: String) {
        let end = output.lastIndex(of: "\n") ?? output.startIndex
        status = Int(output[end...].dropFirst()) ?? 0
        body = String(output[..<end])
    }
}
