import TendCore
package import TendScreen

/// A drawn model that can be kept up to date cheaply when only the contents of panes change, as they do most of the time.
///
/// What ``show(_:of:)`` makes of it is always what ``View/compose(_:)`` would make of the model with those screens.
package struct Drawing {
    /// What is to be on the terminal.
    package private(set) var screen: Screen
    private var view: View
    /// What of the sessions is in ``screen``, by id.
    private var shown: [String: Screen]
    /// Where each session is shown; nil when something lies over the panes, or hides behind them.
    private let places: [String: [PanePlace]]?

    package init(_ model: Model) {
        view = View.drawn(model)
        screen = view.screen
        shown = model.screens
        places = Drawing.places(view)
    }

    private static func places(_ view: View) -> [String: [PanePlace]]? {
        let (model, scene) = (view.model, view.scene)
        guard model.overlays.isEmpty, model.copies.isEmpty, model.mode == .normal, model.message == nil,
            model.ringing.isEmpty, !scene.isSidebarOver, !scene.places.contains(where: \.isFloating)
        else { return nil }
        var places: [String: [PanePlace]] = [:]
        for place in scene.places {
            guard let session = scene.session(of: place.pane) else { return nil }
            if !place.hasTitle, model.hasBanner(session) { return nil }
            guard session.state == .running else { continue }
            places[session.id, default: []].append(place)
        }
        return places
    }

    /// The part of the terminal where the session in focus shows all of its screen, and nothing lies over it; nil: it is not that one, or is
    /// shown otherwise.
    package func part(of session: String) -> (origin: Point, size: Size)? {
        guard let places = places?[session], places.count == 1, let place = places.first, let screen = shown[session],
            place.pane == view.scene.focused, !view.model.sidebar.hasFocus,
            place.content.rows == screen.size.rows, place.content.columns == screen.size.columns
        else { return nil }
        return (Point(row: place.content.row, column: place.content.column), screen.size)
    }

    /// Shows a newer screen of a session. False when that may change more than the cells of panes: then a new picture is needed.
    package mutating func show(_ new: Screen, of session: String) -> Bool {
        guard let places = places?[session], let old = shown[session], old.size == new.size, old.title == new.title,
            old.progress == new.progress, old.modes.areAsGood(as: new.modes), old.keyboardFlags == new.keyboardFlags
        else { return false }
        for place in places {
            guard place.content.rows == new.size.rows, place.content.columns == new.size.columns else { return false }
        }
        for place in places {
            for row in 0..<new.size.rows where new.stamps[row] == 0 || new.stamps[row] != old.stamps[row] {
                let line = place.content.row + row
                guard new.rows[row] != old.rows[row] else { continue }
                view.canvas.blit(
                    [new.rows[row]], from: Point(row: 0, column: 0), width: new.size.columns,
                    to: Area(row: line, column: place.content.column, rows: 1, columns: place.content.columns))
                // Tables of clusters do not grow from frame to frame.
                view.canvas.tidy(line)
                screen.rows[line] = view.canvas.rows[line]
            }
            guard place.pane == view.scene.focused, !view.model.sidebar.hasFocus else { continue }
            screen.cursor =
                View.cursor(new.cursor, from: Point(row: 0, column: 0), in: place) ?? Cursor(isVisible: false)
        }
        shown[session] = new
        return true
    }
}
