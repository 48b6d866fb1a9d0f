/// Regular expressions that would never come to an end. The matcher tries every way to divide a text among repetitions: when a group
/// is repeated whose own length can vary, their number may double with every character, and nothing can stop it.
///
/// A repetition is let through if a text can be divided in one way only: nothing in the group varies, or each turn begins, or ends,
/// with a character that nothing variable in the group can take (`(\.\d+)*`, `(\w+, )*`).
package enum PatternCost {
    /// Why a pattern is not to be tried; nil: it may be. A pattern that is no regular expression may be, too.
    package static func problem(of pattern: String) -> String? {
        var parser = PatternParser(pattern)
        let group = parser.group()
        guard let end = firstDanger(in: group) else { return nil }
        return "this would take for ever: the group that ends at character \(end) is repeated, and what it"
            + " holds can match in many ways"
    }

    /// The end of the first group that is repeated and can be divided in many ways.
    private static func firstDanger(in group: PatternGroup) -> Int? {
        for piece in group.choices.joined() {
            guard let inner = piece.group else { continue }
            if let end = firstDanger(in: inner) { return end }
            if piece.turns != .one, piece.turns != .maybe, isAmbiguous(inner) { return inner.end }
        }
        return nil
    }

    private static func isAmbiguous(_ group: PatternGroup) -> Bool {
        let variable = group.choices.joined().flatMap(variableAtoms)
        let beginnings = group.choices.map { literal($0.first)?.lowercased() }
        let isDecided = !beginnings.contains(nil) && Set(beginnings).count == beginnings.count
        if variable.isEmpty, group.choices.count == 1 || isDecided { return false }
        if isDecided, !beginnings.contains(where: { canTake(variable, $0) }) { return false }
        return group.choices.count > 1 || canTake(variable, literal(group.choices[0].last))
    }

    /// Of a piece that always takes just this character.
    private static func literal(_ piece: PatternPiece?) -> String? {
        guard let piece, piece.turns == .one, piece.isLiteral else { return nil }
        return String(piece.text.suffix(1))
    }

    /// What a piece may take more or less of.
    private static func variableAtoms(_ piece: PatternPiece) -> [String] {
        guard let group = piece.group else { return piece.turns.vary ? [piece.text] : [] }
        let isWhole = piece.turns.vary || group.choices.count > 1 && isAmbiguous(group)
        return group.choices.joined().flatMap { isWhole ? atoms($0) : variableAtoms($0) }
    }

    private static func atoms(_ piece: PatternPiece) -> [String] {
        piece.group.map { $0.choices.joined().flatMap(atoms) } ?? [piece.text]
    }

    /// Nil: no certain character, so that nothing is known.
    private static func canTake(_ atoms: [String], _ character: String?) -> Bool {
        guard let character else { return true }
        return atoms.contains { atom in
            // What the matcher does not know by itself may be anything.
            guard let regex = try? Regex(atom).ignoresCase() else { return true }
            return (try? regex.wholeMatch(in: character)) != nil
        }
    }
}

/// A part of a pattern that is taken some number of times.
private struct PatternPiece {
    enum Turns {
        case one, maybe
        /// `{3}`
        case fixed
        case many

        var vary: Bool { self == .maybe || self == .many }
    }

    /// As it is written, without its repetition.
    var text: String
    var isLiteral = false
    var group: PatternGroup?
    var turns = Turns.one
}

private struct PatternGroup {
    var choices: [[PatternPiece]] = [[]]
    /// Where its bracket closes, in characters of the pattern.
    var end = 0
}

/// Reads as much of the syntax as the question needs, and never refuses: what is wrong the matcher tells.
private struct PatternParser {
    private let pattern: [Character]
    private var place = 0

    init(_ pattern: String) { self.pattern = Array(pattern) }

    /// Up to the bracket that closes it, or to the end.
    mutating func group() -> PatternGroup {
        var group = PatternGroup()
        while place < pattern.count, pattern[place] != ")" {
            if pattern[place] == "|" {
                place += 1
                group.choices.append([])
                continue
            }
            var piece = piece()
            piece.turns = turns()
            group.choices[group.choices.count - 1].append(piece)
        }
        group.end = place
        place += 1
        return group
    }

    private mutating func piece() -> PatternPiece {
        let start = place
        let character = pattern[place]
        place += 1
        switch character {
        case "\\":
            place = min(place + 1, pattern.count)
            let escaped = pattern[place - 1]
            return PatternPiece(
                text: String(pattern[start..<place]), isLiteral: !escaped.isLetter && !escaped.isNumber)
        case "[":
            skipClass()
            return PatternPiece(text: String(pattern[start..<place]))
        case "(":
            skipKind()
            return PatternPiece(text: "", group: group())
        default:
            return PatternPiece(text: String(character), isLiteral: !".^$".contains(character))
        }
    }

    /// Behind the bracket that closes a class; one that comes first is a member.
    private mutating func skipClass() {
        var isFirst = true
        while place < pattern.count {
            let character = pattern[place]
            place += 1
            if character == "]", !isFirst { return }
            if character == "\\" { place = min(place + 1, pattern.count) }
            isFirst = isFirst && character == "^"
        }
    }

    /// `?:`, `?=`, `?<name>` and their like at the beginning of a group.
    private mutating func skipKind() {
        guard place < pattern.count, pattern[place] == "?" else { return }
        while place < pattern.count, pattern[place] != ")" {
            place += 1
            if ":=!>".contains(pattern[place - 1]) { return }
        }
    }

    private mutating func turns() -> PatternPiece.Turns {
        guard place < pattern.count else { return .one }
        let turns: PatternPiece.Turns
        switch pattern[place] {
        case "*", "+":
            turns = .many
            place += 1
        case "?":
            turns = .maybe
            place += 1
        case "{":
            guard let end = pattern[place...].firstIndex(of: "}") else { return .one }
            turns = pattern[place..<end].contains(",") ? .many : .fixed
            place = end + 1
        default: return .one
        }
        // As few as possible, or never given back: the number of ways is the same.
        if place < pattern.count, pattern[place] == "?" || pattern[place] == "+" { place += 1 }
        return turns
    }
}
