import CCurses
import Glibc
package import TendScreen

/// The terminal that somebody sits at, taken over: screens are drawn on it, keys and mouse come from it, and it is given back as it was,
/// also when the process dies of a fault.
///
/// Driven by its owner's one `poll` loop: nothing here waits, owns a thread or catches signals (but for faults). The loop polls ``input``
/// for reading (``read()``), ``output`` for writing while ``hasOutput`` (``flush()``), waits no longer than ``patience``
/// (``flushInput()``), and tells of `SIGWINCH` (``resize()``). A frame that the terminal has no room for yet waits; a newer one takes
/// its place, so a terminal that stands still costs neither time nor memory.
package final class CursesSurface {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        fileprivate static let noCurses = Failure(
            description: "cannot open a screen: ncurses does not start (it needs a UTF-8 locale such as C.UTF-8)")
    }

    package let traits: TerminalTraits
    private let line: TerminalLine
    private let painter: CursesPainter
    private var decoder = KeyDecoder()
    /// The newest frame, while an older one is still on its way.
    private var waiting: Screen?
    /// What is no part of a frame: it goes out with the next one.
    private var extras: [UInt8] = []
    /// Whether the terminal is ours now.
    private var isOpen = false
    /// Gets the part of the terminal back that somebody else draws on.
    private var reclaim: (() -> Void)?

    /// Whether the mouse is ours. The terminal's own selection needs Shift then, in most terminals.
    package var wantsMouse: Bool {
        didSet { if wantsMouse != oldValue { settleModes(of: nil) } }
    }
    /// What is switched on, to be switched off again.
    private var mouse = Mouse.off
    private var keyboard = Keyboard.unknown
    /// Flags that the program in focus asked for.
    private var programFlags: UInt8 = 0
    private var seesMotion = false

    private enum Mouse: Hashable { case off, drags, motion }
    private enum Keyboard: Hashable {
        /// The terminal has not answered yet, or is not asked.
        case unknown
        /// These flags of the kitty protocol are pushed.
        case kitty(UInt8)
        /// modifyOtherKeys is on.
        case modified
    }

    /// Takes the terminal over.
    ///
    /// - Parameters:
    ///   - environment: of this process, for `TERM` and others.
    ///   - input: a descriptor of the terminal, and `output` another or the same one.
    package init(
        environment: [String: String], input: Int32 = 0, output: Int32 = 1, wantsMouse: Bool = true
    ) throws(Failure) {
        guard let traits = TerminalTraits(environment: environment) else {
            let name = environment["TERM"] ?? ""
            throw Failure(
                description: name.isEmpty
                    ? "cannot open a screen: TERM is not set" : "cannot open a screen on a terminal of type '\(name)'")
        }
        do throws(TerminalLine.Failure) {
            line = try TerminalLine(input: input, output: output)
        } catch {
            throw Failure(description: "cannot open a screen: \(error)")
        }
        guard let painter = CursesPainter(traits: traits, size: line.size) else { throw Failure.noCurses }
        self.traits = painter.traits
        self.painter = painter
        self.wantsMouse = wantsMouse
        enter()
    }

    deinit { close() }

    /// To be polled for reading.
    package var input: Int32 { line.input }
    /// To be polled for writing while ``hasOutput``.
    package var output: Int32 { line.output }
    package var size: Size { painter.size }

    // MARK: Drawing

    /// Shows a screen, cropped to the size of the terminal. One write at most; what the terminal does not take at once is sent by
    /// ``flush()``, and a screen that comes before that waits until then.
    ///
    /// Of the screen's modes only `mouseMotion` counts: whether moves without a button are reported. Its `keyboardFlags` are those of the
    /// program in focus: what it asked for (releases, say) is asked of the terminal, too.
    package func draw(_ screen: Screen) {
        takeBack()
        guard isOpen else { return }
        if line.hasOutput {
            waiting = screen
            return
        }
        waiting = nil
        var bytes = extras
        extras = []
        painter.paint(screen, into: &bytes)
        bytes += modes(of: screen)
        line.write(bytes)
    }

    /// Does what the first picture need not wait for.
    package func finishStart() throws(Failure) {
        if !painter.start() { throw Failure.noCurses }
    }

    /// What the terminal shows is not what was drawn: the next frame clears it and draws everything.
    package func redraw() {
        takeBack()
        painter.invalidate()
    }

    /// The terminal has another size now. The next frame draws everything.
    package func resize() {
        takeBack()
        painter.resize(to: line.size)
    }

    /// Whether there is something that the terminal has not got.
    package var hasOutput: Bool { isBehind || !extras.isEmpty }

    /// Whether the terminal has not taken the last frame.
    package var isBehind: Bool { line.hasOutput }

    /// The terminal takes more. False when it is gone.
    @discardableResult package func flush() -> Bool {
        takeBack()
        guard line.flush() else { return false }
        guard !line.hasOutput else { return true }
        if let waiting {
            draw(waiting)
        } else {
            line.write(extras)
            extras = []
        }
        return true
    }

    /// Sends something that is no part of a frame, with the next one or when the terminal takes it.
    func send(_ text: String) {
        if isOpen { extras += text.utf8 }
    }

    // MARK: Input

    /// What came from the terminal; nil when it is gone. Answers about its abilities are heeded here, and handed on.
    package func read() -> [TerminalInput]? {
        guard let bytes = line.read() else { return nil }
        return heed(decoder.feed(bytes))
    }

    /// How long to wait for more input before ``flushInput()``; nil when none is held back.
    package var patience: Duration? { decoder.patience }

    /// No more came for that long.
    package func flushInput() -> [TerminalInput] { heed(decoder.flush()) }

    private func heed(_ inputs: [TerminalInput]) -> [TerminalInput] {
        for case .report(let report) in inputs {
            switch report {
            case .mode(2026, let setting): painter.isSynchronized = (1...3).contains(setting)
            case .keyboardFlags where keyboard == .unknown:
                keyboard = .kitty(wantedFlags)
                send("\u{1B}[>\(wantedFlags)u")
                armGuard()
            case .attributes where keyboard == .unknown && isOpen && traits.isModern:
                // No answer about the kitty protocol came before this one.
                keyboard = .modified
                send("\u{1B}[>4;1m")
                armGuard()
            default: break
            }
        }
        return inputs
    }

    // MARK: Modes

    /// Disambiguated keys, and what they type with Shift; the rest as the program wants it.
    private var wantedFlags: UInt8 { 0b101 | programFlags }

    private func modes(of screen: Screen?) -> [UInt8] {
        var text = ""
        if let screen {
            seesMotion = screen.modes.contains(.mouseMotion)
            programFlags = screen.keyboardFlags & 0b1_1111
        }
        let wanted: Mouse = !wantsMouse || !traits.isModern ? .off : seesMotion ? .motion : .drags
        if wanted != mouse {
            // Switching one way of reporting off switches all of them off in most terminals.
            if mouse == .motion { text += "\u{1B}[?1003l" }
            switch wanted {
            case .off: text += "\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1006l"
            case .drags: text += "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
            case .motion: text += "\u{1B}[?1000h\u{1B}[?1003h\u{1B}[?1006h"
            }
            mouse = wanted
        }
        if case .kitty(let flags) = keyboard, flags != wantedFlags {
            keyboard = .kitty(wantedFlags)
            text += "\u{1B}[=\(wantedFlags)u"
        }
        return Array(text.utf8)
    }

    private func settleModes(of screen: Screen?) {
        takeBack()
        if isOpen { line.write(modes(of: screen)) }
    }

    // MARK: Lending a part of it

    /// Whether each frame goes out between the marks of DEC 2026.
    package var isSynchronized: Bool { painter.isSynchronized }

    /// Whether somebody else draws on a part of the terminal and reads from it.
    package var isLent: Bool { reclaim != nil }

    /// Somebody else draws on a part of the terminal from now on, and reads from it: nothing is drawn or read here before ``takenBack(_:keys:)``.
    ///
    /// - Parameter reclaim: called when the terminal is needed; says ``takenBack(_:keys:)`` before it returns.
    /// - Returns: the terminal; nil when there is something on its way from or to it.
    package func lend(_ reclaim: @escaping () -> Void) -> Int32? {
        guard isOpen, !isLent, !hasOutput, decoder.patience == nil, painter.canBegin else {
            return nil
        }
        self.reclaim = reclaim
        return line.input
    }

    /// The terminal is ours alone again.
    ///
    /// - Parameters:
    ///   - screen: what it shows now; nil: nobody knows, and the next frame draws everything.
    ///   - keys: what was read from it and given back.
    /// - Returns: what the keys are.
    package func takenBack(_ screen: Screen?, keys: [UInt8]) -> [TerminalInput] {
        reclaim = nil
        if let screen {
            painter.adopt(screen, into: &extras)
        } else {
            painter.invalidate()
        }
        return heed(decoder.feed(keys))
    }

    private func takeBack() {
        guard let reclaim else { return }
        reclaim()
        // Whoever does not give it back has lost it.
        if isLent { _ = takenBack(nil, keys: []) }
    }

    // MARK: Taking and giving back

    /// Gives the terminal to others, until ``resume()``: to the shell before this process stops, or to an editor.
    package func suspend() {
        takeBack()
        guard isOpen else { return }
        isOpen = false
        waiting = nil
        line.finish(extras + farewell)
        extras = []
        line.restore()
        tend_guard_disarm()
    }

    /// Takes the terminal again. Others have used it meanwhile: the next frame draws everything.
    package func resume() {
        guard !isOpen else { return }
        painter.resize(to: line.size)
        painter.invalidate()
        enter()
    }

    /// Gives the terminal back. Nothing is drawn after it.
    package func close() { suspend() }

    private func enter() {
        isOpen = true
        decoder = KeyDecoder()
        (mouse, keyboard) = (.off, .unknown)
        line.makeRaw()
        armGuard()
        var text = ""
        if traits.isModern {
            // Title; the other screen; no wrapping; bracketed paste, focus, dark and light. Then questions: DEC 2026, kitty's keyboard,
            // the background, and what every terminal answers.
            text += "\u{1B}[22;2t\u{1B}[?1049h\u{1B}[?7l\u{1B}[?2004h\u{1B}[?1004h\u{1B}[?2031h"
            text += "\u{1B}[?2026$p\u{1B}[?u\u{1B}]11;?\u{1B}\\\u{1B}[c"
        } else {
            text += painter.entry.enter + "\u{1B}[?7l"
        }
        line.write(Array(text.utf8) + modes(of: nil))
    }

    /// What undoes everything that was switched on, and whatever half a sequence was on its way.
    private var farewell: [UInt8] {
        guard traits.isModern else {
            // With one screen only the shell goes on below what was drawn.
            let leave = painter.entry.leave.isEmpty ? "\u{1B}[999;1H" : painter.entry.leave
            return Array("\u{1B}[m\u{1B}[?7h\u{1B}[?25h\(leave)\r\n".utf8)
        }
        var text = "\u{1B}\\\u{1B}[?2026l\u{1B}[r\u{1B}[m\u{1B}]8;;\u{1B}\\"
        switch keyboard {
        case .unknown: break
        case .kitty: text += "\u{1B}[<u"
        case .modified: text += "\u{1B}[>4m"
        }
        text += "\u{1B}[?2031l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1006l"
        text += "\u{1B}[0 q\u{1B}[?7h\u{1B}[?25h\u{1B}[23;2t\u{1B}[?1049l"
        return Array(text.utf8)
    }

    private func armGuard() {
        guard isOpen else { return }
        var settings = line.settings
        farewell.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            tend_guard_arm(line.output, start, bytes.count, &settings)
        }
    }
}
