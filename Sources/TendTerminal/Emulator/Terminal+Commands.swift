import TendScreen

/// Operating system commands.
extension Terminal {
    /// Carries out the command that the lexer has completed.
    func operatingSystemCommand() {
        joins = false
        guard let command = OSCCommand.parse(lexer.string) else { return }
        switch command {
        case .title(let text, let isWindow, let isIcon):
            if isIcon && text != iconName {
                iconName = text
                notify(.iconTitle(text))
            }
            if isWindow { setTitle(text) }
        case .link(let link):
            self.link = link
            updateTemplate()
        case .colors(let requests):
            let before = palette
            reply(palette.apply(requests, terminator: lexer.terminator))
            if palette != before { notify(.colorsChanged) }
        case .resetColors(let targets):
            for target in targets { palette.reset(target) }
            notify(.colorsChanged)
        case .resetPalette:
            palette.resetEntries()
            notify(.colorsChanged)
        case .programStatusQuery: reply(Reply.programStatusSupport(lexer.terminator))
        case .programStatus(let report): apply(report)
        default: tell(command)
        }
    }

    /// Commands that only concern the world.
    private func tell(_ command: OSCCommand) {
        switch command {
        case .directory(let path, let host): notify(.directory(path: path, host: host))
        case .progress(let state, let percent):
            let before = progress
            progress.update(state, percent: percent)
            if progress != before { notify(.progress(progress)) }
        case .notification(let title, let body): notify(.notification(title: title, body: body, id: ""))
        case .notificationPart(let part):
            if part.payload == .close { notify(.notificationClosed(id: part.id)) }
            if let whole = notifications.add(part) {
                notify(.notification(title: whole.title, body: whole.body, id: whole.id))
            }
        case .pointerShape(let name): notify(.pointerShape(name))
        case .clipboard(let selection, let text): notify(.clipboard(selection, text))
        case .clipboardQuery(let selection): notify(.clipboardReadDenied(selection))
        case .promptMark(let mark):
            if mark.kind == .prompt && !isAlternate {
                grid[row].pointee.flags.insert(.prompt)
                grid[row].pointee.stamp = 0
                if statuses.dropActive() { notify(.programStatusEnded) }
            }
            notify(.promptMark(mark))
        default: break
        }
    }

    private func apply(_ report: ProgramStatusReport) {
        guard statuses.apply(report) else { return }
        switch report {
        case .status(let status): notify(.programStatus(status))
        case .clear(let id): notify(.programStatusCleared(id: id))
        }
    }

    /// The records of OSC 7501, the one updated last at the end.
    package var programStatus: [ProgramStatus] { statuses.records }

    /// The program has ended: what it was doing is over.
    package func programEnded() {
        if statuses.dropActive() { notify(.programStatusEnded) }
    }
}
