import TendScreen

/// A search looks at what is here line by line; where rows are missing, or when it has looked at enough for one key, the server is asked
/// for the first match from there on, and when it has none, the search goes on behind: forwards on the screen, backwards from the end.
extension CopyMode {
    /// What ``searchAgain(isOpposite:)`` is to look for, and what is highlighted.
    package var searchText: String? { search?.pattern }

    /// `copy.search`.
    mutating func search(_ text: String, isForward: Bool) -> [CopyEffect] {
        let search = Search(text, isForward: isForward)
        if let typed = typedSearch {
            if search == self.search { return keepTyped(typed) }
            _ = untyped()
        }
        guard search.regex != nil else { return [.refuse("not a regular expression: \(text)")] }
        if let problem = PatternCost.problem(of: text) { return [.refuse(problem)] }
        self.search = search
        return find(isForward: isForward)
    }

    /// `copy.search-word`: as a whole word, where its ends are letters or digits.
    mutating func searchWord(isForward: Bool) -> [CopyEffect] {
        guard let (place, text) = wordHere() else { return [.refuse("no word here")] }
        cursor = place
        let pattern = text.map { $0.isLetter || $0.isNumber ? "\($0)" : "\\\($0)" }.joined()
        let edges = [text.first, text.last].map { $0.map { $0.isLetter || $0.isNumber } == true ? "\\b" : "" }
        return search(edges[0] + pattern + edges[1], isForward: isForward)
    }

    /// `copy.next`.
    mutating func searchAgain(isOpposite: Bool, times: Int) -> [CopyEffect] {
        guard let search else { return [.refuse("nothing to search for")] }
        return find(isForward: search.isForward != isOpposite, more: min(times, CopyMode.mostMatches) - 1)
    }

    /// So many matches one key may pass over: looking for one may take 10 ms.
    private static let mostMatches = 100

    mutating func find(isForward: Bool, more: Int = 0) -> [CopyEffect] {
        pendingSearch = PendingSearch(isForward: isForward, start: cursor, hasWrapped: false, more: more)
        // What else there is in this row is known when it is here.
        if rows.anchor != nil, rows[cursor.row] == nil {
            return rows.requests(for: cursor.row..<cursor.row + 1).map { .fetch($0) }
        }
        return find(from: cursor)
    }

    private enum Look {
        case match(Point)
        /// This row is not here, or it is the server's turn.
        case gap(Int)
        case nothing
    }

    /// Goes on with the pending search behind a place.
    private mutating func find(from place: Point) -> [CopyEffect] {
        guard let search, let regex = search.regex, let pending = pendingSearch else { return [] }
        let look = pending.isForward ? lookForward(from: place, regex) : lookBackward(from: place, regex)
        switch look {
        case .match(let point):
            if pending.hasWrapped, isBeyond(pending.start, point, pending.isForward) { return notFound() }
            return found(point)
        case .gap(let row):
            guard let anchor = rows.anchor else { return notFound() }
            let request = Request.match(
                anchor, pattern: search.pattern, ignoresCase: search.ignoresCase, isForward: pending.isForward,
                skip: rows.skip(of: row))
            pendingSearch?.request = request
            return [.fetch(request)]
        case .nothing: return wrap()
        }
    }

    private mutating func wrap() -> [CopyEffect] {
        guard let pending = pendingSearch, !pending.hasWrapped else { return notFound() }
        pendingSearch?.hasWrapped = true
        return find(
            from: pending.isForward ? Point(row: 0, column: -1) : Point(row: rows.count, column: 0))
    }

    private func isBeyond(_ start: Point, _ point: Point, _ isForward: Bool) -> Bool {
        let order = (point.row, point.column)
        return isForward ? order > (start.row, start.column) : order < (start.row, start.column)
    }

    mutating func notFound() -> [CopyEffect] {
        pendingSearch = nil
        if typedSearch != nil { return notFoundTyped() }
        return [.refuse("not found: \(search?.pattern ?? "")")]
    }

    private mutating func found(_ point: Point) -> [CopyEffect] {
        guard let pending = pendingSearch else { return [] }
        pendingSearch = nil
        show(point)
        if typedSearch != nil { return foundTyped(point, pending) }
        let effects = pending.hasWrapped ? [CopyMode.wrapped] : []
        return pending.more > 0 ? effects + find(isForward: pending.isForward, more: pending.more - 1) : effects
    }

    static let wrapped = CopyEffect.say("search goes on at the other end")

    /// Puts the cursor there; a place out of sight comes into the middle of the pane.
    mutating func show(_ point: Point) {
        wantedColumn = nil
        cursor = point
        if point.row < origin.row || point.row >= origin.row + size.rows { origin.row = point.row - size.rows / 2 }
    }

    /// How much text one key looks through here: some 10 ms of matching. The rest is the server's, which nobody waits for.
    private static let searchRoom = 50_000
    /// Rows on either side of a row that are matched as one line with it.
    private static let longestLine = 32

    /// The time that a pattern takes may grow with the square of a line's length. The screen is always looked at: the server knows
    /// only what is above it.
    private func hasRoom(_ room: inout Int, for text: RowText, at row: Int) -> Bool {
        guard row < rows.historyCount, rows.anchor != nil else { return true }
        let length = text.text.utf8.count
        room -= 1 + length + length * length / 1000
        return room >= 0
    }

