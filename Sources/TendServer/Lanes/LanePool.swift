import CLinux
import Glibc
import TendTerminal

package enum LanePool {
    /// One lane per core, and the guard that notes which output brought the server down.
    package static func make() throws(LaneError) -> [Lane] {
        tend_limit_arenas(2)
        // Without it a crash is survived all the same; only the output that caused it is not found out.
        _ = FeedGuard.install()
        let cores = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 16))
        var lanes: [Lane] = []
        for number in 0..<cores {
            lanes.append(try Lane(name: "tend-lane-\(number)"))
        }
        return lanes
    }
}
