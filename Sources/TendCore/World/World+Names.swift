extension World {
    /// Chooses id and name of a session that is about to be started, and keeps both free until it is `created` or `abandoned`.
    ///
    /// - Parameters:
    ///   - name: what was asked for; nil: made from the command.
    ///   - command: the program as it will be started.
    /// - Throws: ``ServiceError`` with code `invalid`, `conflict` or `limit`.
    package mutating func reserve(
        name: String?, command: String, using generator: inout some RandomNumberGenerator
    ) throws(ServiceError) -> (id: SessionID, name: String) {
        guard entries.count + reservations.count < options.sessionLimit else {
            throw ServiceError(.limit, "there are \(entries.count) sessions already — remove some with 'tend rm'")
        }
        // Once, not for each number that is tried: the hundredth `bash` tries ninety-nine.
        let taken = takenNames
        let chosen =
            if let name {
                try check(name: name, for: nil)
            } else {
                SessionNaming.proposed(forCommand: command, isTaken: taken.contains)
            }
        var id = SessionID.random(using: &generator)
        while taken.contains(id.rawValue) { id = SessionID.random(using: &generator) }
        reservations[id] = chosen
        return (id, chosen)
    }

    /// The name as it will be stored, if a session may have it.
    ///
    /// - Parameter id: the session that is to be renamed; nil for a new one.
    /// - Throws: ``ServiceError`` with code `invalid` or `conflict`.
    package func check(name: String, for id: SessionID?) throws(ServiceError) -> String {
        let name = try SessionNaming.checked(name)
        if let owner = owner(ofName: name), owner != id {
            throw ServiceError(.conflict, "the name '\(name)' is taken by session \(owner) — choose another one")
        }
        return name
    }

    /// Names and ids.
    private var takenNames: Set<String> {
        var names = Set(reservations.values)
        for id in reservations.keys { names.insert(id.rawValue) }
        for id in order {
            names.insert(id.rawValue)
            if let name = entries[id]?.session.name { names.insert(name) }
        }
        return names
    }

    /// Whose name or id it is. An id of one session as the name of another would make the other one unreachable.
    private func owner(ofName name: String) -> SessionID? {
        let asID = SessionID(rawValue: name)
        if entries[asID] != nil || reservations[asID] != nil { return asID }
        return entries.first { $0.value.session.name == name }?.key ?? reservations.first { $0.value == name }?.key
    }
}

extension World {
    /// Whether a session of this id is being started.
    package func isReserved(_ id: SessionID) -> Bool { reservations[id] != nil }
}
