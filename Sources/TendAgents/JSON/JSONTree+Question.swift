import TendCore

extension JSONTree {
    /// A question as Codex and OpenCode write it: `question`, `header`, and `options` with `label` and `description`.
    func question(isMultiple: Bool = false, takesText: Bool) -> AttentionItem.Question {
        let choices = (self["options"]?.elements ?? []).map { option in
            AttentionItem.Question.Choice(
                label: option["label"]?.text ?? "", detail: option["description"]?.text ?? "")
        }
        return AttentionItem.Question(
            text: self["question"]?.text ?? "", header: self["header"]?.text ?? "", choices: choices,
            // Without choices there is nothing else to answer with.
            isMultiple: isMultiple, takesText: takesText || choices.isEmpty)
    }
}
