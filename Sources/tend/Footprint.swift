import CLinux
import Glibc
import TendCore

/// What a process holds that stays for days.
enum Footprint {
    /// In seconds: longer than any start takes, and so short that nobody who looks finds it.
    private static let startTime: UInt32 = 1

    /// Lets go, once, of code that only the start needs: half of a program's mapped pages, which a system that is short of memory could
    /// not take back as long as they count as used.
    static func shrinkAfterStart() {
        // A thread rather than a task: one that sleeps would bring Dispatch's pool back (`workers.h`).
        let error = startThread(stack: 64 << 10) {
            // A signal that cuts it short does no harm.
            sleep(startTime)
            tend_code_release()
        }
        // Without threads there are worse worries.
        if error != 0 { return }
    }
}