    private func lookForward(from place: Point, _ regex: Regex<AnyRegexOutput>) -> Look {
        var row = max(place.row, 0)
        var room = CopyMode.searchRoom
        while row < rows.count {
            if rows[row] == nil { return .gap(row) }
            let line = rows.line(around: row, limit: CopyMode.longestLine)
            let text = rows.text(of: line)
            guard hasRoom(&room, for: text, at: row) else { return .gap(row) }
            for match in text.matches(of: regex) {
                guard let point = start(of: match, in: text, line), isBeyond(place, point, true) else { continue }
                return .match(point)
            }
            row = line.upperBound
        }
        return .nothing
    }

    private func lookBackward(from place: Point, _ regex: Regex<AnyRegexOutput>) -> Look {
        var row = min(place.row, rows.count - 1)
        var room = CopyMode.searchRoom
        while row >= 0 {
            if rows[row] == nil { return .gap(row) }
            let line = rows.line(around: row, limit: CopyMode.longestLine)
            let text = rows.text(of: line)
            guard hasRoom(&room, for: text, at: row) else { return .gap(row) }
            for match in text.matches(of: regex).reversed() {
                guard let point = start(of: match, in: text, line), isBeyond(place, point, false) else { continue }
                return .match(point)
            }
            row = line.lowerBound - 1
        }
        return .nothing
    }

    private func start(of match: Range<String.Index>, in text: RowText, _ line: Range<Int>) -> Point? {
        text.point(of: match.lowerBound).map { Point(row: line.lowerBound + $0.row, column: $0.column) }
    }

    /// Rows have come: a search that waited for them goes on.
    mutating func resumeSearch() -> [CopyEffect] {
        guard let pending = pendingSearch, pending.request == nil, rows[pending.start.row] != nil else { return [] }
        return find(from: pending.start)
    }

    /// The server's answer to a search in rows that are not here.
    mutating func take(match place: Place?) -> [CopyEffect] {
        guard let pending = pendingSearch else { return [] }
        if let place {
            let point = Point(row: rows.row(skip: place.skip), column: place.column)
            if pending.hasWrapped, isBeyond(pending.start, point, pending.isForward) { return notFound() }
            return found(point)
        }
        // Behind the history there is the screen, before it nothing.
        return pending.isForward ? find(from: Point(row: rows.historyCount, column: -1)) : wrap()
    }

    // MARK: Prompts

    /// `copy.prompt`.
    mutating func goToPrompt(isForward: Bool, times: Int) -> [CopyEffect] {
        var row = cursor.row + (isForward ? 1 : -1)
        while row >= 0, row < rows.count {
            guard let found = rows[row] else {
                guard let anchor = rows.anchor else { break }
                let request = Request.prompt(anchor, isForward: isForward, skip: rows.skip(of: row))
                pendingPrompt = PendingPrompt(isForward: isForward, more: times - 1, request: request)
                return [.fetch(request)]
            }
            if found.isPrompt {
                show(Point(row: row, column: 0))
                return times > 1 ? goToPrompt(isForward: isForward, times: times - 1) : []
            }
            row += isForward ? 1 : -1
        }
        return noPrompt(isForward)
    }

    private func noPrompt(_ isForward: Bool) -> [CopyEffect] {
        [.refuse(isForward ? "no later prompt" : "no earlier prompt (the shell has to mark them with OSC 133)")]
    }

    mutating func take(prompt place: Place?) -> [CopyEffect] {
        guard let pending = pendingPrompt else { return [] }
        pendingPrompt = nil
        var place = place.map { Point(row: rows.row(skip: $0.skip), column: $0.column) }
        if place == nil, pending.isForward {
            place = (rows.historyCount..<rows.count).first { rows[$0]?.isPrompt == true }
                .map { Point(row: $0, column: 0) }
        }
        guard let place else { return noPrompt(pending.isForward) }
        show(place)
        return pending.more > 0 ? goToPrompt(isForward: pending.isForward, times: pending.more) : []
    }

    // MARK: Highlights

    /// Sets ``matches`` if what is shown has changed.
    mutating func findVisibleMatches() {
        var hasher = Hasher()
        hasher.combine(search)
        hasher.combine(origin.row)
        hasher.combine(size.rows)
        hasher.combine(cursor)
        hasher.combine(rows.version)
        hasher.combine(travel?.index)
        let state = hasher.finalize()
        guard state != matchedState else { return }
        matchedState = state
        matches = []
        guard let regex = search?.regex else { return }
        var row = origin.row
        while row < min(origin.row + size.rows, rows.count) {
            guard rows[row] != nil else {
                row += 1
                continue
            }
            let line = rows.line(around: row, limit: CopyMode.longestLine)
            let text = rows.text(of: line)
            for match in text.matches(of: regex) {
                let parts = text.columns(of: match)
                let first = parts.first.map { Point(row: line.lowerBound + $0.row, column: $0.columns.lowerBound) }
                for part in parts {
                    let shown = line.lowerBound + part.row - origin.row
                    guard shown >= 0, shown < size.rows else { continue }
                    let kind = first == cursor ? Highlight.Kind.matchCurrent : .match
                    matches.append(Highlight(row: shown, columns: part.columns, kind: kind))
                }
            }
            row = line.upperBound
        }
    }
}

extension CopyMode.Search {
    init(_ pattern: String, isForward: Bool) {
        self.init(pattern: pattern, isForward: isForward, ignoresCase: pattern == pattern.lowercased())
    }

    /// Nil if the pattern is none.
    var regex: Regex<AnyRegexOutput>? {
        // Why it is none is of no use on a status line.
        (try? Regex(pattern))?.ignoresCase(ignoresCase).wordBoundaryKind(.simple)
    }
}
