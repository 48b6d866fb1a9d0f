/// The records of OSC 7501 that a session's programs have left, by id. At most ``recordLimit``; a further one takes the place of
/// the one that was updated longest ago.
package struct ProgramStatusTable: Hashable, Sendable {
    package static let recordLimit = 256

    /// The record updated last comes last.
    package private(set) var records: [ProgramStatus] = []

    package init(records: [ProgramStatus] = []) {
        self.records = records.suffix(ProgramStatusTable.recordLimit)
    }

    /// Replaces a record whole, or removes some.
    ///
    /// - Returns: whether anything is different now.
    @discardableResult
    package mutating func apply(_ report: ProgramStatusReport) -> Bool {
        let before = records
        switch report {
        case .status(let status):
            records.removeAll { $0.id == status.id }
            if records.count == ProgramStatusTable.recordLimit { records.removeFirst() }
            records.append(status)
        case .clear(let id):
            records.removeAll { id.isEmpty || $0.id == id || $0.id.hasPrefix(id + "/") }
        }
        return records != before
    }

    /// What was going on has ended: the program exited, the terminal was reset (RIS), or a shell shows its prompt
    /// (`OSC 133;A` on the main screen). Results stay.
    ///
    /// - Returns: whether anything was dropped.
    @discardableResult
    package mutating func dropActive() -> Bool {
        let count = records.count
        records.removeAll(where: \.isActive)
        return records.count != count
    }

    /// The record that speaks for the session: the most urgent one, of equals the newest. It bears the app of its nearest
    /// ancestor if it names none.
    package var headline: ProgramStatus? {
        guard var best = records.first else { return nil }
        for record in records.dropFirst() where record.state.urgency >= best.state.urgency { best = record }
        var name = best.id[...]
        while best.app.isEmpty, !name.isEmpty {
            name = name.lastIndex(of: "/").map { name[..<$0] } ?? ""
            best.app = records.first { $0.id == name }?.app ?? ""
        }
        return best
    }
}

extension ProgramStatus.State {
    fileprivate var urgency: Int {
        switch self {
        case .blocked: 4
        case .error: 3
        case .working: 2
        case .done: 1
        case .idle: 0
        }
    }
}
