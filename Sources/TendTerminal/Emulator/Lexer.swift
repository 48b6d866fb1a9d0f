/// The state machine of control sequences, one byte at a time; it can stop and go on anywhere.
///
/// Text in the ground state is not its business (``Terminal`` writes it in runs). What it collects is of bounded size:
/// ``Parameters``, two intermediate bytes, a string of at most ``stringLimit`` bytes.
///
/// - SeeAlso: <https://vt100.net/emu/dec_ansi_parser>; UTF-8 instead of eight bit controls, strings as xterm ends them.
struct Lexer {
    enum State: UInt8 {
        case ground = 0
        /// After ESC, and after ESC and intermediate bytes.
        case escape, escapeIntermediate
        /// After CSI; in the parameters; after intermediate bytes; in something malformed.
        case sequence, parameters, intermediates, ignored
        /// In OSC or DCS, and after an ESC there.
        case string, stringEscape
        /// In APC, PM or SOS, and after an ESC there: nothing is kept.
        case skipped, skippedEscape
    }

    /// What a byte completes.
    enum Action {
        case none
        /// A control character in the middle of a sequence, which goes on.
        case control
        /// `ESC` intermediates final.
        case escape
        /// `CSI` leader parameters intermediates final.
        case sequence
        /// An operating system command is complete in ``string``.
        case command
        /// A device control string is complete in ``string``.
        case deviceControl
        /// The sequence was given up; the byte is text.
        case text
    }

    enum StringKind: UInt8 {
        case command = 0, deviceControl
    }

    var state = State.ground
    var parameters = Parameters()
    /// `?`, `>`, `=` or `<`; 0 if none.
    var leader: UInt8 = 0
    /// The last intermediate byte in the low eight bits, the one before it above; 0 if none.
    var intermediates: UInt16 = 0
    var final: UInt8 = 0
    var stringKind = StringKind.command
    var string: [UInt8] = []
    var terminator = StringTerminator.escape
    /// The string has outgrown the limit: it is read to its end and dropped.
    var isOverlong = false
    let stringLimit: Int

    init(stringLimit: Int) {
        self.stringLimit = stringLimit
    }

    /// Takes an ESC in the ground state.
    @inline(__always)
    mutating func beginEscape() {
        state = .escape
        intermediates = 0
    }

    /// Takes a byte outside of the ground state.
    @inline(__always)
    mutating func step(_ byte: UInt8) -> Action {
        switch state {
        case .parameters, .sequence: return stepParameters(byte)
        default: return stepOther(byte)
        }
    }

    @inline(__always)
    private mutating func stepParameters(_ byte: UInt8) -> Action {
        switch byte {
        case 0x30...0x39:
            parameters.digit(byte)
            state = .parameters
        case 0x3B:
            parameters.separator()
            state = .parameters
        case 0x3A:
            parameters.subSeparator()
            state = .parameters
        case 0x40...0x7E:
            final = byte
            state = .ground
            return .sequence
        case 0x3C...0x3F:
            if state == .sequence {
                leader = byte
                state = .parameters
            } else {
                state = .ignored
            }
        case 0x20...0x2F:
            intermediates = UInt16(byte)
            state = .intermediates
        default: return unusual(byte)
        }
        return .none
    }

    private mutating func stepOther(_ byte: UInt8) -> Action {
        switch state {
        case .escape: return stepEscape(byte)
        case .escapeIntermediate:
            switch byte {
            case 0x20...0x2F: addIntermediate(byte)
            case 0x30...0x7E: return finish(byte, .escape)
            default: return unusual(byte)
            }
        case .intermediates:
            switch byte {
            case 0x20...0x2F: addIntermediate(byte)
            case 0x30...0x3F: state = .ignored
            case 0x40...0x7E: return finish(byte, .sequence)
            default: return unusual(byte)
            }
        case .ignored:
            switch byte {
            case 0x20...0x3F: break
            case 0x40...0x7E: state = .ground
            default: return unusual(byte)
            }
        case .string: return stepString(byte)
        case .stringEscape:
            if byte == 0x5C { return endString(.escape) }
            dropString()
            beginEscape()
            return stepEscape(byte)
        case .skipped:
            switch byte {
            case 0x1B: state = .skippedEscape
            case 0x18, 0x1A: state = .ground
            case 0x9C where final == 0xC2: state = .ground
            default: final = byte
            }
        case .skippedEscape:
            beginEscape()
            if byte == 0x5C {
                state = .ground
                return .none
            }
            return stepEscape(byte)
        default: state = .ground
        }
        return .none
    }

