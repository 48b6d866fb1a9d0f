import TendCore
import TendScreen

/// A live socket that is wanted, and what its query asks for.
struct LiveOpening: Sendable {
    var service: any SessionService
    var clients: ClientRegistry
    /// The process at the other end, as the kernel tells it.
    var peer: Int32
    /// Are answered before anything that comes over the socket.
    var first: [LiveMessage.Request]

    /// Returns when what the query asks for is on its way.
    func open(on socket: LaneSocket) async -> LiveSocket {
        let live = LiveSocket(service: service, clients: clients, socket: socket, peer: peer)
        await live.open(first)
        return live
    }
}

extension API {
    /// What the query asks for is done as if it had been asked over the socket, in one round trip less.
    func live(_ call: Call) throws(APIError) -> LiveOpening {
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
        return LiveOpening(service: service, clients: clients, peer: call.peer, first: first)
    }
}
