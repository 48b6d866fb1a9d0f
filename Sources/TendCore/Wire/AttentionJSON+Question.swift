extension AttentionJSON.Question {
    /// As an asker sends it; sanitised when it leaves the server.
    package init(_ question: AttentionItem.Question) {
        self.init(
            text: question.text, header: question.header,
            choices: question.choices.map { AttentionJSON.Choice(label: $0.label, detail: $0.detail) },
            multiple: question.isMultiple, takesText: question.takesText)
    }
}
