package import TendData

/// The keymaps and themes that the binary carries. They are the files of `keymaps/` and `themes/` at the top of the repository, which the
/// build turns into code.
package enum ShippedFiles {
    package static let keymaps = shelf(
        "keymaps",
        [
            ("screen", PackageResources.screen_yaml),
            ("tend", PackageResources.tend_yaml),
            ("tmux", PackageResources.tmux_yaml),
            ("vim", PackageResources.vim_yaml),
            ("zellij", PackageResources.zellij_yaml),
            ("zellij-locked", PackageResources.zellij_locked_yaml),
        ])

    package static let themes = shelf(
        "themes",
        [
            ("ascii", PackageResources.ascii_yaml),
            ("auto", PackageResources.auto_yaml),
            ("catppuccin-mocha", PackageResources.catppuccin_mocha_yaml),
            ("gruvbox-dark", PackageResources.gruvbox_dark_yaml),
            ("high-contrast", PackageResources.high_contrast_yaml),
            ("high-contrast-light", PackageResources.high_contrast_light_yaml),
            ("nord", PackageResources.nord_yaml),
            ("okabe-ito", PackageResources.okabe_ito_yaml),
            ("solarized-light", PackageResources.solarized_light_yaml),
            ("tend-dark", PackageResources.tend_dark_yaml),
            ("tend-light", PackageResources.tend_light_yaml),
            ("terminal", PackageResources.terminal_yaml),
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
