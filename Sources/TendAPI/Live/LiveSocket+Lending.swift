import Glibc
import Synchronization
import TendCore
import TendScreen

/// The first frame of a channel, for a viewer that lends its terminal when it has painted it: the server then knows what stands there.
final class FirstFrame: Sendable {
    private let frame = Mutex<Frame?>(nil)

    /// The first one counts.
    func keep(_ frame: Frame) {
        self.frame.withLock { if $0 == nil { $0 = frame } }
    }

    func take() -> Frame? { frame.withLock { $0.take() } }
}

extension LiveSocket {
    /// From now on the server paints on the viewer's terminal, or the part that the channel's screen has of it, and reads its keys; or,
    /// for a whole one that it has, its new size.
    func lend(_ request: LiveMessage.Request) async throws {
        // Whatever becomes of the request, what came along with it is not the next one's.
        let passed = socket.takePassed()
        defer { if let passed { Glibc.close(passed) } }
        let number = try number(request)
        let channel = try channel(request)
        guard let rows = request.rows, let cols = request.cols else {
            throw APIError.invalid("lend needs rows and cols")
        }
        let size = try Size(ResizeJSON(rows: rows, cols: cols))
        if let terminal = lent[number] {
            terminal.fit(size)
            return try await done(request)
        }
        guard let passed else {
            throw APIError.invalid("lend needs a terminal, passed along with the request (SCM_RIGHTS)")
        }
        guard let colors = request.colors, let depth = ColorDepth(count: colors) else {
            throw APIError.invalid(
                "lend needs colors, one of \(ColorDepth.allCases.map { "\($0.count)" }.joined(separator: ", "))")
        }
        if let place = try place(request, size) {
            guard channel.credit == 0 else {
                throw APIError.invalid(
                    "a part of a terminal can be lent when its frame was not taken yet and no other may come")
            }
            let pane = try LentPane(
                passed, for: channel.viewer, in: place, size: size, depth: depth,
                synchronized: request.synchronized ?? false)
            let hasBegun = await begin(pane, on: channel, number)
            try await done(request)
            if !hasBegun { pane.recall() }
            return
        }
        guard channel.credit == 0, let first = channel.first?.take() else {
            throw APIError.invalid(
                "a terminal can be lent once, when the first frame of a watch with lends was painted")
        }
        let painter = ScreenPainter(depth: depth, synchronized: request.synchronized ?? false, terminalSize: size)
        let terminal = try LentTerminal(
            passed, for: channel.viewer, showing: first, by: painter, isReadOnly: request.readOnly ?? false)
        lent[number] = terminal
        terminal.begin { [self] event in
            switch event {
            case .typed(let bytes): takeTyped(bytes, on: channel)
            case .news(let news, let size):
                let news = LiveMessage.Reply.Lent(channel: number, news: news, size: size)
                socket.send(.text, JSONBody.bytes(LiveMessage.Reply(lent: news)))
            case .removed:
                Task { await self.close(number, channel.session) }  // No handle: it says one thing and ends.
            }
        }
        try await done(request)
    }

    /// Nil: the whole terminal.
    private func place(_ request: LiveMessage.Request, _ size: Size) throws(APIError) -> ScreenPainter.Place? {
        if request.row == nil, request.col == nil, request.width == nil { return nil }
        guard let row = request.row, let column = request.col, let width = request.width,
            (0..<Size.rowLimits.upperBound).contains(row), (0..<Size.columnLimits.upperBound).contains(column),
            column + size.columns <= width, width <= Size.columnLimits.upperBound
        else {
            throw .invalid(
                "to lend a part takes row and col from 0, and a width of the terminal that has room for cols")
        }
        return ScreenPainter.Place(origin: Point(row: row, column: column), terminalColumns: width)
    }

    private func begin(_ pane: LentPane, on channel: Channel, _ number: Int) async -> Bool {
        lentPanes[number] = pane
        return await pane.begin { [self] event in
            switch event {
            case .typed(let bytes): takeTyped(bytes, on: channel)
            case .returned(let part): socket.send(.binary, LiveFrame.encode(part, channel: number))
            case .frame(let frame):
                // What was allowed during the loan was wished for by nobody.
                forfeit(number)
                socket.send(.binary, LiveFrame.encode(frame, channel: number))
            case .removed:
                Task { await self.close(number, channel.session) }  // No handle: it says one thing and ends.
            }
        }
    }

    /// The viewer wants the part of its terminal back. It is told so by the message with which a part is always given back; one that is
    /// back already has been told.
    func recall(_ request: LiveMessage.Request) async throws {
        lentPanes[try number(request)]?.recall()
        try await done(request)
    }
}
