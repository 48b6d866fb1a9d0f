import TendClient
import TendCore

extension App {
    var layouts: LayoutFiles { LayoutFiles(directory: options.files.directory + "/layouts") }

    /// Writes what the workspace shows. An earlier layout of that name is kept beside it.
    func saveLayout(_ name: String) {
        guard let workspace = model.workspace else { return happen(.refused("there is no workspace to save")) }
        guard !workspace.tabs.isEmpty else { return happen(.refused("there are no tabs to save")) }
        let file = LayoutFile(of: workspace, sessions: model.sessions, home: options.environment["HOME"])
        do throws(ServiceError) {
            let path = try layouts.path(of: name)
            let kept = try layouts.write(file, to: path)
            happen(.noted("wrote \(path)" + (kept.map { "; what it was before is in \($0)" } ?? "")))
        } catch {
            happen(.refused(error.message))
        }
    }

    /// Brings the layout's tabs into the workspace that is shown.
    func loadLayout(_ name: String) {
        guard let workspace = model.workspace?.name else { return happen(.refused("there is no workspace to fill")) }
        let template = options.newSession([], nil)
        let home = options.environment["HOME"] ?? "/"
        let place = LayoutPlace(
            directory: template.cwd ?? home, home: home, template: template, environment: options.environment)
        let layouts = layouts
        requests.ask { client in
            var file = try layouts.layout(name)
            file.workspace = workspace
            let starter = LayoutStarter(client: client, workspace: workspace, place: place)
            return .noted(try await starter.bring(file).lines.joined(separator: "; "))
        }
    }
}
