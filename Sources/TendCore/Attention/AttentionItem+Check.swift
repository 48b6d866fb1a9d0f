extension AttentionItem {
    /// What an item of this kind can be told if its asker does not say.
    package static func usualVerdicts(of kind: Kind) -> [Decision.Verdict] {
        switch kind {
        case .permission, .plan: [.allow, .deny]
        case .question: [.answer, .deny]
        case .idle, .error, .exit, .login, .hint: []
        }
    }

    /// Whether the decision is a possible answer to this item.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`, and what would be possible.
    package func check(_ decision: Decision) throws(ServiceError) {
        // Putting an item aside needs nobody's agreement: the agent's own dialog stays.
        if decision.verdict != .dismiss, !verdicts.contains(decision.verdict) {
            let possible = (verdicts + [.dismiss]).map(\.rawValue).joined(separator: ", ")
            throw ServiceError(.invalid, "'\(decision.verdict.rawValue)' is no answer to this (possible: \(possible))")
        }
        if let reason = decision.reason, reason.utf8.count > AttentionQueue.textLimit {
            throw ServiceError(.invalid, "the reason is longer than \(AttentionQueue.textLimit) bytes")
        }
        guard decision.verdict == .answer else {
            if !decision.answers.isEmpty {
                throw ServiceError(.invalid, "choices go with the verdict 'answer' only")
            }
            return
        }
        guard decision.answers.count == questions.count else {
            let wanted = questions.count == 1 ? "1 question is asked" : "\(questions.count) questions are asked"
            throw ServiceError(.invalid, "\(wanted), \(decision.answers.count) answered")
        }
        for (index, (question, chosen)) in zip(questions, decision.answers).enumerated() {
            try question.check(chosen, number: questions.count == 1 ? nil : index + 1)
        }
    }
}

extension AttentionItem.Question {
    fileprivate func check(_ chosen: [String], number: Int?) throws(ServiceError) {
        let place = number.map { "question \($0): " } ?? ""
        guard !chosen.isEmpty, chosen.allSatisfy({ !$0.isEmpty }) else {
            throw ServiceError(.invalid, "\(place)a choice is missing")
        }
        guard isMultiple || chosen.count == 1 else { throw ServiceError(.invalid, "\(place)one choice only") }
        guard Set(chosen).count == chosen.count else { throw ServiceError(.invalid, "\(place)a choice stands twice") }
        let labels = choices.map(\.label)
        let own = chosen.filter { !labels.contains($0) }
        if let text = own.first, !takesText {
            let known = labels.map { DisplayText.excerpt($0) }.joined(separator: ", ")
            throw ServiceError(
                .invalid,
                "\(place)there is no choice '\(DisplayText.excerpt(text))'\(CommandError.hint(text, among: labels))"
                    + " (possible: \(known))")
        }
        guard own.count <= 1 else { throw ServiceError(.invalid, "\(place)one own text at most") }
        if let text = own.first, text.utf8.count > AttentionQueue.textLimit {
            throw ServiceError(.invalid, "\(place)the text is longer than \(AttentionQueue.textLimit) bytes")
        }
    }
}
