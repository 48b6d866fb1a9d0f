import TendCore
import Testing

@testable import TendAPI

@Suite struct BufferRouteTests {
    @Test func `what is copied is listed without its text, read as octets, replaced and forgotten`() async throws {
        try await withServer { service, server in
            let secret = String(repeating: "x", count: 200) + "sesame"
            let added = try await server.request("POST", "/api/v1/buffers", secret)
            #expect(added.status == 201)
            #expect(added.text.contains(#""name":"buffer0001""#) && added.text.contains(#""size":206"#))
            #expect(!added.text.contains("sesame"))
            let put = try await server.request("PUT", "/api/v1/buffers/mine", "text")
            #expect(put.status == 200 && put.text.contains(#""is_automatic":false"#))
            let list = try await server.request("GET", "/api/v1/buffers")
            #expect(list.status == 200 && !list.text.contains("sesame"))
            #expect(list.text.contains(#""name":"mine""#) && list.text.contains(#""sample":"text""#))
            #expect(try await server.request("GET", "/api/v1/buffers/buffer0001").text == secret)
            #expect(try await server.request("DELETE", "/api/v1/buffers/mine").status == 204)
            for method in ["GET", "DELETE"] {
                #expect(try await server.request(method, "/api/v1/buffers/mine").status == 404)
            }
            #expect(await service.buffers().map(\.name) == ["buffer0001"])
        }
    }

    @Test func `what cannot be copied is refused`() async throws {
        try await withServer { _, server in
            let empty = try await server.request("POST", "/api/v1/buffers", "")
            #expect(empty.status == 400)
            #expect(try await server.request("PUT", "/api/v1/buffers/a%2Fb", "x").status == 400)
        }
    }

    @Test func `what a program wants to copy is read where it asked`() async throws {
        try await withServer { _, server in
            let text = try await server.request("GET", "/api/v1/sessions/copier/clipboard").text
            #expect(text == "from a program")
            #expect(try await server.request("GET", "/api/v1/sessions/other/clipboard").status == 404)
        }
    }
}
