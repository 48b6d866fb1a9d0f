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
        let chosen: String
        if let name {
            chosen = try check(name: name, for: nil)
        } else {
            chosen = SessionNaming.proposed(forCommand: command) { owner(ofName: $0) != nil }
        }
        var id = SessionID.random(using: &generator)
        while entries[id] != nil || reservations[id] != nil || owner(ofName: id.rawValue) != nil {
            id = SessionID.random(using: &generator)
        }
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

    /// Whose name or id it is. An id of one session as the name of another would make the other one unreachable.
    private func owner(ofName name: String) -> SessionID? {
        let asID = SessionID(rawValue: name)
        if entries[asID] != nil || reservations[asID] != nil { return asID }
        return entries.first { $0.value.session.name == name }?.key ?? reservations.first { $0.value == name }?.key
    }
}
