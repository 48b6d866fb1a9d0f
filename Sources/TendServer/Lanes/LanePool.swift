import Glibc
import TendTerminal

package enum LanePool {
    /// One lane per core, each with the guard that notes which output brought the server down.
    package static func make() throws(LaneError) -> [Lane] {
        let cores = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 16))
        var lanes: [Lane] = []
        for number in 0..<cores {
            lanes.append(try Lane(name: "tend-lane-\(number)") { _ = FeedGuard.install() })
        }
        return lanes
    }
}
