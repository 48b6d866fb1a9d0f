/// What has to be done in a dialog to say something, and the next step of it for what the dialog shows at a moment. Nothing is pressed
/// blindly: options are ticked one at a time, a text is typed where the highlight is seen to be in its field, and what sends all that is
/// pressed only when the screen shows exactly what is meant.
package struct DialogPlan: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        /// Names as ``Key`` reads them. The last ones make the dialog go away.
        case press([String], isLast: Bool)
        /// Typed as one piece.
        case type(String)

        package var isLast: Bool { if case .press(_, isLast: true) = self { true } else { false } }
    }

    private enum Goal: Hashable, Sendable {
        /// An option with its keys, or the dialog's own way out.
        case option([String])
        /// An option that the highlight has to be brought to, and the keys that choose it then.
        case row(Int, [String])
        /// Ticked options by number, and an own text in the dialog's field.
        case choices(Set<Int>, text: String?)
    }

    private var goal: Goal

    /// - Throws: ``ServiceError`` with code `invalid` if the dialog takes no such answer by keys.
    package init(_ decision: Decision, for dialog: Dialog) throws(ServiceError) {
        if decision.verdict == .answer {
            guard decision.answers.count == 1 else {
                throw ServiceError(.invalid, "the dialog on the screen asks one question at a time")
            }
            goal = try DialogPlan.goal(decision.answers[0], dialog)
        } else {
            goal = try DialogPlan.goal(decision, dialog)
        }
    }

    private static func goal(_ decision: Decision, _ dialog: Dialog) throws(ServiceError) -> Goal {
        let options = dialog.options.filter { $0.verdict == decision.verdict }
        guard let reason = decision.reason else {
            if let option = options.first(where: { !$0.takesText }) { return goal(option) }
            if decision.verdict == .deny, !dialog.cancel.isEmpty { return .option(dialog.cancel) }
            throw ServiceError(.invalid, "no option of the dialog on the screen says '\(decision.verdict.rawValue)'")
        }
        guard options.contains(where: \.takesText) else {
            throw ServiceError(.invalid, "the dialog on the screen has no place for a reason — leave it out")
        }
        return .choices([], text: try line(reason))
    }

    private static func goal(_ chosen: [String], _ dialog: Dialog) throws(ServiceError) -> Goal {
        var numbers: Set<Int> = []
        var text: String?
        for label in chosen {
            if let option = dialog.options.first(where: { $0.label == label && !$0.takesText }) {
                guard dialog.isMultiple else { return goal(option) }
                numbers.insert(option.number)
            } else {
                guard text == nil, dialog.options.contains(where: { $0.takesText && $0.verdict == nil }) else {
                    throw ServiceError(
                        .invalid, "the dialog on the screen has no choice '\(DisplayText.excerpt(label))'")
                }
                text = try line(label)
            }
        }
        return .choices(numbers, text: text)
    }

    private static func goal(_ option: Dialog.Option) -> Goal {
        option.keys.first == Dialog.toRow ? .row(option.number, Array(option.keys.dropFirst())) : .option(option.keys)
    }

    /// Enter would send half of it, and what a control character does nobody knows.
    private static func line(_ text: String) throws(ServiceError) -> String {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ServiceError(.invalid, "the dialog on the screen takes one line of text, without control characters")
        }
        return text
    }

    /// Nil: what is on the screen allows no step that is sure to be right.
    package func next(_ dialog: Dialog) -> Step? {
        switch goal {
        case .option(let keys):
            // A digit would be typed.
            if dialog.isInField, keys != dialog.cancel { return .press(["Up"], isLast: false) }
            return .press(keys, isLast: true)
        case .row(let number, let keys):
            guard let highlight = dialog.highlight else { return nil }
            if highlight == .option(number) { return .press(keys, isLast: true) }
            return .press([dialog.isAcross ? "Right" : "Down"], isLast: false)
        case .choices(let numbers, let text):
            if dialog.isMultiple {
                for option in dialog.options where option.number != dialog.field {
                    guard let isChecked = option.isChecked else { return nil }
                    guard isChecked != numbers.contains(option.number) else { continue }
                    return .press(dialog.isInField ? ["Up"] : option.keys, isLast: false)
                }
            }
            if let field = dialog.options.first(where: { $0.number == dialog.field }) {
                switch fill(field, with: text, in: dialog) {
                case .step(let step): return step
                case .stuck: return nil
                case .done: break
                }
            } else if text != nil {
                return nil
            }
            return send(dialog)
        }
    }

    private enum Filling {
        case step(Step), stuck, done
    }

    private func fill(_ field: Dialog.Option, with text: String?, in dialog: Dialog) -> Filling {
        guard let text else {
            // Somebody else's, or an option like any other that nobody ticked.
            return field.isChecked == true && !isChosen(field) ? .stuck : .done
        }
        if field.takesText {
            if dialog.isInField { return .step(.type(text)) }
            return dialog.highlight == nil ? .stuck : .step(.press(field.keys, isLast: false))
        }
        // Wrapped where the dialog ends; some mark the place where one types.
        let shown = field.text.filter { !$0.isWhitespace && $0 != "█" }
        let isWhole = shown.hasSuffix(text.filter { !$0.isWhitespace })
        return isWhole && (dialog.isMultiple ? field.isChecked == true : dialog.isInField) ? .done : .stuck
    }

    private func isChosen(_ option: Dialog.Option) -> Bool {
        if case .choices(let numbers, _) = goal { numbers.contains(option.number) } else { false }
    }

    private func send(_ dialog: Dialog) -> Step? {
        guard dialog.hasSubmit else { return .press(["Enter"], isLast: true) }
        guard let highlight = dialog.highlight else { return nil }
        return highlight == .submit ? .press(["Enter"], isLast: true) : .press(["Down"], isLast: false)
    }
}

extension Dialog {
    /// Whether what is typed goes into the field for text.
    fileprivate var isInField: Bool { field.map { highlight == .option($0) } ?? false }
}
