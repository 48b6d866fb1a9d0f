/// Gives a new Claude Code the hooks of its session, in a file that goes with it.
package struct ClaudeLaunch: LaunchContributor {
    package init() {}

    package func extras(for context: LaunchContext) -> LaunchPlan.Extras {
        guard context.manifest.hooks == .claude else { return LaunchPlan.Extras() }
        let path = context.filesDirectory + "/claude-settings.json"
        return LaunchPlan.Extras(
            arguments: ["--settings", path],
            files: [LaunchPlan.File(path: path, contents: ClaudeHooks.settings(executable: context.executable))])
    }
}
