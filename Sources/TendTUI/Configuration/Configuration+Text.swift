extension Configuration {
    /// The configuration as a file, with a comment for everything that can be set.
    package var yaml: String {
        var lines = [
            "# Configuration of tend. Everything may be left out; what is written here is read again when it changes."
        ]
        for setting in Setting.all {
            lines += [""] + Configuration.wrapped(setting.comment).map { "# " + $0 }
            lines.append("\(setting.name): \(setting.yaml(of: self))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The JSON schema of `config.yaml`, for editors.
    package static var schema: String {
        let properties = Setting.all.map { setting in
            "    \(json(setting.name)): {\n      \"description\": \(json(setting.comment)),\n"
                + "      \"default\": \(setting.jsonValue(of: Configuration())),\n      \(setting.jsonType)\n    }"
        }
        return """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "Configuration of tend",
              "type": "object",
              "additionalProperties": false,
              "properties": {
            \(properties.joined(separator: ",\n"))
              }
            }

            """
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 100 {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// A text as JSON, which is also a text as YAML.
    fileprivate static func json(_ text: String) -> String {
        let body = text.unicodeScalars.reduce(into: "") { body, scalar in
            switch scalar {
            case "\"": body += "\\\""
            case "\\": body += "\\\\"
            case "\n": body += "\\n"
            case "\t": body += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                body += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: body.unicodeScalars.append(scalar)
            }
        }
        return "\"\(body)\""
    }
}

extension Setting {
    /// The value as YAML: words as they are, everything that could be taken for something else in quotes.
    fileprivate func yaml(of configuration: Configuration) -> String {
        switch kind {
        case .flag(let path): return String(configuration[keyPath: path])
        case .number(let path, _): return String(configuration[keyPath: path])
        case .text(let path), .theme(let path), .keymap(let path):
            return Setting.scalar(configuration[keyPath: path])
        case .optionalText(let path): return configuration[keyPath: path].map(Setting.scalar) ?? "null"
        case .bell(let path): return configuration[keyPath: path].rawValue
        case .place(let path): return configuration[keyPath: path].rawValue
        case .copying(let path): return configuration[keyPath: path].rawValue
        case .noticeWays(let path): return "[\(configuration[keyPath: path].map(\.rawValue).joined(separator: ", "))]"
        case .segments(let path):
            let segments = configuration[keyPath: path].map { segment in
                switch segment {
                case .text(let text): "{text: \(Setting.quoted(text))}"
                case .command(let command, let seconds): "{command: \(Setting.quoted(command)), every: \(seconds)}"
                default: Configuration.Segment.words.first { $0.segment == segment }?.name ?? ""
                }
            }
            return "[\(segments.joined(separator: ", "))]"
        }
    }

    private static func scalar(_ text: String) -> String {
        let isPlain = text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        return isPlain && !["null", "true", "false", "yes", "no", "on", "off"].contains(text) ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String { Configuration.json(text) }

    fileprivate func jsonValue(of configuration: Configuration) -> String {
        switch kind {
        case .flag, .number: yaml(of: configuration)
        case .text(let path), .theme(let path), .keymap(let path): Configuration.json(configuration[keyPath: path])
        case .optionalText(let path): configuration[keyPath: path].map(Configuration.json) ?? "null"
        case .bell(let path): Configuration.json(configuration[keyPath: path].rawValue)
        case .place(let path): Configuration.json(configuration[keyPath: path].rawValue)
        case .copying(let path): Configuration.json(configuration[keyPath: path].rawValue)
        case .noticeWays(let path):
            "[\(configuration[keyPath: path].map { Configuration.json($0.rawValue) }.joined(separator: ", "))]"
        case .segments(let path):
            "["
                + configuration[keyPath: path].compactMap { segment in
                    Configuration.Segment.words.first { $0.segment == segment }.map { Configuration.json($0.name) }
                }.joined(separator: ", ") + "]"
        }
    }

    /// The part of the schema that says what the value may be.
    fileprivate var jsonType: String {
        switch kind {
        case .flag: "\"type\": \"boolean\""
        case .number(_, let range):
            "\"type\": \"integer\", \"minimum\": \(range.lowerBound), \"maximum\": \(range.upperBound)"
        case .text, .theme, .keymap: "\"type\": \"string\""
        case .optionalText: "\"type\": [\"string\", \"null\"]"
        case .bell, .place, .copying: Setting.oneOf(words)
        case .noticeWays: "\"type\": \"array\", \"uniqueItems\": true, \"items\": {\(Setting.oneOf(words))}"
        case .segments: "\"type\": \"array\", \"items\": \(Setting.segmentType)"
        }
    }

    private static func oneOf(_ words: [String]?) -> String {
        "\"enum\": [\((words ?? []).map(Configuration.json).joined(separator: ", "))]"
    }

    private static var segmentType: String {
        let words = Configuration.Segment.words.map { Configuration.json($0.name) }.joined(separator: ", ")
        let interval = Configuration.Segment.interval
        return """
            {"anyOf": [
                    {"enum": [\(words)]},
                    {"type": "object", "required": ["text"], "additionalProperties": false,
                     "properties": {"text": {"type": "string"}}},
                    {"type": "object", "required": ["command"], "additionalProperties": false,
                     "properties": {"command": {"type": "string"}, "every": {"type": "integer", "minimum": \
            \(interval.lowerBound), "maximum": \(interval.upperBound), "default": \
            \(Configuration.Segment.usualInterval)}}}
                  ]}
            """
    }
}
