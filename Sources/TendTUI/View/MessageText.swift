import TendScreen

/// What was told in the status line, the newest first, each with its time.
enum MessageText {
    static func lines(_ model: Model, columns: Int) -> [[Span]] {
        guard !model.told.isEmpty else { return [[Span("nothing was told yet", .popupDim)]] }
        let marks = Marks(model.theme)
        let lead = 12
        return model.told.reversed().flatMap { told in
            let mark =
                switch told.level {
                case .plain: Span("  ", .popup)
                case .warning: Span("! ", .stateWaiting)
                case .error: Span(marks.glyph(.failed) + " ", .stateFailed)
                }
            let time = Span("  \(model.clock(told.time, hasSeconds: true)) ", .popupDim)
            let text = Popup.wrapped(told.text, to: max(columns - lead - 2, 12))
            return text.enumerated().map { index, line in
                (index == 0 ? [time, mark] : [Span(String(repeating: " ", count: lead + 1), .popup)]) + [
                    Span(line, .popup)
                ]
            }
        }
    }
}
