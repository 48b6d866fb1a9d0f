import TendScreen

/// Modes: SM, RM, DECSET, DECRST, XTSAVE, XTRESTORE; the keyboard's protocols; resets.
extension Terminal {
    /// `CSI modes h` and `l`.
    func setModes(_ isOn: Bool) {
        for index in 0..<lexer.parameters.count {
            switch lexer.parameters.value(index, or: 0) {
            case 4: modes.set(.insert, isOn)
            case 20: modes.set(.newline, isOn)
            default: break
            }
        }
        updateTextPath()
    }

    /// `CSI ? modes h` and `l`.
    func setPrivateModes(_ isOn: Bool) {
        let parameters = lexer.parameters
        for index in 0..<parameters.count { setPrivateMode(parameters.value(index, or: 0), isOn) }
        updateTextPath()
    }

    private func setPrivateMode(_ mode: Int, _ isOn: Bool) {
        switch mode {
        case 1: modes.set(.applicationCursorKeys, isOn)
        case 5: modes.set(.reverseVideo, isOn)
        case 6:
            modes.set(.origin, isOn)
            moveTo(row: 0, column: 0)
        case 7:
            modes.set(.autowrap, isOn)
            if !isOn { wrapsNext = false }
        case 12: cursorStyle.blinks = isOn
        case 25: cursorStyle.isVisible = isOn
        case 66: modes.set(.applicationKeypad, isOn)
        case 69: setMarginMode(isOn)
        case 1000: setMouse(.mouseClicks, isOn)
        case 1002: setMouse(.mouseDrags, isOn)
        case 1003: setMouse(.mouseMotion, isOn)
        case 1004: modes.set(.focusEvents, isOn)
        case 1006: modes.set(.mouseSGR, isOn)
        case 1007: modes.set(.alternateScroll, isOn)
        case 2004: modes.set(.bracketedPaste, isOn)
        case 2026: if isOn { switches.insert(.synchronized) } else { switches.remove(.synchronized) }
        case 2031:
            modes.set(.colorSchemeReports, isOn)
            notify(.colorSchemeReports(isOn))
        default: setScreenMode(mode, isOn)
        }
    }

    private func setScreenMode(_ mode: Int, _ isOn: Bool) {
        switch mode {
        case 47: showAlternate(isOn)
        case 1047:
            if !isOn && isAlternate { grid.erase(everything, to: blank) }
            showAlternate(isOn)
        case 1048: if isOn { saveCursor() } else { restoreCursor() }
        case 1049:
            if isOn {
                if !isAlternate { saveCursor() }
                showAlternate(true)
                grid.erase(everything, to: blank)
                dropOffcut()
            } else {
                showAlternate(false)
                restoreCursor()
            }
        default: break
        }
    }

    private var everything: Rectangle { Rectangle(top: 0, bottom: grid.rows, left: 0, right: grid.columns) }

    /// As in xterm one of the three is in force, and switching off any of them switches off.
    private func setMouse(_ mode: Modes, _ isOn: Bool) {
        modes.subtract(.anyMouse)
        if isOn { modes.insert(mode) }
    }

    /// DECLRMM.
    private func setMarginMode(_ isOn: Bool) {
        if isOn { switches.insert(.margins) } else { switches.remove(.margins) }
        left = 0
        right = grid.columns
    }

    /// Shows the other screen. The cursor keeps its place; saved cursor and keyboard flags belong to the screens.
    private func showAlternate(_ isOn: Bool) {
        guard isOn != isAlternate else { return }
        isAlternate = isOn
        modes.set(.alternateScreen, isOn)
        swap(&grid, &hidden)
        swap(&saved, &hiddenSaved)
        swap(&keyboard, &hiddenKeyboard)
        wrapsNext = false
    }

    func savePrivateModes() {
        let parameters = lexer.parameters
        for index in 0..<parameters.count {
            let mode = parameters.value(index, or: 0)
            switch ModeReport.value(ofPrivate: mode, in: modeState) {
            case .set: savedModes[mode] = true
            case .reset: savedModes[mode] = false
            default: break
            }
        }
    }

    func restorePrivateModes() {
        let parameters = lexer.parameters
        for index in 0..<parameters.count {
            let mode = parameters.value(index, or: 0)
            if let isOn = savedModes[mode] { setPrivateMode(mode, isOn) }
        }
        updateTextPath()
    }

    /// The modes as DECRQM asks for them.
    var modeState: ModeReport.State {
        ModeReport.State(
            modes: modes, isCursorVisible: cursorStyle.isVisible, cursorBlinks: cursorStyle.blinks,
            isSynchronizing: isSynchronizing, hasSideMargins: switches.contains(.margins)
        )
    }
}

// MARK: - Keyboard

extension Terminal {
    /// Kitty's `CSI > u`, `< u`, `= u` and `? u`.
    func keyboardSequence() {
        let parameters = lexer.parameters
        switch lexer.leader {
        case UInt8(ascii: ">"): keyboard.push(parameters.value(0, or: 0))
        case UInt8(ascii: "<"): keyboard.pop(parameters.value(0, or: 1))
        case UInt8(ascii: "="): keyboard.set(parameters.value(0, or: 0), mode: parameters.value(1, or: 1))
        default: reply(keyboard.report)
        }
    }

    /// XTMODKEYS: only modifyOtherKeys.
    func setKeyModifiers() {
        let parameters = lexer.parameters
        guard parameters.value(0, or: 4) == 4 else { return }
        modifyOtherKeys = UInt8(clamping: min(parameters.value(1, or: 0), 2))
    }
}

// MARK: - Resets

extension Terminal {
    /// DECSTR.
    func softReset() {
        cursorStyle.isVisible = true
        modes.subtract([.insert, .origin, .applicationCursorKeys, .applicationKeypad, .newline])
        modes.insert(.autowrap)
        switches.remove(.margins)
        resetRegion()
        pen = Pen()
        charsets = Charsets()
        wrapsNext = false
        saved = SavedCursor()
        updateTemplate()
        updateTextPath()
    }

    /// RIS. History and title stay.
    func reset() {
        if isAlternate { showAlternate(false) }
        softReset()
        hiddenSaved = SavedCursor()
        modes = [.autowrap, .alternateScroll]
        switches = []
        savedModes = [:]
        cursorStyle = Cursor()
        keyboard = KeyboardStack()
        hiddenKeyboard = KeyboardStack()
        modifyOtherKeys = 0
        link = nil
        updateTemplate()
        grid.erase(everything, to: .blank)
        hidden.erase(everything, to: .blank)
        dropOffcut()
        tabs = TabStops(columns: grid.columns)
        rebuildEngine()
        row = 0
        column = 0
        lastScalar = 0
        titleStack = []
        if progress != Progress() {
            progress = Progress()
            notify(.progress(progress))
        }
        if !palette.overrides.isEmpty {
            palette.resetAll()
            notify(.colorsChanged)
        }
        if statuses.dropActive() { notify(.programStatusEnded) }
    }

    private func resetRegion() {
        top = 0
        bottom = grid.rows
        left = 0
        right = grid.columns
        // DECSTBM sends the cursor home; the reset does not.
        let place = (row, column)
        perform("r")
        (row, column) = place
    }

    /// DECALN: a screen full of E.
    func alignmentPattern() {
        resetRegion()
        modes.remove(.origin)
        wrapsNext = false
        row = 0
        column = 0
        grid.fill(with: Cell(glyph: 0x45))
    }
}
