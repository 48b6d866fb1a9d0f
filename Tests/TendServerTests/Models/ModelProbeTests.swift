import TendCore
import Testing

@testable import TendServer

struct ModelProbeTests {
    private func probe(
        _ dialect: LLMEndpoint.Dialect = .openai, _ address: String = "http://h/v1", key: String? = nil
    ) -> ModelProbe {
        ModelProbe(LLMEndpoint(name: "x", dialect: dialect, address: address), key: key, [:])
    }

    private func refusal(
        _ probe: ModelProbe, _ status: Int, _ body: String = ""
    ) -> String? {
        #expect(throws: ServiceError.self) { try probe.models(in: ModelProbe.Answer(status: status, body: body)) }?
            .message
    }

    @Test func `each dialect is asked where it is documented, with the key as sessions send it`() {
        let openai = probe(key: "k\"\\").configuration
        #expect(openai.contains("url = \"http://h/v1/models\"\n"))
        #expect(openai.contains(#"header = "Authorization: Bearer k\"\\""# + "\n"))
        let anthropic = probe(.anthropic, "https://h").configuration
        #expect(anthropic.contains("url = \"https://h/v1/models?limit=1000\"\n"))
        #expect(anthropic.contains("header = \"anthropic-version: 2023-06-01\"\n"))
        #expect(!anthropic.contains("Authorization"))
    }

    @Test func `an answer is its body and the status behind it`() {
        #expect(ModelProbe.Answer("{\n}\n200") == ModelProbe.Answer(status: 200, body: "{\n}"))
        #expect(ModelProbe.Answer("\n404") == ModelProbe.Answer(status: 404, body: ""))
        #expect(ModelProbe.Answer("nonsense").status == 0)
    }

    @Test func `models come in the provider's order, fit to be shown`() throws {
        let body = #"{"object":"list","data":[{"id":"b","object":"model"},{"id":"a\u001b[31m","x":null}]}"#
        #expect(try probe().models(in: ModelProbe.Answer(status: 200, body: body)) == ["b", "a[31m"])
    }

    @Test func `refusals say what is wrong, and what may be`() {
        #expect(refusal(probe(), 401) == "LLM provider 'x' at http://h/v1 wants a key (HTTP 401)")
        #expect(
            refusal(probe(key: "sesame"), 403, #"{"error":{"message":"no such key: sesame"}}"#)
                == "LLM provider 'x' at http://h/v1 does not take the key (HTTP 403): no such key: ••••••••")
        #expect(refusal(probe(.openai, "http://h"), 404)?.hasSuffix("most OpenAI-compatible addresses end in /v1") == true)
        #expect(refusal(probe(), 500, "<html>") == "LLM provider 'x' at http://h/v1 answers HTTP 500")
        #expect(refusal(probe(), 200, #"{"models":[]}"#)?.hasSuffix("answers something that is no list of models") == true)
    }

    @Test func `nobody listening is said in curl's words`() async throws {
        let closed = ModelProbe(
            LLMEndpoint(name: "x", dialect: .openai, address: "http://127.0.0.1:1/v1"), key: nil,
            ["PATH": "/usr/bin:/bin"])
        let error = await #expect(throws: ServiceError.self) { try await closed.ask() }
        #expect(error?.code == .unavailable)
        #expect(error?.message.hasPrefix("LLM provider 'x' at http://127.0.0.1:1/v1: Failed to connect") == true)
    }
}
