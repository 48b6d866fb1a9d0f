/// Regular expressions that would never come to an end. The matcher tries every way to divide a text among repetitions: when a group
/// is repeated that itself holds a repetition, or choices that begin alike, their number doubles with every character, and nothing can
/// stop it.
package enum PatternCost {
    private struct Group {
        /// Repeating it makes too many ways.
        var isDangerous = false
        /// What its choices begin with; nil: not one certain character.
        var beginnings: [Character?] = []
        /// The next character is the first of a choice.
        var isAtBeginning = true
    }

    /// Why a pattern is not to be tried; nil: it may be.
    package static func problem(of pattern: String) -> String? {
        var groups: [Group] = []
        /// What was closed by the last character, if that closed a group.
        var closed: Group?
        var isEscaped = false
        var isInClass = false
        var previous: Character?
        for (index, character) in pattern.enumerated() {
            defer { previous = character }
            let last = closed
            closed = nil
            if isEscaped || isInClass && character != "]" && character != "\\" {
                isEscaped = false
                continue
            }
            // `(?:` and its like are the beginning of the group.
            if previous == "(", character == "?" { continue }
            if groups.last?.isAtBeginning == true, previous != "?" || character != ":" {
                let isCertain = character.isLetter || character.isNumber || character == " "
                groups[groups.count - 1].beginnings.append(isCertain ? character : nil)
                groups[groups.count - 1].isAtBeginning = false
            }
            switch character {
            case "\\": isEscaped = true
            case "[": isInClass = true
            case "]": isInClass = false
            case "(": groups.append(Group())
            case "|": if !groups.isEmpty { groups[groups.count - 1].isAtBeginning = true }
            case ")":
                guard var group = groups.popLast() else { break }
                let beginnings = group.beginnings.map { $0.map { $0.lowercased() } }
                if beginnings.count > 1, beginnings.contains(nil) || Set(beginnings).count < beginnings.count {
                    group.isDangerous = true
                }
                closed = group
                if group.isDangerous, !groups.isEmpty { groups[groups.count - 1].isDangerous = true }
            case "*", "+", "{":
                if last?.isDangerous == true {
                    return
                        "this would take for ever: the group that ends at character \(index) is repeated, and what it"
                        + " holds can match in many ways"
                }
                if !groups.isEmpty { groups[groups.count - 1].isDangerous = true }
            default: break
            }
        }
        return nil
    }
}
