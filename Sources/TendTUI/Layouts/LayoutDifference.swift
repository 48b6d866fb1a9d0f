import TendCore

/// In what a session is another one than a layout file has it: the first thing of program, directory and variables that differs.
package enum LayoutDifference: Hashable, Sendable {
    case program(runs: String, file: String)
    case directory(runs: String, file: String)
    /// Variables of the file that the session was not given.
    case variables([String])

    /// What the server tells of a session can be compared with what the file says. That is not the values of variables, which it tells
    /// nobody; and an agent that went on with its conversation has other arguments than it began with.
    ///
    /// - Returns: nil when nothing differs, also when the file says no more than the name.
    init?(_ session: SessionJSON, _ pane: LayoutFile.PanePlan, at place: LayoutPlace) {
        let request = place.request(for: pane)
        let isAgent = session.agent != nil
        let runs = [session.command] + (isAgent ? [] : session.args)
        if !pane.command.isEmpty, runs != (isAgent ? Array(pane.command.prefix(1)) : pane.command) {
            self = .program(
                runs: LayoutDifference.text([session.command] + session.args), file: LayoutDifference.text(pane.command)
            )
            return
        }
        let isPlaceMeant = pane.directory != nil || place.isOfFile && !pane.command.isEmpty
        if isPlaceMeant, let directory = request.cwd, directory != session.cwd {
            self = .directory(runs: DisplayText.excerpt(session.cwd), file: DisplayText.excerpt(directory))
            return
        }
        // Of an agent's variables the server keeps some to itself.
        if isAgent { return nil }
        let wanted = pane.environment.filter { ($0.value ?? place.environment[$0.key]) != nil }.keys
        let missing = wanted.filter { !session.envKeys.contains($0) }.sorted()
        guard !missing.isEmpty else { return nil }
        self = .variables(missing)
    }

    /// For a session that keeps what it has.
    ///
    /// - Parameter remedy: the command after which doing it again goes by the file.
    func remark(on name: String, remedy: String) -> String {
        let what =
            switch self {
            case .program(let runs, let file): "\(name) runs `\(runs)`; the file says `\(file)`"
            case .directory(let runs, let file): "\(name) runs in \(runs); the file says \(file)"
            case .variables(let names): "\(name) runs without \(names.joined(separator: ", ")), which the file sets"
            }
        return what + " — '\(remedy) \(name)', then do this again"
    }

    private static func text(_ words: [String]) -> String {
        DisplayText.excerpt(words.map(ShellWords.quoted).joined(separator: " "))
    }
}