    private mutating func stepEscape(_ byte: UInt8) -> Action {
        switch byte {
        case 0x5B: beginSequence()
        case 0x5D: beginString(.command)
        case 0x50: beginString(.deviceControl)
        case 0x58, 0x5E, 0x5F:
            state = .skipped
            final = 0
        case 0x20...0x2F:
            addIntermediate(byte)
            state = .escapeIntermediate
        case 0x30...0x7E: return finish(byte, .escape)
        default: return unusual(byte)
        }
        return .none
    }

    @inline(__always)
    private mutating func finish(_ byte: UInt8, _ action: Action) -> Action {
        final = byte
        state = .ground
        return action
    }

    /// Controls and what is not ASCII, in the middle of a sequence that is not a string.
    private mutating func unusual(_ byte: UInt8) -> Action {
        switch byte {
        case 0x1B:
            beginEscape()
            return .none
        case 0x18, 0x1A:
            state = .ground
            return .none
        case 0x7F: return .none
        case 0x00..<0x20: return .control
        default:
            state = .ground
            return .text
        }
    }

    private mutating func addIntermediate(_ byte: UInt8) {
        // No sequence has more than two; a third makes it one that nobody knows.
        intermediates = intermediates > 0xFF ? 0xFFFF : intermediates << 8 | UInt16(byte)
    }

    @inline(__always)
    mutating func beginSequence() {
        state = .sequence
        parameters.reset()
        leader = 0
        intermediates = 0
    }
}

// MARK: - Strings

extension Lexer {
    mutating func beginString(_ kind: StringKind) {
        state = .string
        stringKind = kind
        string.removeAll(keepingCapacity: string.capacity <= 4096)
        isOverlong = false
    }

    /// Takes the run of ordinary bytes at the start of a string's continuation.
    ///
    /// - Returns: how many bytes were taken.
    mutating func takeString(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        while count < bytes.count, bytes[count] >= 0x20, bytes[count] != 0x7F, bytes[count] != 0x9C { count &+= 1 }
        if count == 0 { return 0 }
        if !isOverlong {
            if string.count &+ count > stringLimit {
                isOverlong = true
                // The last byte stays, to recognise U+009C.
                string = []
            } else {
                string.append(contentsOf: bytes[..<count])
            }
        }
        if isOverlong { string = [bytes[count &- 1]] }
        return count
    }

    private mutating func stepString(_ byte: UInt8) -> Action {
        switch byte {
        case 0x1B:
            state = .stringEscape
        case 0x18, 0x1A:
            dropString()
            state = .ground
        case 0x07 where stringKind == .command: return endString(.bell)
        case 0x00..<0x20, 0x7F: break
        case 0x9C where string.last == 0xC2:
            string.removeLast()
            return endString(.escape)
        default:
            if isOverlong || string.count >= stringLimit {
                isOverlong = true
                string = [byte]
            } else {
                string.append(byte)
            }
        }
        return .none
    }

    private mutating func endString(_ terminator: StringTerminator) -> Action {
        self.terminator = terminator
        state = .ground
        if isOverlong {
            dropString()
            return .none
        }
        return stringKind == .command ? .command : .deviceControl
    }

    private mutating func dropString() {
        string.removeAll(keepingCapacity: string.capacity <= 4096)
        isOverlong = false
    }
}
