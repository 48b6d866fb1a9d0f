import TendScreen

extension OSCCommand {
    /// Reads a command.
    ///
    /// - Parameter bytes: everything between `ESC ]` and the terminator.
    /// - Returns: nil for what is unknown or malformed; it is swallowed.
    package static func parse(_ bytes: some Sequence<UInt8>) -> OSCCommand? {
        let bytes = Array(bytes)[...]
        let digits = bytes.prefix { $0 != UInt8(ascii: ";") }
        guard let number = Decimal.value(digits, limit: 65535) else { return nil }
        if bytes.count > digits.count {
            return parse(number, bytes.dropFirst(digits.count + 1))
        }
        return parse(number)
    }

    /// Commands that need no argument.
    private static func parse(_ number: Int) -> OSCCommand? {
        switch number {
        case 104: .resetPalette
        case 110: .resetColors([.foreground])
        case 111: .resetColors([.background])
        case 112: .resetColors([.cursor])
        default: nil
        }
    }

    private static func parse(_ number: Int, _ body: ArraySlice<UInt8>) -> OSCCommand? {
        switch number {
        case 0, 1, 2: .title(CleanText.clean(body, limit: Limit.title), isWindow: number != 1, isIcon: number != 2)
        case 4: entries(body)
        case 7: directory(body)
        case 8: link(body)
        case 9: notificationOrProgress(body)
        case 10, 11, 12: dynamicColors(body, first: number)
        case 22: pointerShape(body)
        case 52: clipboard(body)
        case 99: NotificationPart(body).map { .notificationPart($0) }
        case 104: body.isEmpty ? .resetPalette : entriesToReset(body)
        case 110, 111, 112: parse(number)
        case 133: promptMark(body)
        case 777: desktopNotification(body)
        case 7501:
            body.elementsEqual("?".utf8) ? .programStatusQuery : ProgramStatusReport(body).map { .programStatus($0) }
        default: nil
        }
    }

    static func fields(_ body: ArraySlice<UInt8>, atMost count: Int = .max) -> [ArraySlice<UInt8>] {
        body.split(separator: UInt8(ascii: ";"), maxSplits: count - 1, omittingEmptySubsequences: false)
    }
}

// MARK: - Colours

extension OSCCommand {
    /// `n;spec;n;spec…`. Malformed pairs are skipped.
    private static func entries(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        // More pairs than entries tell nothing new, and every question costs an answer.
        let parts = fields(body, atMost: 513)
        var requests: [ColorRequest] = []
        for index in stride(from: 0, to: min(parts.count, 512) - 1, by: 2) {
            guard let entry = Decimal.value(parts[index], limit: 255), let action = action(parts[index + 1]) else {
                continue
            }
            requests.append(ColorRequest(.palette(UInt8(entry)), action))
        }
        return requests.isEmpty ? nil : .colors(requests)
    }

    /// `spec;spec…`: each further one belongs to the next colour. Those after the cursor's are not ours.
    private static func dynamicColors(_ body: ArraySlice<UInt8>, first: Int) -> OSCCommand? {
        let targets: [ColorTarget] = [.foreground, .background, .cursor]
        let requests = zip(targets.dropFirst(first - 10), fields(body, atMost: 4)).compactMap { target, part in
            action(part).map { ColorRequest(target, $0) }
        }
        return requests.isEmpty ? nil : .colors(requests)
    }

    private static func action(_ part: ArraySlice<UInt8>) -> ColorRequest.Action? {
        part.elementsEqual("?".utf8) ? .query : RGB(specification: part).map { .set($0) }
    }

    private static func entriesToReset(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let entries = fields(body, atMost: 257).prefix(256).compactMap { Decimal.value($0, limit: 255) }
        return entries.isEmpty ? nil : .resetColors(entries.map { .palette(UInt8($0)) })
    }
}

// MARK: - Places

extension OSCCommand {
    /// `file://host/path`, or `kitty-shell-cwd://host/path` with the path as it is.
    private static func directory(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        for (scheme, isEncoded) in [("file://", true), ("kitty-shell-cwd://", false)]
        where body.starts(with: scheme.utf8) {
            let rest = body.dropFirst(scheme.utf8.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")),
                let host = CleanText.exact(rest[..<slash], limit: Limit.host), isHost(host),
                let bytes = isEncoded ? percentDecoded(rest[slash...]) : Array(rest[slash...]),
                let path = CleanText.exact(bytes, limit: Limit.path)
            else { return nil }
            return .directory(path: path, host: host)
        }
        return nil
    }

    private static func isHost(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || ".-_:[]".unicodeScalars.contains($0)
        }
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(min(bytes.count, Limit.path))
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            result.append(high << 4 | low)
        }
        return result
    }

    /// `params;uri`. A link that cannot be taken ends the one before: what follows is not its text.
    private static func link(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let parts = fields(body, atMost: 2)
        guard parts.count == 2 else { return nil }
        guard let uri = CleanText.exact(parts[1], limit: Limit.uri), !uri.isEmpty else { return .link(nil) }
        var id = ""
        for parameter in parts[0].split(separator: UInt8(ascii: ":")) where parameter.starts(with: "id=".utf8) {
            id = CleanText.exact(parameter.dropFirst(3), limit: Limit.linkID) ?? ""
        }
        return .link(Link(uri: uri, id: id))
    }
}

