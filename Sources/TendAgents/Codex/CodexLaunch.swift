/// Puts `tend companion codex` in front of Codex: its app server behind it, and us as that one's second client.
package struct CodexLaunch: LaunchContributor {
    package init() {}

    package func extras(for context: LaunchContext) -> LaunchPlan.Extras {
        guard context.manifest.hooks == .codex else { return LaunchPlan.Extras() }
        return LaunchPlan.Extras(wrapper: [context.executable, "companion", "codex", "--"])
    }
}
