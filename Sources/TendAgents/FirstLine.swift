extension String {
    /// Fit for a list: what stands before the first line feed.
    var firstLine: String {
        let line = split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        return line.count < count ? line + " …" : line
    }
}