// MARK: - Messages

extension OSCCommand {
    /// iTerm2's `9;text`, or ConEmu's `9;n;…`, of which only progress (4) is known here.
    private static func notificationOrProgress(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let parts = fields(body)
        guard let number = Decimal.value(parts[0], limit: 12), number >= 1, parts.count > 1 || number != 4 else {
            let text = CleanText.clean(body, limit: Limit.notificationBody)
            return text.isEmpty ? nil : .notification(title: "", body: text)
        }
        guard number == 4,
            let state = Decimal.value(parts[1], limit: 4).flatMap({ Progress.State(rawValue: UInt8($0)) })
        else { return nil }
        let percent = parts.count > 2 ? Decimal.value(parts[2], limit: 999_999_999).map { UInt8(min($0, 100)) } : nil
        return .progress(state, percent: percent)
    }

    /// urxvt's `notify;title;body`.
    private static func desktopNotification(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let parts = fields(body, atMost: 3)
        guard parts.count >= 2, parts[0].elementsEqual("notify".utf8) else { return nil }
        let title = CleanText.clean(parts[1], limit: Limit.notificationTitle)
        let text = parts.count > 2 ? CleanText.clean(parts[2], limit: Limit.notificationBody) : ""
        return title.isEmpty && text.isEmpty ? nil : .notification(title: title, body: text)
    }

    /// `A`, `B`, `C`, `D;code`, each with options behind it. Continuation prompts (`k=s`, `k=c`, `k=r`) are not prompts.
    private static func promptMark(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let parts = fields(body, atMost: 16)
        guard parts[0].count == 1, let letter = parts[0].first else { return nil }
        switch letter {
        case UInt8(ascii: "A"), UInt8(ascii: "N"):
            let isContinuation = parts.dropFirst().contains { part in
                part.starts(with: "k=".utf8) && !part.elementsEqual("k=i".utf8)
            }
            return isContinuation ? nil : .promptMark(PromptMark(.prompt))
        case UInt8(ascii: "B"), UInt8(ascii: "I"): return .promptMark(PromptMark(.command))
        case UInt8(ascii: "C"): return .promptMark(PromptMark(.output))
        case UInt8(ascii: "D"):
            return .promptMark(PromptMark(.end, exitCode: parts.count > 1 ? exitCode(parts[1]) : nil))
        default: return nil
        }
    }

    private static func exitCode(_ digits: ArraySlice<UInt8>) -> Int? {
        let isNegative = digits.first == UInt8(ascii: "-")
        return Decimal.value(isNegative ? digits.dropFirst() : digits, limit: Int(Int32.max)).map {
            isNegative ? -$0 : $0
        }
    }
}

// MARK: - Pointer and clipboard

extension OSCCommand {
    /// `name`, and of kitty's stack `=name`, `>name,…` (the last is on top) and `<`, which ends in the default. Its questions
    /// are not answered.
    private static func pointerShape(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        var names = body
        switch body.first {
        case UInt8(ascii: "<"): return .pointerShape("")
        case UInt8(ascii: "="), UInt8(ascii: ">"): names = body.dropFirst()
        default: break
        }
        let name = names.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).last ?? names
        let isName = name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName, name.count <= Limit.pointerShape else { return nil }
        return .pointerShape(String(decoding: name, as: UTF8.self))
    }

    /// `selections;base64` or `selections;?`.
    private static func clipboard(_ body: ArraySlice<UInt8>) -> OSCCommand? {
        let parts = fields(body, atMost: 2)
        guard parts.count == 2, parts[0].count <= 16, parts[0].allSatisfy({ "cpqs01234567".utf8.contains($0) }) else {
            return nil
        }
        let isPrimary = !parts[0].isEmpty && parts[0].allSatisfy { $0 == UInt8(ascii: "p") }
        let selection = isPrimary ? ClipboardSelection.primary : .clipboard
        if parts[1].elementsEqual("?".utf8) { return .clipboardQuery(selection) }
        return Base64.decode(parts[1], limit: Limit.clipboard).map { bytes in
            .clipboard(selection, CleanText.clean(bytes, limit: Limit.clipboard, lines: .many))
        }
    }
}
