import HTTPTypes
import Testing

@testable import TendAPI

struct DispatcherTests {
    @Test(
        arguments: [
            (Operation.live, nil, nil, true), (.listSessions, "0", nil, true), (.sendInput, "4096", nil, true),
            (.sendInput, "4097", nil, false), (.sendInput, "99999999999999999999", nil, false),
            (.createSession, nil, "chunked", false), (.getScreen, nil, nil, false), (.search, nil, nil, false),
        ] as [(Operation, String?, String?, Bool)])
    func `only what is soon done is done on the loop's thread`(
        operation: Operation, length: String?, encoding: String?, isBrief: Bool
    ) {
        var head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/")
        head.headerFields[.contentLength] = length
        head.headerFields[.transferEncoding] = encoding
        #expect(Dispatcher.isBrief(operation, head) == isBrief)
    }
}
