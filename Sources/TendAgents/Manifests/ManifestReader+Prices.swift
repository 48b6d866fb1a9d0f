extension ManifestReader {
    mutating func prices(_ node: Node) -> [Manifest.Price] {
        guard let node = child(node, "prices") else { return [] }
        warnOfUnknown(node, ManifestKeys.prices)
        // For people: where the list is, and when somebody looked.
        _ = string(node, "source", isRequired: true)
        _ = string(node, "checked")
        return list(node, "models", isRequired: true).compactMap { entry in
            guard let price = object(entry.value, entry.path) else { return nil }
            warnOfUnknown(price, ManifestKeys.price)
            return Manifest.Price(
                model: string(price, "model", isRequired: true) ?? "",
                input: amount(price, "input", isRequired: true) ?? 0,
                output: amount(price, "output", isRequired: true) ?? 0, cacheRead: amount(price, "cacheRead"),
                cacheWrite: amount(price, "cacheWrite"), cacheWriteHour: amount(price, "cacheWriteHour"))
        }
    }

    private mutating func amount(_ node: Node, _ key: String, isRequired: Bool = false) -> Double? {
        guard let text = scalar(node, key, isRequired: isRequired) else { return nil }
        if let amount = Double(text), amount.isFinite, amount >= 0 { return amount }
        fail(node.path(key), "US dollars for a million tokens are wanted, not '\(text)'")
        return nil
    }
}
