/// The keymaps and themes that the binary carries. They are the files of `keymaps/` and `themes/` at the top of the repository, which the
/// build turns into code.
package enum ShippedFiles {
    package static let keymaps = shelf(
        "keymaps",
        [
            ("tend", PackageResources.tend_yaml),
        ])

    package static let themes = shelf(
        "themes",
        [
            ("auto", PackageResources.auto_yaml),
            ("tend-dark", PackageResources.tend_dark_yaml),
            ("tend-light", PackageResources.tend_light_yaml),
        ])

    private static func shelf(_ folder: String, _ files: [(name: String, bytes: [UInt8])]) -> Shelf {
        Shelf(
            files.map { name, bytes in
                DataFile(
                    name: name, path: "\(folder)/\(name).yaml", text: String(decoding: bytes, as: UTF8.self),
                    isShipped: true)
            })
    }
}
