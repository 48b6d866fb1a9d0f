import TendScreen

/// Control sequences. Each is named by its leader, its intermediate bytes and its final byte.
extension Terminal {
    /// Performs the sequence that the lexer has completed.
    func sequence() {
        if lexer.leader | UInt8(truncatingIfNeeded: lexer.intermediates) == 0 && lexer.intermediates == 0 {
            if lexer.final == UInt8(ascii: "m") {
                if lexer.parameters.isEmpty { pen.clear() } else { pen.apply(lexer.parameters) }
                updateTemplate()
                return
            }
            joins = false
            plainSequence()
        } else {
            joins = false
            if lexer.intermediates == 0 { privateSequence() } else { intermediateSequence() }
        }
    }

    private func plainSequence() {
        let parameters = lexer.parameters
        let count = parameters.repetitions()
        switch Unicode.Scalar(lexer.final) {
        case "A", "k": moveRows(by: 0 - count)
        case "B": moveRows(by: count)
        case "C": moveColumns(by: count)
        // Unlike CUD and CUF these two know no region but that of origin mode.
        case "e": moveTo(row: relativePoint.row + count, column: relativePoint.column)
        case "a": moveTo(row: relativePoint.row, column: relativePoint.column + count)
        case "D", "j": moveColumns(by: 0 - count)
        case "E":
            moveRows(by: count)
            carriageReturn()
        case "F":
            moveRows(by: 0 - count)
            carriageReturn()
        case "G", "`": moveTo(row: relativePoint.row, column: count - 1)
        case "H", "f": moveTo(row: count - 1, column: parameters.repetitions(1) - 1)
        case "d": moveTo(row: count - 1, column: relativePoint.column)
        case "I": tab(count)
        case "Z": tab(0 - count)
        case "J": eraseDisplay(parameters.value(0, or: 0), leader: 0)
        case "K": eraseLine(parameters.value(0, or: 0), leader: 0)
        case "@", "P", "X", "L", "M", "S", "T": edit(Unicode.Scalar(lexer.final), count)
        case "b": repeatLast(count)
        case "c": if parameters.value(0, or: 0) == 0 { reply(Reply.primaryAttributes) }
        case "g": clearTabs(parameters.value(0, or: 0))
        case "h": setModes(true)
        case "l": setModes(false)
        case "n": reportStatus(parameters.value(0, or: 0), isPrivate: false)
        case "r": setRegion(parameters.value(0, or: 0), parameters.value(1, or: 0))
        case "s":
            if switches.contains(.margins) {
                setMargins(parameters.value(0, or: 0), parameters.value(1, or: 0))
            } else {
                saveCursor()
            }
        case "t": windowOperation()
        case "u": restoreCursor()
        default: break
        }
    }

    /// ICH DCH ECH IL DL SU SD.
    private func edit(_ final: Unicode.Scalar, _ count: Int) {
        // More parameters make SD something about mouse tracking.
        if final == "T" && lexer.parameters.count > 1 { return }
        wrapsNext = false
        if final == "@" || final == "P" { return deleteCharacters(final == "P" ? count : 0 - count) }
        guard hasMargins && final != "X" else {
            if final == "L" || final == "M" {
                guard row >= top && row < bottom else { return }
                perform(final, count)
                column = 0
            } else {
                perform(final, count, savesLines: final == "S")
            }
            return
        }
        switch final {
        case "L": deleteLinesBetweenMargins(0 - count)
        case "M": deleteLinesBetweenMargins(count)
        case "S": scrollMargins(by: count)
        default: scrollMargins(by: 0 - count)
        }
    }

    /// ED, DECSED.
    private func eraseDisplay(_ selector: Int, leader: UInt8) {
        wrapsNext = false
        switch selector {
        case 0...2: perform("J", leader: leader, selector)
        case 3 where leader == 0: history.removeAll()
        default: break
        }
    }

    /// EL, DECSEL.
    private func eraseLine(_ selector: Int, leader: UInt8) {
        wrapsNext = false
        if selector <= 2 { perform("K", leader: leader, selector) }
    }

    private func privateSequence() {
        let parameters = lexer.parameters
        switch (lexer.leader, Unicode.Scalar(lexer.final)) {
        case ("?", "J"): eraseDisplay(parameters.value(0, or: 0), leader: lexer.leader)
        case ("?", "K"): eraseLine(parameters.value(0, or: 0), leader: lexer.leader)
        case ("?", "h"): setPrivateModes(true)
        case ("?", "l"): setPrivateModes(false)
        case ("?", "s"): savePrivateModes()
        case ("?", "r"): restorePrivateModes()
        case ("?", "n"): reportStatus(parameters.value(0, or: 0), isPrivate: true)
        case ("?", "m"): if parameters.value(0, or: 0) == 4 { reply(Reply.modifyOtherKeys(Int(modifyOtherKeys))) }
        case (">", "c"): reply(Reply.secondaryAttributes)
        case ("=", "c"): reply(Reply.tertiaryAttributes)
        case (">", "q"): reply(Reply.version(name: "tend", version: options.version))
        case (">", "m"): setKeyModifiers()
        case (">", "n"): if parameters.value(0, or: 0) == 4 { modifyOtherKeys = 0 }
        case (_, "u"): keyboardSequence()
        default: break
        }
    }

    private func intermediateSequence() {
        let parameters = lexer.parameters
        switch (lexer.leader, lexer.intermediates, Unicode.Scalar(lexer.final)) {
        case (0, " ", "q"): cursorStyle.setStyle(parameters.value(0, or: 0))
        case (0, " ", "@"): scrollColumns(by: parameters.repetitions())
        case (0, " ", "A"): scrollColumns(by: 0 - parameters.repetitions())
        case (0, "!", "p"): softReset()
        case (0, "\"", "q"): setProtection(parameters.value(0, or: 0))
        case (0, "$", "p"): reply(ModeReport.report(ofANSI: parameters.value(0, or: 0), in: modeState))
        case ("?", "$", "p"): reply(ModeReport.report(ofPrivate: parameters.value(0, or: 0), in: modeState))
        case (0, "'", "}"): editColumns("}", parameters.repetitions())
        case (0, "'", "~"): editColumns("~", parameters.repetitions())
        case (0, "*", "y"): reportChecksum()
        case (0, "*", "x"): setExtent(parameters.value(0, or: 0))
        case (0, "$", "v"): copyRectangle()
        case (0, "$", "x"): fillRectangle()
        case (0, "$", "z"): eraseRectangle(keepsProtected: false)
        case (0, "$", "{"): eraseRectangle(keepsProtected: true)
        case (0, "$", "r"): changeRectangle(reversing: false)
        case (0, "$", "t"): changeRectangle(reversing: true)
        default: break
        }
    }

    /// DECIC, DECDC.
    private func editColumns(_ final: Unicode.Scalar, _ count: Int) {
        if hasMargins {
            deleteColumnsBetweenMargins(final == "}" ? 0 - count : count)
        } else {
            perform(final, intermediate: UInt8(ascii: "'"), count)
        }
    }

    /// DECSCA.
    private func setProtection(_ selector: Int) {
        switch selector {
        case 0, 2: pen.attributes.remove(.protected)
        case 1: pen.attributes.insert(.protected)
        default: return
        }
        updateTemplate()
    }
}

/// Lets bytes be compared with the characters of a sequence's name.
private func ~= (name: Unicode.Scalar, byte: UInt8) -> Bool { name.value == UInt32(byte) }
private func ~= (name: Unicode.Scalar, bytes: UInt16) -> Bool { name.value == UInt32(bytes) }
