import Glibc
import TendClient
import TendCore
import TendScreen

/// The focused pane's part of the terminal is lent to the server while somebody types text and nothing else is drawn: keys then go to
/// the program, and what comes of them onto the terminal, without this process being woken. Whatever is more than that brings it back:
/// a key that may mean something here, a title, an event, the clock.
struct Lending {
    /// Whose part is lent.
    var session: String?
    /// Since when it is.
    var begin = ContinuousClock.now
    /// Who was sent text last, and nothing but text.
    var typist: String?
    /// When something else than an echo was drawn last.
    var unrest = ContinuousClock.now
    /// The server does not take this terminal.
    var isRefused = false
    /// What the server said while the part was waited for.
    var postponed: [Live.Update] = []
    /// The server was listened to while the part was waited for: what it said besides is dealt with before anything is waited for.
    var hasListened = false

    /// So long nothing else must have been drawn: whatever moves more often would go to and fro.
    static let rest = Duration.milliseconds(200)
    /// So long nothing is lent after a loan that was for nothing: a program that hides its cursor with every key, say.
    static let pause = Duration.seconds(2)
    /// A part that comes back sooner was not used.
    static let instant = Duration.milliseconds(20)
    /// A server that lives gives it back at once.
    static let patience = Duration.seconds(1)

    /// Takes note of what followed from something that happened.
    mutating func note(_ happening: Happening, _ effects: [Effect], _ change: Model.Change) {
        guard case .input = happening else { return }
        guard change == .nothing, effects.count == 1, case .send(let session, let input) = effects[0],
            Lending.isText(input)
        else { return typist = nil }
        typist = session
    }

    private static func isText(_ input: Input) -> Bool {
        switch input {
        case .text: return true
        case .key(let key):
            if case .character = key.code { return key.phase != .release && key.modifiers.isSubset(of: .shift) }
            return false
        default: return false
        }
    }
}

extension App {
    /// Lends the part of a session whose echo was just drawn; false when that cannot be.
    func lendPart(of session: String) -> Bool {
        guard !lending.isRefused, !options.isReadOnly, lending.unrest + Lending.rest <= .now, takes == [session],
            live.isHeld(session), model.keymap.leavesText, let part = drawing?.part(of: session),
            let terminal = surface.lend({ [unowned self] in recallPart() })
        else { return false }
        let loan = Live.Loan(
            descriptor: terminal, size: part.size, depth: surface.traits.depth,
            synchronized: surface.isSynchronized, isReadOnly: false,
            place: ScreenPainter.Place(origin: part.origin, terminalColumns: surface.size.columns))
        guard live.lend(session, loan) else {
            _ = surface.takenBack(drawing?.screen, keys: [])
            return false
        }
        lending.session = session
        lending.begin = .now
        // Its next frame follows when the part is back.
        takes = []
        return true
    }

    /// Waits until the part is ours again; a server that does not answer soon is not waited for.
    func recallPart() {
        guard let session = lending.session else { return }
        lending.hasListened = true
        live.recall(session)
        let deadline = ContinuousClock.now + Lending.patience
        do throws(ClientError) {
            while lending.session != nil, .now < deadline {
                while lending.session != nil, let update = try live.next() {
                    switch update {
                    case .partReturned, .refused, .reconnecting: take(update)
                    default: lending.postponed.append(update)
                    }
                }
                guard lending.session != nil else { return }
                var file = pollfd(
                    fd: live.descriptor, events: Int16(live.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
                _ = poll(&file, 1, 100)
                live.flush()
            }
        } catch {
            ending = .lost(error.farewell)
        }
        losePart()
    }

    /// Nobody knows what stands in the part that was lent.
    func losePart() {
        guard lending.session != nil else { return }
        lending.session = nil
        _ = surface.takenBack(nil, keys: [])
        redraw()
    }

    /// The part of a session is ours again.
    func take(_ part: LentPart, of session: String) {
        guard lending.session == session else {
            // It was given up for lost; until now the server may have painted.
            redraw()
            return take(surface.takenBack(nil, keys: part.keys))
        }
        lending.session = nil
        lending.typist = nil
        // One that comes back at once was overtaken by output.
        let isForNothing = part.painted == nil && part.keys.isEmpty && lending.begin + Lending.instant < .now
        if isForNothing { lending.unrest = .now + Lending.pause }
        var isKnown = part.isKnown
        if isKnown, let frame = part.painted {
            show(frame, of: session, mayTake: false)
            // Of the others nothing has been drawn.
            isKnown = model.screens[session].map { drawing?.show($0, of: session) ?? false } ?? false
            stale.remove(session)
        }
        if !isKnown { redraw() }
        take(surface.takenBack(isKnown ? drawing?.screen : nil, keys: part.keys))
    }
}
