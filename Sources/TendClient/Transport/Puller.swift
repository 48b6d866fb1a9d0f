import NIOCore

/// The end of a pipeline that hands over one part each time it is asked, and reads from the socket only then.
///
/// So a consumer that is slow is felt by the server, and nothing piles up here but what one read brought.
final class Puller<Part: Sendable>: ChannelInboundHandler {
    typealias InboundIn = Part

    private var parts = CircularBuffer<Part>()
    private var waiting: EventLoopPromise<Part?>?
    private var end: Result<Void, any Error>?
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.success(()))
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if let promise = waiting {
            waiting = nil
            promise.succeed(part)
        } else {
            parts.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A read may bring too little for a whole part.
        if waiting != nil { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) { finish(.success(())) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    fileprivate func finish(_ result: Result<Void, any Error>) {
        if end == nil { end = result }
        guard let promise = waiting else { return }
        waiting = nil
        promise.completeWith(result.map { nil })
    }

    /// The next part; nil at the end of the connection. One caller at a time.
    func next(on loop: any EventLoop) -> EventLoopFuture<Part?> {
        if let part = parts.popFirst() { return loop.makeSucceededFuture(part) }
        if let end { return loop.makeCompletedFuture(end.map { nil }) }
        let promise = loop.makePromise(of: Part?.self)
        waiting = promise
        context?.read()
        return promise.futureResult
    }
}

/// A ``Puller`` as seen from outside of its event loop.
struct PulledChannel<Part: Sendable>: Sendable {
    let channel: any Channel
    private let puller: NIOLoopBound<Puller<Part>>

    /// Adds the puller to the end of the pipeline. On the channel's event loop.
    init(addingTo channel: any Channel) throws {
        let puller = Puller<Part>()
        try channel.pipeline.syncOperations.addHandler(puller)
        do {
            try channel.syncOptions?.setOption(.autoRead, value: false)
        } catch {
            // The server has closed it already; what it said before is still handed over.
            puller.finish(.success(()))
        }
        self.channel = channel
        self.puller = NIOLoopBound(puller, eventLoop: channel.eventLoop)
    }

    /// The next part; nil at the end of the connection. Cancelling the task closes the connection.
    func next() async throws -> Part? {
        try await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { puller.value.next(on: channel.eventLoop) }.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    func close() { channel.close(promise: nil) }
}
