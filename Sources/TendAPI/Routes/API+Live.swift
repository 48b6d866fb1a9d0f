import TendCore
import TendScreen

extension API {
    /// What the query asks for is done as if it had been asked over the socket, in one round trip less.
    func live(_ call: Call) async throws -> Outcome {
        var first: [LiveMessage.Request] = []
        if let topics = call.query["topics"] {
            first.append(
                LiveMessage.Request(
                    .subscribe, topics: topics.split(separator: ",").map(String.init),
                    after: try call.query.offset("after")))
        }
        if let workspace = call.query["workspace"] {
            let screens = try call.query.flag("screens")
            first.append(LiveMessage.Request(.follow, id: 0, workspace: workspace, screens: screens ? true : nil))
        }
        if let session = call.query["session"] {
            let rows = try call.query.integer("rows", in: 1...Int(UInt16.max))
            let columns = try call.query.integer("cols", in: 1...Int(UInt16.max))
            guard (rows == nil) == (columns == nil) else { throw APIError.invalid("rows and cols belong together") }
            if let rows { first.append(LiveMessage.Request(.resize, session: session, rows: rows, cols: columns)) }
            let lends = try call.query.flag("lends")
            first.append(LiveMessage.Request(.watch, id: 0, session: session, lends: lends))
        }
        let (service, clients, peer) = (service, clients, call.peer)
        return .liveSocket(messageLimit: RouteTable.jsonLimit) { [first] socket in
            await LiveSocket(service: service, clients: clients, socket: socket, peer: peer).run(first)
        }
    }
}
