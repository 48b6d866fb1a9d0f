import TendScreen

/// Time travel: screens of earlier moments, emulated anew by the server from the recording. While one is shown there is no history above.
extension CopyMode {
    /// Whether an earlier screen is shown.
    package var isTravelling: Bool { travel.map { $0.index < $0.moments.count } ?? false }

    /// More moments than anybody counts.
    private static let mostMoments = 10_000

    /// `copy.travel`.
    mutating func travel(_ argument: String, times: Int) -> [CopyEffect] {
        switch argument {
        case "back", "forward":
            let step = argument == "back" ? -1 : 1
            let rest = Array(repeating: step, count: min(times, CopyMode.mostMoments) - 1)
            guard let travel else {
                guard step < 0 else { return [.refuse("this is the newest screen")] }
                self.travel = Travel(
                    moments: [], index: 0, pending: step, waiting: rest,
                    home: Home(rows: rows, cursor: cursor, origin: origin))
                return [.fetch(.moments)]
            }
            // Keys may come faster than screens.
            if travel.pending != nil {
                self.travel?.waiting += [step] + rest
                return []
            }
            self.travel?.waiting = rest
            return self.step(by: step)
        case "live":
            guard travel != nil else { return [.refuse("this is the newest screen")] }
            goHome()
            return []
        default: return [.refuse("copy.travel does not know '\(argument)'")]
        }
    }

    private mutating func step(by step: Int) -> [CopyEffect] {
        guard let travel else { return [] }
        let index = travel.index + step
        guard index >= 0 else {
            endStep()
            return [.refuse("no earlier moment is held")]
        }
        if index >= travel.moments.count {
            goHome()
            return []
        }
        self.travel?.pending = step
        return [.fetch(.screen(at: travel.moments[index].offset))]
    }

    /// A step came to nothing.
    mutating func endStep() {
        travel?.pending = nil
        travel?.waiting = []
        if !isTravelling { travel = nil }
    }

    private mutating func goHome() {
        guard let home = travel?.home else { return }
        rows = home.rows
        cursor = home.cursor
        origin = home.origin
        selection = nil
        travel = nil
    }

    mutating func take(_ moments: [Moment]) -> [CopyEffect] {
        guard let travel, let step = travel.pending, travel.moments.isEmpty else { return [] }
        self.travel?.moments = moments
        self.travel?.index = moments.count
        return self.step(by: step)
    }

    mutating func take(_ screen: Screen, at offset: UInt64) -> [CopyEffect] {
        guard let travel, let step = travel.pending, travel.moments.indices.contains(travel.index + step),
            travel.moments[travel.index + step].offset == offset
        else { return [] }
        let index = travel.index + step
        self.travel?.index = index
        self.travel?.pending = nil
        // A step that shows nothing new goes on.
        if screen.rows == rows.screen { return self.step(by: step) }
        rows = CopyRows(screen: screen.rows, width: screen.size.columns)
        selection = nil
        pendingSearch = nil
        cursor = screen.cursor.point
        origin = Point(row: 0, column: 0)
        guard let next = self.travel?.waiting.first else { return [] }
        self.travel?.waiting.removeFirst()
        return self.step(by: next)
    }
}
