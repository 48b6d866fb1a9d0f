/// Pictures for browsers. Both are complete in themselves: inline styles, no scripts, nothing loaded.
extension Screen {
    private static let foreground: UInt32 = 0xD8D8D8
    private static let background: UInt32 = 0x181818

    /// A `<pre>` element. Links lead only to http, https and mailto addresses.
    package func html(history: [Row] = []) -> String {
        var html = "<pre style=\"color:\(hex(Screen.foreground));background:\(hex(Screen.background))\">"
        for row in [history, rows].joined() {
            for run in StyledRun.runs(of: row) {
                let css = css(of: run.style)
                let href = run.style.link.flatMap { Screen.isSafe($0.uri) ? $0.uri : nil }
                if let href {
                    html += "<a href=\"\(escaped(href))\" rel=\"noopener noreferrer\" style=\"color:inherit\">"
                }
                html += css.isEmpty ? escaped(run.text) : "<span style=\"\(css)\">\(escaped(run.text))</span>"
                if href != nil { html += "</a>" }
            }
            html += "\n"
        }
        return html + "</pre>\n"
    }

    /// A monospace picture with every glyph at its cell, 8.4 × 18 units each.
    package func svg(history: [Row] = []) -> String {
        let lines = history + rows
        let columns = max(size.columns, lines.map(\.cells.count).max() ?? 0)
        let (width, height) = (tenths(columns * 84), lines.count * 18)
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <rect width="100%" height="100%" fill="\(hex(Screen.background))"/>
            <g font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" \
            fill="\(hex(Screen.foreground))" xml:space="preserve">

            """
        for (index, row) in lines.enumerated() {
            for run in StyledRun.runs(of: row) { svg += elements(of: run, line: index) }
        }
        return svg + "</g>\n</svg>\n"
    }

    private func elements(of run: StyledRun, line: Int) -> String {
        guard let first = run.glyphs.first, let last = run.glyphs.last else { return "" }
        let (foreground, background) = colors(of: run.style)
        var elements = ""
        if background != Screen.background {
            let width = last.column + last.columns - first.column
            elements += "<rect x=\"\(tenths(first.column * 84))\" y=\"\(line * 18)\" width=\"\(tenths(width * 84))\""
            elements += " height=\"18\" fill=\"\(hex(background))\"/>\n"
        }
        var attributes = foreground == Screen.foreground ? "" : " fill=\"\(hex(foreground))\""
        let css = decoration(of: run.style)
        if !css.isEmpty { attributes += " style=\"\(css)\"" }
        var pending = ""
        var start = 0
        var columns = 0
        func flush() {
            if pending.contains(where: { $0 != " " }) || run.style.underline != .none, !pending.isEmpty {
                elements +=
                    "<text x=\"\(tenths(start * 84))\" y=\"\(line * 18 + 14)\" textLength=\"\(tenths(columns * 84))\""
                elements += " lengthAdjust=\"spacingAndGlyphs\"\(attributes)>\(escaped(pending))</text>\n"
            }
            pending = ""
            columns = 0
        }
        for glyph in run.glyphs {
            // Other than ASCII may come from a font of another width: each glyph is placed alone.
            let isPlain = glyph.text.utf8.count == 1
            if !isPlain { flush() }
            if pending.isEmpty { start = glyph.column }
            pending += glyph.text
            columns += glyph.columns
            if !isPlain { flush() }
        }
        flush()
        return elements
    }

    private func colors(of style: Style) -> (foreground: UInt32, background: UInt32) {
        var foreground = style.foreground.value ?? Screen.foreground
        var background = style.background.value ?? Screen.background
        if style.attributes.contains(.reverse) { swap(&foreground, &background) }
        if style.attributes.contains(.conceal) { foreground = background }
        return (foreground, background)
    }

    private func css(of style: Style) -> String {
        let (foreground, background) = colors(of: style)
        var rules: [String] = []
        if foreground != Screen.foreground { rules.append("color:\(hex(foreground))") }
        if background != Screen.background { rules.append("background:\(hex(background))") }
        let decoration = decoration(of: style)
        if !decoration.isEmpty { rules.append(decoration) }
        return rules.joined(separator: ";")
    }

    /// What is the same in HTML and SVG.
    private func decoration(of style: Style) -> String {
        var rules: [String] = []
        if style.attributes.contains(.bold) { rules.append("font-weight:bold") }
        if style.attributes.contains(.dim) { rules.append("opacity:.6") }
        if style.attributes.contains(.italic) { rules.append("font-style:italic") }
        var lines: [String] = style.underline == .none ? [] : ["underline"]
        if style.attributes.contains(.strike) { lines.append("line-through") }
        if style.attributes.contains(.overline) { lines.append("overline") }
        if !lines.isEmpty { rules.append("text-decoration-line:\(lines.joined(separator: " "))") }
        switch style.underline {
        case .none, .single: break
        case .double: rules.append("text-decoration-style:double")
        case .curly: rules.append("text-decoration-style:wavy")
        case .dotted: rules.append("text-decoration-style:dotted")
        case .dashed: rules.append("text-decoration-style:dashed")
        }
        if let value = style.underlineColor.value { rules.append("text-decoration-color:\(hex(value))") }
        return rules.joined(separator: ";")
    }

    private static func isSafe(_ uri: String) -> Bool {
        let start = uri.prefix(8).lowercased()
        return Printable.isPrintable(uri) && ["http://", "https://", "mailto:"].contains { start.hasPrefix($0) }
    }

    private func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Not allowed in XML.
            case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
}
