import Foundation

/// A shell script in the place of an agent.
extension TestHome {
    /// Prints how it was started, keeps a transcript once it was told something, and ends when told to.
    private static let script = """
        #!/bin/bash
        printf 'argument=%s\\n' "$@"
        echo "mode=$TOY_MODE; a key of ${#TOY_KEY} letters"
        while read -r line; do
            mkdir -p "$TOY_HOME/talks"
            for id in "$@"; do [[ $id == ????????-* ]] && echo "$line" >> "$TOY_HOME/talks/$id.log"; done
            echo "heard $line"
            [[ $line == bye ]] && exit 0
        done
        """

    private var manifest: String {
        """
        {"name": "toy", "displayName": "Toy", "type": "cli",
         "cli": {"command": "\(directory)/bin/toy", "detectCmd": "echo toy 1.2.3", "install": "make toy"},
         "capabilities": {"models": ["small", "large"]},
         "configSchema": [
           {"key": "model", "type": "string", "cliFlag": "--model"},
           {"key": "key", "type": "secret", "envVar": "TOY_KEY"},
           {"key": "mode", "type": "select", "options": ["careful", "quick"], "envVar": "TOY_MODE"},
           {"key": "home", "type": "string", "envVar": "TOY_HOME"}
         ],
         "input": {"prompt": ["--", "{prompt}"]},
         "resume": {"arguments": ["--resume", "{id}"], "newArguments": ["--id", "{id}"],
           "transcript": {"variable": "TOY_HOME", "directory": "~/none", "pattern": "talks/{id}.log"}}}
        """
    }

    /// A home in which the script is the agent `toy`.
    static func withToy() async throws -> TestHome {
        let home = try await TestHome()
        try FileManager.default.createDirectory(
            atPath: home.directory + "/config/manifests", withIntermediateDirectories: true)
        _ = try await home.install(script, as: "toy")
        try home.add(manifest: home.manifest, as: "toy.json")
        return home
    }

    func add(manifest text: String, as name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/config/manifests/\(name)"))
    }
}
