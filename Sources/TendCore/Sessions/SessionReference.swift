/// How people point at a session: by id, by name, or by the beginning of an id.
package enum SessionReference {
    /// The session that is meant: the one with this id, else the one with this name, else the only one whose id begins so.
    ///
    /// - Throws: ``ServiceError`` with code `notFound` and the nearest name, `ambiguous` with the candidates, or `invalid`.
    package static func resolve(
        _ reference: String, among sessions: some Collection<Session>
    ) throws(ServiceError) -> Session {
        if reference.isEmpty {
            throw ServiceError(.invalid, "a session is wanted: its id, the beginning of its id, or its name")
        }
        if let session = sessions.first(where: { $0.id.rawValue == reference }) { return session }
        if let session = sessions.first(where: { $0.name == reference }) { return session }
        // As names are taken in.
        let name = SessionNaming.trimmed(reference)
        if name != reference, let session = sessions.first(where: { $0.name == name }) { return session }
        let candidates = sessions.filter { $0.id.rawValue.hasPrefix(reference) }
        if let session = candidates.first, candidates.count == 1 { return session }
        if candidates.isEmpty { throw missing(reference, sessions) }
        let named = candidates.prefix(5).map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        let more = candidates.count > 5 ? " and \(candidates.count - 5) more" : ""
        throw ServiceError(
            .ambiguous,
            "'\(DisplayText.excerpt(reference))' fits \(candidates.count) sessions: \(named)\(more) — write more of the id"
        )
    }

    private static func missing(_ reference: String, _ sessions: some Collection<Session>) -> ServiceError {
        let shown = DisplayText.excerpt(reference)
        if sessions.isEmpty {
            return ServiceError(.notFound, "no session '\(shown)': there are none — 'tend new' starts one")
        }
        guard let name = Suggestion.nearest(to: reference, among: sessions.lazy.map(\.name)) else {
            return ServiceError(.notFound, "no session '\(shown)' — 'tend ls' lists them")
        }
        return ServiceError(.notFound, "no session '\(shown)' — did you mean '\(name)'?")
    }
}
