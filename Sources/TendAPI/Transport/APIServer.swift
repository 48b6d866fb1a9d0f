import CLinux
import Glibc
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
package import TendCore
import TendScreen

/// Serves the API on a Unix socket that is already bound and listening.
///
/// The descriptor is the keeper's: it outlives this server, so clients that come while no server runs wait in its backlog.
package final class APIServer: Sendable {
    private let dispatcher: Dispatcher
    private let preparation: Preparation
    private let logger: Logger
    private let listener: any Channel
    private let connections: Connections
    private let channel: HTTP1Channel
    /// Connections that have begun to ask for something; ends when none comes any more.
    private let guests: AsyncStream<Guest>

    /// Starts to accept.
    ///
    /// - Parameters:
    ///   - socket: a listening Unix stream socket; the server owns it from now on and closes it at the end.
    ///   - userID: only peers of this user are let in; others are closed without an answer.
    ///   - control: what `POST /server/…` does.
    ///   - reactor: serves live sockets that watch nothing yet.
    package init(
        socket: Int32, userID: UInt32 = geteuid(), service: any SessionService, control: any ServerControl,
        reactor: any Reactor, logger: Logger, preparation: Preparation = Preparation()
    ) async throws {
        let group = preparation.group
        let dispatcher = Dispatcher(
            api: API(service: service, control: control, reactor: reactor), authenticator: LocalAuthenticator(),
            reactor: reactor,
            logger: logger)
        let channel = APIServer.channel { request, writer, channel in
            try await dispatcher.respond(to: request, writer: writer, channel: channel)
        }
        let connections = Connections()
        let (guests, arrivals) = AsyncStream.makeStream(of: Guest.self)
        do {
            listener = try await ServerBootstrap(group: group)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { child in
                    PeerCredentials.of(child).flatMap { peer in
                        let isForeign = peer.userID != userID
                        if isForeign {
                            logger.warning("refused a connection of user \(peer.userID), process \(peer.processID)")
                        }
                        guard !isForeign, connections.add(child) else {
                            child.close(promise: nil)
                            return child.eventLoop.makeFailedFuture(NotWelcome())
                        }
                        guard tend_descriptors_left() >= APIServer.reserve else {
                            // When there are none, NIO asks for the next connection again and again.
                            APIServer.refuse(child)
                            return child.eventLoop.makeFailedFuture(NotWelcome())
                        }
                        return child.eventLoop.makeCompletedFuture {
                            try child.pipeline.syncOperations.addHandler(
                                APIServer.sniffer(child, peer.processID, dispatcher, channel, logger, arrivals))
                        }
                    }
                }
                .withBoundSocket(socket).get()
            listener.closeFuture.whenComplete { _ in arrivals.finish() }
        } catch {
            await preparation.rehearsal.value
            try await group.shutdownGracefully()
            throw error
        }
        self.preparation = preparation
        self.dispatcher = dispatcher
        self.logger = logger
        self.channel = channel
        self.connections = connections
        self.guests = guests
    }

    /// On the loop of `child`.
    private static func sniffer(
        _ child: any Channel, _ process: Int32, _ dispatcher: Dispatcher, _ channel: HTTP1Channel, _ logger: Logger,
        _ arrivals: AsyncStream<Guest>.Continuation
    ) -> ProtocolSniffer {
        ProtocolSniffer { bytes in
            guard let request = PlainRequest(bytes),
                let shortcut = dispatcher.shortcut(request, on: child, peer: process)
            else { return .http }
            switch shortcut {
            case .answer(let call):
                if case .enqueued = arrivals.yield(.call(call)) { return .kept }
                return .http
            case .live(let opening, let accept):
                return .handedOver { descriptor in
                    if case .enqueued = arrivals.yield(.live(opening, accept: accept, descriptor: descriptor)) {
                        return
                    }
                    close(descriptor)
                }
            }
        } becomeHTTP: {
            channel.setup(channel: child, logger: logger).whenComplete { result in
                guard let connection = try? result.get() else { return child.close(promise: nil) }
                if case .enqueued = arrivals.yield(.http(connection, process: process)) { return }
                child.close(promise: nil)
                // No handle: what is closed ends at once.
                Task { await channel.handle(value: connection, logger: logger) }
            }
        }
    }

    private struct NotWelcome: Error {}

    /// Descriptors kept for what the connections that there are ask for.
    private static let reserve = 24

    /// Says why, past the channel, which cannot be written to yet.
    private static func refuse(_ child: any Channel) {
        child.eventLoop.execute {
            _ = try? child.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                // Whoever has gone needs no answer.
                send($0, crowded, crowded.utf8.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            child.close(promise: nil)
        }
    }

    private static let crowded: String = {
        let body =
            #"{"error":{"code":"limit","message":"too many connections: the server may open no more files — close some, or raise its limit (ulimit -n)"}}"#
        return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }()

    /// A connection that has said what it is.
    private enum Guest: Sendable {
        /// - Parameter process: who made it.
        case http(HTTP1Channel.Value, process: Int32)
        /// A request that is to be answered, and nothing else.
        case call(Call)
        case live(LiveOpening, accept: String, descriptor: Int32)
    }

    /// What every connection is made of.
    static func channel(_ responder: @escaping HTTPChannelHandler.Responder) -> HTTP1Channel {
        HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionHandler()],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 32 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 100)))
    }

    /// Serves until ``shutdown(grace:)``, and returns when the last connection has ended. Call it once.
    package func run() async {
        let (channel, dispatcher, logger) = (channel, dispatcher, logger)
        await withTaskExecutorPreference(LoopExecutor(preparation.group.next())) {
            await withDiscardingTaskGroup { group in
                for await guest in guests {
                    group.addTask {
                        switch guest {
                        case .http(let connection, let process):
                            await ConnectionPeer.$process.withValue(process) {
                                await channel.handle(value: connection, logger: logger)
                            }
                        case .call(let call):
                            let answer = await dispatcher.answer(call)
                            // Who has gone needs none. Waited for, so that a server that stops does not cut it off.
                            try? await call.channel.writeAndFlush(answer).get()
                            call.channel.close(promise: nil)
                        case .live(let opening, let accept, let descriptor):
                            await dispatcher.serve(opening, accept: accept, descriptor: descriptor)
                        }
                    }
                }
            }
        }
        await preparation.rehearsal.value
        try? await preparation.group.shutdownGracefully()  // It fails only when called twice.
    }

    /// Stops accepting, lets requests that are being answered end, ends long ones (waits, events, WebSockets), and closes what is
    /// left after `grace`. Returns at once; ``run()`` returns when all is done.
    package func shutdown(grace: Duration = .seconds(2)) {
        guard listener.isActive else { return }
        // First of all: the loop ends as soon as the last connection has.
        _ = listener.eventLoop.scheduleTask(in: TimeAmount(grace)) { [connections] in connections.closeNow() }
        connections.quiesce()
        dispatcher.longRequests.cancelAll()
        listener.close(promise: nil)
    }
}
