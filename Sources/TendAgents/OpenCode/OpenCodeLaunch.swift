/// Puts `tend companion opencode` in front of OpenCode: it runs with a server of its own, of which we are the second client.
package struct OpenCodeLaunch: LaunchContributor {
    package init() {}

    package func extras(for context: LaunchContext) -> LaunchPlan.Extras {
        guard context.manifest.hooks == .opencode else { return LaunchPlan.Extras() }
        return LaunchPlan.Extras(wrapper: [context.executable, "companion", "opencode", "--"])
    }
}
