import TendClient
import TendCore

extension App {
    var layouts: LayoutFiles { LayoutFiles(directory: options.files.directory + "/layouts") }

    /// Writes what the workspace shows, over an earlier layout of that name.
    func saveLayout(_ name: String) {
        guard let workspace = model.workspace else { return happen(.refused("there is no workspace to save")) }
        let file = LayoutFile(of: workspace, sessions: model.sessions, home: options.environment["HOME"])
        do throws(ServiceError) {
            let path = try layouts.path(of: name)
            try layouts.write(file, to: path)
            happen(.noted("wrote \(path)"))
        } catch {
            happen(.refused(error.message))
        }
    }

    /// Brings the layout's tabs into the workspace that is shown.
    func loadLayout(_ name: String) {
        guard let workspace = model.workspace?.name else { return happen(.refused("there is no workspace to fill")) }
        let template = options.newSession([], nil)
        let home = options.environment["HOME"] ?? "/"
        let place = LayoutPlace(directory: template.cwd ?? home, home: home, template: template)
        let layouts = layouts
        requests.ask { client in
            var file = try LayoutFiles.read(try layouts.path(of: name))
            file.workspace = workspace
            let starter = LayoutStarter(client: client, workspace: workspace, place: place)
            return .noted(try await starter.bring(file).lines.joined(separator: "; "))
        }
    }
}
