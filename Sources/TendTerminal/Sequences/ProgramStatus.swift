/// What a program says of itself with OSC 7501 (Program Status Protocol, revision 0.4).
///
/// - SeeAlso: <https://www.superlogical.com/rex/docs/build/program-status>, `reference/agents.md` §2.
package struct ProgramStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case idle, working, done, blocked, error
    }

    /// What a blocked program waits for.
    package enum Kind: String, Hashable, Sendable {
        case permission, question, auth
    }

    /// Names the record; parts are separated by `/`. Empty: the root record.
    package var id: String
    package var state: State
    /// Only with ``State/blocked``.
    package var kind: Kind?
    /// 0…100.
    package var progress: UInt8?
    /// A short name such as `cargo`. Empty: none.
    package var app: String
    package var title: String
    package var message: String

    package init(
        id: String = "", state: State, kind: Kind? = nil, progress: UInt8? = nil, app: String = "", title: String = "",
        message: String = ""
    ) {
        self.id = id
        self.state = state
        self.kind = kind
        self.progress = progress
        self.app = app
        self.title = title
        self.message = message
    }

    /// Whether the record speaks of something that is going on, which ends with the program.
    package var isActive: Bool { state == .working || state == .blocked }
}

/// A report: a new record, or the end of some.
package enum ProgramStatusReport: Hashable, Sendable {
    case status(ProgramStatus)
    /// The record with this id and all below it; all records if the id is empty.
    case clear(id: String)
}

// MARK: - Reading

extension ProgramStatusReport {
    /// Bytes of a whole sequence, from `ESC ]` to the terminator.
    static let sequenceLimit = 4096
    private static let messageLimit = 2048
    private static let titleLimit = 192
    private static let appLimit = 32
    private static let keyLimit = 16

    /// Reads `state=S[:key=value]…`.
    ///
    /// Malformed pairs and unknown keys are skipped and the last of equal keys counts; whatever breaks a limit or does not decode
    /// discards the whole report.
    ///
    /// - Parameter body: what follows `7501;`.
    package init?(_ body: ArraySlice<UInt8>) {
        guard body.count + "\u{1B}]7501;\u{7}".utf8.count <= ProgramStatusReport.sequenceLimit else { return nil }
        var fields = Fields()
        for pair in body.split(separator: UInt8(ascii: ":")) {
            guard fields.take(pair) else { return nil }
        }
        if fields.state == "clear" {
            self = .clear(id: fields.id)
        } else if let state = ProgramStatus.State(rawValue: fields.state) {
            self = .status(
                ProgramStatus(
                    id: fields.id, state: state, kind: state == .blocked ? fields.kind : nil, progress: fields.progress,
                    app: fields.app, title: fields.title, message: fields.message
                )
            )
        } else {
            return nil
        }
    }

    private struct Fields {
        var state = ""
        var id = ""
        var kind: ProgramStatus.Kind?
        var progress: UInt8?
        var app = ""
        var title = ""
        var message = ""

        /// - Returns: false if the report must be discarded.
        mutating func take(_ pair: ArraySlice<UInt8>) -> Bool {
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return true }
            let key = ProgramStatusReport.trimmed(pair[..<equals])
            let value = ProgramStatusReport.trimmed(pair[(equals + 1)...])
            guard key.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else { return true }
            guard key.count <= keyLimit else { return false }
            guard value.allSatisfy(ProgramStatusReport.isValueByte) else { return true }
            switch String(decoding: key, as: UTF8.self) {
            case "state": state = String(decoding: value, as: UTF8.self)
            case "kind": kind = ProgramStatus.Kind(rawValue: String(decoding: value, as: UTF8.self))
            case "progress": progress = Decimal.value(value, limit: 100).map { UInt8($0) }
            case "id":
                guard ProgramStatusReport.isRecordName(value) else { return false }
                id = String(decoding: value, as: UTF8.self)
            case "app":
                guard value.count <= appLimit else { return false }
                app = String(decoding: value, as: UTF8.self)
            case "title":
                guard let text = ProgramStatusReport.text(value, limit: titleLimit) else { return false }
                title = text
            case "msg":
                guard let text = ProgramStatusReport.text(value, limit: messageLimit) else { return false }
                message = text
            default: break
            }
            return true
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
        return bytes
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "_.,+/=-".utf8.contains(byte)
        }
    }

    /// At most 8 parts of 1…32 bytes, 128 bytes in all.
    private static func isRecordName(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.isEmpty { return true }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return bytes.count <= 128 && parts.count <= 8 && parts.allSatisfy { 1...32 ~= $0.count }
    }

    /// Text that is sent as base64. Control characters discard the report; what merely hides is taken out.
    private static func text(_ value: ArraySlice<UInt8>, limit: Int) -> String? {
        guard let bytes = Base64.decode(value, limit: limit), let text = String(validating: bytes, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return CleanText.clean(text, limit: limit)
    }
}
