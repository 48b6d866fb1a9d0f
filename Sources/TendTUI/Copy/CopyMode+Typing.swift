import TendScreen

/// A search while its text is typed: the pane goes to the first match from where it began, and back when nothing comes of it.
extension CopyMode {
    struct TypedSearch: Hashable, Sendable {
        /// Where and what it was before.
        var cursor: Point
        var origin: Point
        var search: Search?
        /// Where it looks from: where it began, or the match that was gone on from.
        var start: Point
        var isFound = false
        var hasWrapped = false
        /// The next match becomes the new start.
        var isStep = false
        /// A text that is nowhere.
        var missing: String?

        /// Whether nothing has to be looked for: what begins with a text that is nowhere is nowhere, unless it means something else.
        func isMissing(_ text: String) -> Bool {
            guard let missing, text.hasPrefix(missing) else { return false }
            return text.allSatisfy { $0.isLetter || $0.isNumber || " -_/:,;'\"=<>@#%&!~".contains($0) }
        }
    }

    /// The text that is typed has changed. One that is no regular expression yet changes nothing.
    package mutating func typeSearch(_ text: String, isForward: Bool) -> [CopyEffect] {
        perform(.typed(text, isForward: isForward, isStep: false))
    }

    /// The next match of the text that is typed.
    package mutating func stepSearch(_ text: String, isForward: Bool) -> [CopyEffect] {
        perform(.typed(text, isForward: isForward, isStep: true))
    }

    /// Nothing is searched for: all is as it was before.
    package mutating func cancelSearch() -> [CopyEffect] { perform(.untyped) }

    mutating func typed(_ text: String, isForward: Bool, isStep: Bool) -> [CopyEffect] {
        var typed = typedSearch ?? TypedSearch(cursor: cursor, origin: origin, search: search, start: cursor)
        typed.isStep = isStep
        if isStep, typed.isFound { typed.start = cursor }
        let new = Search(text, isForward: isForward)
        guard !text.isEmpty, new.regex != nil, PatternCost.problem(of: text) == nil else {
            if text.isEmpty { _ = untyped() }
            typedSearch = typed
            return []
        }
        (typed.isFound, typed.hasWrapped) = (false, false)
        typedSearch = typed
        search = new
        if typed.isMissing(text) { return notFound() }
        let shown = (cursor, origin)
        (cursor, origin) = (typed.start, typed.origin)
        let effects = find(isForward: isForward)
        // As long as the server looks, what is shown stays.
        if pendingSearch != nil { (cursor, origin) = shown }
        return effects
    }

    mutating func untyped() -> [CopyEffect] {
        guard let typed = typedSearch else { return [] }
        (cursor, origin, search) = (typed.cursor, typed.origin, typed.search)
        (typedSearch, pendingSearch) = (nil, nil)
        return []
    }

    mutating func foundTyped(_ point: Point, _ pending: PendingSearch) -> [CopyEffect] {
        typedSearch?.isFound = true
        typedSearch?.hasWrapped = pending.hasWrapped
        // Just before the match: a longer text may match there as well.
        if typedSearch?.isStep == true {
            typedSearch?.start = Point(row: point.row, column: point.column + (pending.isForward ? -1 : 1))
        }
        return []
    }

    mutating func notFoundTyped() -> [CopyEffect] {
        guard let typed = typedSearch else { return [] }
        (cursor, origin) = (typed.start, typed.origin)
        typedSearch?.missing = search?.pattern
        return []
    }

    /// The text is done, and its match is where the cursor is, or on its way, or nowhere.
    mutating func keepTyped(_ typed: TypedSearch) -> [CopyEffect] {
        typedSearch = nil
        if pendingSearch != nil { return [] }
        guard typed.isFound else {
            (cursor, origin) = (typed.cursor, typed.origin)
            return notFound()
        }
        return typed.hasWrapped ? [CopyMode.wrapped] : []
    }
}
